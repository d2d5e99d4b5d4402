"""An .xls of one sheet, written by hand: no installed package writes one, and РИС ГИА still does.

A workbook stream of BIFF8 records inside a compound file, with no more in it than a reader needs.
"""

import io
import struct

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOF, EOF, SHEET, NUMBER, LABEL = 0x0809, 0x000A, 0x0085, 0x0203, 0x0204
GLOBALS, WORKSHEET = 5, 16


def make_xls(*rows) -> io.BytesIO:
    return io.BytesIO(_compound(_workbook(rows)))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0))


def _workbook(rows, name: str = "Протокол") -> bytes:
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    sheet_at = len(_begin(GLOBALS)) + 4 + 6 + len(title) + len(_record(EOF))
    sheet = _record(SHEET, struct.pack("<IBB", sheet_at, 0, 0) + title)
    cells = b"".join(
        _cell(n, place, cell)
        for n, row in enumerate(rows)
        for place, cell in enumerate(row)
        if cell != ""
    )
    return _begin(GLOBALS) + sheet + _record(EOF) + _begin(WORKSHEET) + cells + _record(EOF)


def _cell(row: int, column: int, cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int | float):
        return _record(NUMBER, place + struct.pack("<d", cell))
    return _record(LABEL, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))


def _compound(stream: bytes) -> bytes:
    """Header, allocation table, directory, stream, each in whole sectors."""
    # a stream below 4096 bytes would have to live in a second, smaller table
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    tables = -(-(sectors + 2) // 127)
    chain = [*[TABLE] * tables, END, *range(tables + 2, tables + 1 + sectors), END]
    chain += [FREE] * (tables * 128 - len(chain))
    directory = (
        _entry("Root Entry", 5, 1, END, 0)
        + _entry("Workbook", 2, FREE, tables + 1, len(stream))
        + _entry("", 0, FREE, 0, 0) * 2
    )
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        b"",
        *(0, tables, tables, 0, 4096, END, 0, END, 0),
    )
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le") if name else b""
    fields = (len(raw), kind, 1, FREE, FREE, child, b"", 0, 0, 0, start, size)
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", *fields)
