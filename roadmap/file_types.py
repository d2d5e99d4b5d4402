"""Which files may prove something: an ending, and content that fits it. Pure.

Whoever opens such a file trusts the portal. So the ending says what is opened with it, the content
must be that and nothing else at the same time, and nothing in it may run.
"""

import io
import unicodedata
from collections.abc import Callable
from zipfile import BadZipFile, ZipFile, is_zipfile
from zlib import error as ZlibError

import puremagic

from schools.errors import PortalError

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
OLE = b"\xd0\xcf\x11\xe0"
PART, MAX_PARTS, MAX_TOLD = b"PK\x01\x02", 5_000, 2**20
NAME_LENGTH = 200
ALLOWED = "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, JPG, PNG"
FORMER = {"doc": "DOCX или PDF", "rtf": "DOCX или PDF", "xls": "XLSX", "ppt": "PPTX или PDF"}
WITH_MACROS = ("docm", "xlsm", "pptm", "dotm", "xltm", "potm", "xlsb")
MACROS = "В файле есть макросы. Сохраните его без макросов или как PDF."
BROKEN = "Файл повреждён или загружен не целиком. Откройте его, сохраните заново и повторите."
LOCKED = "Файл защищён паролем. Снимите пароль и загрузите его снова."


def checked_type(name: str, content: bytes) -> str:
    """The type that the file is served with; a PortalError says what to do instead."""
    ending = ending_of(name)
    if ending in WITH_MACROS:
        raise PortalError(MACROS)
    if ending in FORMER:
        raise PortalError(
            f"Файлы .{ending} не принимаются. Сохраните документ как {FORMER[ending]}."
        )
    if ending not in TYPES:
        told = f"Файлы .{ending} не принимаются." if ending else "У файла нет расширения."
        raise PortalError(f"{told} Подойдут {ALLOWED}.")
    if not content.strip(b"\0 \r\n\t"):
        raise PortalError("Файл пуст. Выберите другой.")
    mime, fits = TYPES[ending]
    if content.startswith(OLE) and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k" in content:
        raise PortalError(LOCKED)
    if mime not in _kinds_of(content) and not (mime.startswith(OPEN) and _is_archive(content)):
        raise PortalError(
            f"Внутри не {ending.upper()}, хотя имя файла заканчивается на .{ending}. "
            "Откройте файл и сохраните его заново."
        )
    fits(content, mime)
    return mime


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def safe_name(name: str) -> str:
    """As its owner named it, without what could lead elsewhere or pass for another name.

    No folders, no signs that are not seen (one turns the text round: «exe.pdf» for «fdp.exe»), not
    longer than a disk takes in Cyrillic.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in name if sign.isprintable())
    seen = unicodedata.normalize("NFC", " ".join(seen.split())).rstrip(". ")
    stem, dot, ending = seen.rpartition(".")
    if not dot:
        stem, ending = seen, ""
    room = NAME_LENGTH - len(ending) - 1
    return f"{stem[:room].strip('. ') or 'документ'}{dot}{ending}"


def _kinds_of(content: bytes) -> set[str]:
    try:
        return {found.mime_type for found in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_archive(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _refuse_two_in_one(content: bytes) -> None:
    """An archive is read from its end: it can hide behind a picture or a PDF."""
    if is_zipfile(io.BytesIO(content)):
        raise PortalError("В файле спрятан архив. Сохраните документ заново и загрузите снова.")


def _pdf(content: bytes, _mime: str) -> None:
    _refuse_two_in_one(content)
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise PortalError(BROKEN)


def _png(content: bytes, _mime: str) -> None:
    _refuse_two_in_one(content)
    if content[12:16] != b"IHDR" or content[-8:-4] != b"IEND":
        raise PortalError(BROKEN)


def _jpeg(content: bytes, _mime: str) -> None:
    """Phones write more behind the end of a picture: only an archive is one thing too many."""
    _refuse_two_in_one(content)
    if b"\xff\xd9" not in content[3:]:
        raise PortalError(BROKEN)


def _office(content: bytes, mime: str) -> None:
    names, told = _unpacked(content, "[Content_Types].xml")
    lowered = [name.lower() for name in names]
    if b"macroenabled" in told.lower() or any(
        name.rpartition("/")[2].startswith("vba") or "/activex/" in name for name in lowered
    ):
        raise PortalError(MACROS)
    if f"{mime}.main+xml".encode() not in told:
        raise PortalError(BROKEN)


def _open_document(content: bytes, mime: str) -> None:
    names, told = _unpacked(content, "mimetype")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise PortalError(MACROS)
    if told.strip() != mime.encode() or "content.xml" not in names:
        raise PortalError(BROKEN)


def _unpacked(content: bytes, part: str) -> tuple[list[str], bytes]:
    """The names of the parts, and one of them. Sizes that a file claims are not believed."""
    if not _is_archive(content) or content.count(PART) > MAX_PARTS:
        raise PortalError(BROKEN)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            with archive.open(part) as stream:
                told = stream.read(MAX_TOLD)
    except RuntimeError as error:  # zipfile's word for a part with a password
        raise PortalError(LOCKED) from error
    except (BadZipFile, ZlibError, EOFError, OSError, ValueError, KeyError) as error:
        raise PortalError(BROKEN) from error
    if len({name.lower() for name in names}) < len(names):
        raise PortalError(BROKEN)  # two parts of one name: who knows which of them is read
    return names, told


Fits = Callable[[bytes, str], None]
TYPES: dict[str, tuple[str, Fits]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (f"{OFFICE}wordprocessingml.document", _office),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", _office),
    "pptx": (f"{OFFICE}presentationml.presentation", _office),
    "odt": (f"{OPEN}text", _open_document),
    "ods": (f"{OPEN}spreadsheet", _open_document),
    "odp": (f"{OPEN}presentation", _open_document),
    "jpg": ("image/jpeg", _jpeg),
    "jpeg": ("image/jpeg", _jpeg),
    "png": ("image/png", _png),
}
