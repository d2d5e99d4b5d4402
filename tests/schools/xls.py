"""The least .xls that a reader takes: BIFF8 records in an OLE container of one stream."""

import io
import struct

FREE, END, FAT_ITSELF = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GLOBALS, WORKSHEET = 5, 16
SECTOR, SMALL = 512, 4096  # a shorter stream would live elsewhere


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def beginning(of: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, of, 0, 1996, 0, 6))


def cell(row: int, column: int, value) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return record(0x0204, place + text)
    return record(0x0203, place + struct.pack("<d", value))


def make_xls(*sheets, protected: bool = False) -> io.BytesIO:
    """A sheet is (name, state: 0 visible, 1 hidden, {(row, column): value}, [merged ranges])."""
    bodies = []
    for _name, _state, cells, merged in sheets:
        ranges = [
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged
        ]
        body = b"".join(cell(*place, value) for place, value in cells.items())
        body += record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(ranges))
        bodies.append(beginning(WORKSHEET) + body + record(0x000A))
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name, *_rest in sheets]
    lock = record(0x002F, bytes(6)) if protected else b""  # the kind that calamine passes over
    head = beginning(GLOBALS) + lock + record(0x0042, struct.pack("<H", 1200))
    place = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for (_name, state, *_rest), name, body in zip(sheets, names, bodies, strict=True):
        head += record(0x0085, struct.pack("<IBB", place, state, 0) + name)
        place += len(body)
    return io.BytesIO(make_ole("Workbook", head + record(0x000A) + b"".join(bodies)))


def make_ole(name: str, stream: bytes) -> bytes:
    stream = stream.ljust(SMALL, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    # sector 0 is the table of sectors, 1 the directory, the stream follows
    table = [FAT_ITSELF, END, *range(3, sectors + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, SMALL, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    folder = entry("Root Entry", 5, child=1, start=END, size=0)
    folder += entry(name, 2, child=FREE, start=2, size=len(stream))
    return header + struct.pack("<128I", *table) + folder.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
