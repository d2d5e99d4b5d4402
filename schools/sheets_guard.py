"""What a child of sheets.py looks at before calamine does: the archive that .xlsx and .ods are.

Sizes, dimensions and names of parts are the file's own claims, so all is counted while it is
unpacked. A file can be written so that the scan of cells misses one: then the limits of the child's
process are the wall. Runs in the child alone, so it imports nothing of ours.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from sheets_cells import Facts, scan_cells

MAX_PARTS, MAX_UNPACKED = 500, 200 * 2**20
MAX_TAGS = 20_000_000  # six for each of three million cells, and some
CHUNK, OVERLAP, MAX_MAP = 2**20, 2**16, 2**20  # a cell's tag, formula and value fit in an overlap
OLE, PACKED, ENTRY = b"\xd0\xcf\x11\xe0", b"PK", b"PK\x01\x02"

WORKSHEET = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>]")
ATTACHED = "customxml/"
ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")  # DOCTYPE, ENTITY, in any case
TEXT_DOCUMENTS = (b"opendocument.text", b"opendocument.presentation")
PAGE = re.compile(
    rb"<(?:!doctype html|!--|html|head|meta|title|body|table|style|script|div|center)"
)
SIGNS = {
    b"%pdf": "pdf",
    b"{\\rtf": "word",
    b"rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"mime-version:": "page",
}
# of an .xls, where the first record of the workbook is followed by FILEPASS
LOCKED = re.compile(
    rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL
)
STREAMS = {"EncryptedPackage": "password", "WordDocument": "word", "PowerPoint Document": "slides"}


class Refused(Exception):
    """Carries the name of a sentence of sheets.py."""


def refuse(reason: str) -> NoReturn:
    raise Refused(reason)


def look_inside(content: bytes) -> list[tuple[str, Facts]]:
    """Refuse what is too large or no spreadsheet; of an .xlsx, the sheets and their facts."""
    with _opened(content) as archive:
        _check_kind(archive, [name.lower() for name in archive.namelist()])
        return _sheets(archive, _scanned(archive))


def look_inside_document(content: bytes) -> None:
    """Refuse what is too large or no text document of Word."""
    with _opened(content) as archive:
        names = [name.lower() for name in archive.namelist()]
        _check_parts(archive, names)
        if "word/document.xml" not in names:
            refuse("not_a_document")
        _scanned(archive)


@contextmanager
def _opened(content: bytes) -> Iterator[ZipFile]:
    if content.count(ENTRY) > 2 * MAX_PARTS:  # before ZipFile makes an object of each
        refuse("parts")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                refuse("parts")
            yield archive
    except NotImplementedError:
        refuse("packing")
    except RuntimeError:  # zipfile's word for a part with a password
        refuse("password")
    except (BadZipFile, ZlibError, EOFError, OSError, ValueError):
        refuse("broken")


def _scanned(archive: ZipFile) -> dict[str, Facts]:
    size, tags, facts = 0, 0, {}
    for part in archive.infolist():
        size, tags = _scan(archive, part, size, tags, facts)
    return facts


def _check_parts(archive: ZipFile, names: list[str]) -> None:
    if len(set(names)) < len(names):
        refuse("broken")  # two parts of one name: nobody knows which of them a reader takes
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in archive.infolist()):
        refuse("packing")


def _check_kind(archive: ZipFile, names: list[str]) -> None:
    _check_parts(archive, names)
    if "xl/workbook.bin" in names:
        refuse("xlsb")
    for folder, reason in (("xl/", ""), ("word/", "word"), ("ppt/", "slides")):
        if any(name.startswith(folder) for name in names):
            return refuse(reason) if reason else None
    if "mimetype" not in names or "content.xml" not in names:
        refuse("archive")
    with archive.open("mimetype") as part:
        mimetype = part.read(100)
    if any(kind in mimetype for kind in TEXT_DOCUMENTS):
        refuse("word")
    return None


def _scan(
    archive: ZipFile, part: ZipInfo, size: int, tags: int, facts: dict[str, Facts]
) -> tuple[int, int]:
    """How large all is and of how many tags, with this part; the facts of a sheet go to `facts`."""
    tail, worksheet, found = b"", None, Facts()
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if not tail:
                is_xml = _is_xml(part.filename, chunk[:4096])
                worksheet = is_xml and WORKSHEET.search(chunk[:4096])
            size, tags = size + len(chunk), tags + is_xml * chunk.count(b"<")
            if size > MAX_UNPACKED:
                refuse("unpacked")
            if tags > MAX_TAGS:
                refuse("extent")
            window = tail + chunk
            if is_xml and b"!" in window and DECLARATION.search(window):
                refuse("dtd")
            if worksheet and (reason := scan_cells(window, worksheet[1], found)):
                refuse(reason)
            tail = chunk[-OVERLAP:]
    if worksheet:
        facts[part.filename.lower()] = found
    return size, tags


def _is_xml(name: str, head: bytes) -> bool:
    """By what stands there: an image may hold «<!» by chance, and an XML any name."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in head[:8] and b"<" in head[:8]):
        if name.lower().startswith(ATTACHED):
            return False  # a query that Excel keeps beside the sheets: calamine reads no UTF-16
        refuse("encoding")  # the scan would be blind
    head = head.removeprefix(b"\xef\xbb\xbf")
    said = ENCODING.match(head)
    if said and said[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        refuse("encoding")
    return head.lstrip().startswith(b"<") or name.lower().endswith((".xml", ".rels"))


def _sheets(archive: ZipFile, facts: dict[str, Facts]) -> list[tuple[str, Facts]]:
    """Names of sheets in their order with the parts that the workbook says hold them."""
    names = {name.lower(): name for name in archive.namelist()}
    books = [names.get(name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")]
    if None in books:
        return []
    book, links = (_elements(archive.open(name).read(MAX_MAP)) for name in books)
    targets = {link.get("Id"): link.get("Target", "") for link in links["Relationship"]}
    sheets = []
    for sheet in book["sheet"]:
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        target = targets.get(key, "")
        place = target[1:] if target.startswith("/") else target
        place = place if place.startswith("xl/") else f"xl/{place}"
        sheets.append((sheet.get("name", ""), facts.get(place.lower(), Facts())))
    return sheets


def _elements(xml: bytes) -> dict[str, list[dict]]:
    """Attributes of elements by name without prefix. There is no DTD in it: that was looked at."""
    found = {"sheet": [], "Relationship": []}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.get(
        name.rpartition(":")[2], []
    ).append(attributes)
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        refuse("broken")
    return found


def check_lock(content: bytes) -> None:
    """Calamine reads letters without sense where the weakest of passwords scrambled an .xls."""
    if content.startswith(OLE) and LOCKED.search(content):
        refuse("password")


def kind_of_stranger(content: bytes) -> str:
    """What calamine cannot read, by its first words or, in an old Office file, its streams."""
    if content.startswith(OLE):
        told = [kind for name, kind in STREAMS.items() if name.encode("utf-16-le") in content]
        return told[0] if told else "broken"
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: -1 if len(head) % 2 else None].decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if PAGE.match(head) or (head.startswith(b"<?xml") and b"<html" in head):
        return "page"
    if head.startswith((b"<?xml", b"<workbook")):
        return "xml"
    return next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), "")
