"""What strangers upload. Each file ends in one sentence that says what to do, soon."""

import io
import struct
import time
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook

from schools import sheets
from schools.errors import PortalError
from schools.sheets import read_book, read_rows
from tests.factories import make_workbook
from tests.schools.archives import changed, make_archive, make_ods, parts_of
from tests.schools.xls import make_ole, make_xls

SHEET = "xl/worksheets/sheet1.xml"
SOON = 10  # seconds, on a machine that does other things as well; the worst takes about one
BOMB = b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]>"
OUTSIDE = b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>"


def workbook():
    return make_workbook(["Школа", 2], ["СОШ 1", 5])


def workbook_with(cell):
    book = Workbook()
    book.active["A1"] = book.active[cell] = 1
    file = io.BytesIO()
    book.save(file)
    return io.BytesIO(file.getvalue())


def sheet_of(xml):
    return changed(workbook(), SHEET, lambda _old: xml)


def rows_xml(count):
    rows = b"".join(b'<row><c r="A%d"><v>1</v></c></row>' % number for number in range(1, count))
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def with_part(name, content):
    return make_archive(parts_of(workbook()) | {name: content})


def many_sheets():
    book = Workbook()
    for number in range(100):
        book.create_sheet().append([number])
    file = io.BytesIO()
    book.save(file)
    return io.BytesIO(file.getvalue())


def all_hidden():
    book = Workbook()
    book.active.append(["Школа"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Пустой")
    file = io.BytesIO()
    book.save(file)
    return io.BytesIO(file.getvalue())


def symlinked():
    parts = parts_of(workbook())
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            info = ZipInfo(name)
            if name == SHEET:
                info.external_attr, content = 0o120777 << 16, b"/etc/passwd"
            archive.writestr(info, content)
    return io.BytesIO(file.getvalue())


def twice():
    parts = parts_of(workbook())
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in [*parts.items(), (SHEET.upper(), b"<worksheet/>")]:
            archive.writestr(name, content)
    return io.BytesIO(file.getvalue())


def packed_as(method):
    """As deflate64, or with a password: a program that wrote it says so, whatever is inside."""
    content = bytearray(workbook().getvalue())
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = content.find(sign)
        while start >= 0:
            if method == "password":
                content[start + place - 2] |= 1
            else:
                content[start + place : start + place + 2] = struct.pack("<H", method)
            start = content.find(sign, start + 4)
    return io.BytesIO(bytes(content))


def packed_by_bzip2():
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as archive:
        for name, content in parts_of(workbook()).items():
            archive.writestr(name, content)
    return io.BytesIO(file.getvalue())


def spoilt(start):
    content = bytearray(workbook().getvalue())
    content[start : start + 40] = bytes(40)
    return io.BytesIO(bytes(content))


def bomb():
    """2 MB that unpack into 300."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts_of(workbook()).items():
            archive.writestr(name, content)
        with archive.open("xl/sharedStrings2.xml", "w") as part:
            for _megabyte in range(300):
                part.write(bytes(2**20))
    return io.BytesIO(file.getvalue())


def liar():
    """The same, and the archive says that nothing is in it."""
    content = bytearray(bomb().getvalue())
    start = content.rfind(b"PK\x01\x02")
    content[start + 24 : start + 28] = struct.pack("<I", 10)
    return io.BytesIO(bytes(content))


def implied(xml):
    """Cells that do not say where they are: the scan is blind to them."""
    head, row = b"<worksheet><sheetData>", b'<row r="1048576">' + b"<c/>" * 16_383
    return sheet_of(head + b'<row r="1"><c><v>1</v></c></row>' + row + xml)


def cells_xml(*cells, after=b""):
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">' + b"".join(cells) + b"</row>"
    return b"<worksheet><sheetData>" + rows + b"</sheetData>" + after + b"</worksheet>"


def unvalued_xml(count):
    return cells_xml(
        *(b'<c r="%c%d"><f>1</f></c>' % (65 + n % 26, n // 26 + 3) for n in range(count))
    )


def sheets_of(first, second):
    """The limit is that of a book, not of a sheet."""
    book = Workbook()
    book.active.append([1])
    book.create_sheet("Второй").append([1])
    file = io.BytesIO()
    book.save(file)
    file = changed(file, SHEET, lambda _old: first)
    return changed(file, SHEET.replace("1", "2"), lambda _old: second)


def merged_xml(count):
    return cells_xml(after=b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * count + b"</mergeCells>")


def distinct(count):
    rows = b"".join(
        b'<row r="%d">' % n
        + b"".join(
            b'<c r="%c%d" t="inlineStr"><is><t>%d %d</t></is></c>' % (65 + m, n, m, n)
            for m in range(10)
        )
        + b"</row>"
        for n in range(1, count // 10)
    )
    return sheet_of(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


TOO_FAR = "Таблица больше 200 000 строк"
FORMULAS = "больше 20 000 формул"
MERGED = "больше 20 000 объединённых"
MUCH = "слишком много разных данных"
DTD = "В файле есть объявления DTD"
UNREADABLE = "Таблицу не удалось прочитать"
BROKEN = "Файл повреждён или передан не целиком"
PASSWORD = "Файл защищён паролем"
PACKING = "Файл сжат необычным способом"
EMPTY = "В файле нет ни одной заполненной ячейки"
NO_TABLE = "Это не таблица Excel и не текст CSV"
PAGE = "Это веб-страница"
HTML = "<html><body><table><tr><td>Школа</td></tr></table></body></html>"
XML_2003 = b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"

CORPUS = {
    "cell at the last place": (lambda: workbook_with("XFD1048576"), TOO_FAR),
    "cell far below and right": (lambda: workbook_with("GR1048576"), TOO_FAR),
    "cell in column 101": (lambda: workbook_with("CW1"), TOO_FAR),
    "cell in row 200001": (lambda: workbook_with("A200001"), TOO_FAR),
    "cells in the corners": (lambda: workbook_with("CV40000"), TOO_FAR),
    "two million rows": (lambda: sheet_of(rows_xml(2_000_000)), TOO_FAR),
    "cells without places": (
        lambda: implied(b"<c><v>1</v></c></row></sheetData></worksheet>"),
        UNREADABLE,
    ),
    "a tag that is hidden again and again": (
        lambda: sheet_of(cells_xml() + b"<row " + b'hidden="1" ' * 90_000),
        BROKEN,
    ),
    "a tag that is far again and again": (
        lambda: sheet_of(cells_xml() + b"<c" + b' r="AAA1"' * 110_000),
        BROKEN,
    ),
    "a tag that is an error again and again": (
        lambda: sheet_of(cells_xml(b"<!-- # -->") + b"<c " + b't="e" ' * 170_000),
        BROKEN,
    ),
    "formulas that nobody calculated": (lambda: sheet_of(unvalued_xml(1_000_000)), FORMULAS),
    "formulas on two sheets": (
        lambda: sheets_of(unvalued_xml(15_000), unvalued_xml(15_000)),
        FORMULAS,
    ),
    "merged cells": (lambda: sheet_of(merged_xml(1_000_000)), MERGED),
    "merged cells on two sheets": (
        lambda: sheets_of(merged_xml(15_000), merged_xml(15_000)),
        MERGED,
    ),
    "shared texts that nobody uses": (
        lambda: with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t/></si>" * 14_000_000),
        TOO_FAR,
    ),
    "a million different texts": (lambda: distinct(1_000_000), MUCH),
    "2 MB to 300 MB": (bomb, "больше 200 МБ"),
    "2 MB to 300 MB, and denied": (liar, BROKEN),
    "a thousand parts": (
        lambda: make_archive({f"xl/{number}.xml": "" for number in range(1000)}),
        "слишком много частей",
    ),
    "two hundred thousand parts": (
        lambda: io.BytesIO(b"PK\x03\x04" + b"PK\x01\x02".ljust(50, b"a") * 200_000),
        "слишком много частей",
    ),
    "more than a hundred sheets": (many_sheets, "больше 100 листов"),
    "entities that multiply": (
        lambda: changed(workbook(), SHEET, lambda xml: BOMB + xml),
        DTD,
    ),
    "an outer DTD in the workbook": (
        lambda: changed(workbook(), "xl/workbook.xml", lambda xml: OUTSIDE + xml),
        DTD,
    ),
    "a DTD behind a long comment": (
        lambda: changed(
            workbook(), SHEET, lambda xml: b"<!--" + b" " * 2**21 + b"-->" + BOMB + xml
        ),
        DTD,
    ),
    "a DTD in a part of another name": (
        lambda: with_part("xl/media/image1.png", b"\n" + OUTSIDE + b"<a/>"),
        DTD,
    ),
    "a DTD in UTF-16": (
        lambda: changed(workbook(), SHEET, lambda xml: (BOMB + xml).decode().encode("utf-16")),
        "не в UTF-8",
    ),
    "UTF-16 without a mark": (
        lambda: changed(workbook(), SHEET, lambda xml: (BOMB + xml).decode().encode("utf-16-be")),
        "не в UTF-8",
    ),
    "UTF-7": (
        lambda: sheet_of(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-worksheet/+AD4-'),
        "не в UTF-8",
    ),
    "a DTD in an open document": (
        lambda: changed(make_ods(2, 3), "content.xml", lambda xml: BOMB + xml),
        DTD,
    ),
    "repeated cells of an open document": (lambda: make_ods(20_000, 1_000), UNREADABLE),
    "repeated rows of an open document": (lambda: make_ods(1_000_000, 3), TOO_FAR),
    "a password on .xlsx": (lambda: io.BytesIO(make_ole("EncryptedPackage", b"")), PASSWORD),
    "a password on .xls": (
        lambda: make_xls(("Лист", 0, {(0, 0): "Школа"}, []), protected=True),
        PASSWORD,
    ),
    "a password on the archive": (lambda: packed_as("password"), PASSWORD),
    "a renamed .docx": (
        lambda: make_archive({"word/document.xml": "<w:document/>"}),
        "Это текстовый документ",
    ),
    "a renamed .doc": (
        lambda: io.BytesIO(make_ole("WordDocument", b"")),
        "Это текстовый документ",
    ),
    "a renamed .odt": (lambda: make_ods(1, 1, mimetype="text"), "Это текстовый документ"),
    "a renamed .rtf": (lambda: io.BytesIO(b"{\\rtf1 a}"), "Это текстовый документ"),
    "a renamed .pptx": (lambda: make_archive({"ppt/slides.xml": "<a/>"}), "Это презентация"),
    "a renamed .zip": (lambda: make_archive({"Отметки.csv": "a;b"}), "Это архив"),
    "a renamed .rar": (lambda: io.BytesIO(b"Rar!\x1a\x07\x00"), "Это архив"),
    "a renamed .pdf": (lambda: io.BytesIO(b"%PDF-1.7"), "Это документ PDF"),
    "a binary workbook": (lambda: with_part("xl/workbook.bin", b""), "Это двоичная книга Excel"),
    "a page saved as .xls": (lambda: io.BytesIO(HTML.encode("cp1251")), PAGE),
    "a page in UTF-16": (lambda: io.BytesIO(("\n" + HTML).encode("utf-16")), PAGE),
    "a page of one file": (lambda: io.BytesIO(b"MIME-Version: 1.0\r\n"), PAGE),
    "a table of 2003 in XML": (lambda: io.BytesIO(XML_2003), "Это таблица в виде XML"),
    "a truncated archive": (lambda: io.BytesIO(workbook().getvalue()[:-400]), BROKEN),
    "an archive of two letters": (lambda: io.BytesIO(b"PK"), BROKEN),
    "a part with a wrong sum": (lambda: spoilt(60), BROKEN),
    "a sheet that is a link to a file": (symlinked, BROKEN),
    "a sheet that ends too soon": (lambda: sheet_of(b"<worksheet><sheetData><row><c>"), BROKEN),
    "two parts of one name": (twice, BROKEN),
    "deflate64": (lambda: packed_as(9), PACKING),
    "an unknown compression": (lambda: packed_as(77), PACKING),
    "bzip2": (packed_by_bzip2, PACKING),
    "an .xls of two letters": (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0"), BROKEN),
    "an empty sheet": (lambda: make_workbook(), EMPTY),
    "texts of nothing": (lambda: make_workbook(["", ""]), EMPTY),
    "nothing that is visible": (all_hidden, EMPTY),
    "nothing": (lambda: io.BytesIO(b""), EMPTY),
    "a text without a name": (lambda: io.BytesIO(b"code;year"), NO_TABLE),
    "an image": (lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n\x00"), NO_TABLE),
}


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_ends_in_one_sentence_and_soon(name):
    make, sentence = CORPUS[name]
    file = make()

    began = time.monotonic()
    with pytest.raises(PortalError, match=sentence) as refusal:
        read_book(file)

    assert time.monotonic() - began < SOON
    assert str(refusal.value) in sheets.SENTENCES.values()


HOSTILE_TEXTS = {
    "blank": (b" \n ", EMPTY),
    "NUL": (b"a;b\n\x00;1", NO_TABLE),
    "half a letter": (b"\xff\xfe\x00", NO_TABLE),
    "no letter of CP1251": (b"a;\x98b", NO_TABLE),
    "a page": (HTML.encode(), PAGE),
    "101 columns": (b"1;" * 101, TOO_FAR),
    "too many rows": (b"1\n" * 200_001, TOO_FAR),
    "too many cells": ((b"1;" * 99 + b"\n") * 40_000, TOO_FAR),
    "a quote that never ends": (b'a;b\n"' + b"x;\n" * 100_000, NO_TABLE),
}


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_hostile_text_ends_in_one_sentence(name):
    content, sentence = HOSTILE_TEXTS[name]
    file = io.BytesIO(content)
    file.name = "отметки.csv"

    with pytest.raises(PortalError, match=sentence):
        read_book(file)


def test_a_text_of_cells_far_away_is_read_and_soon():
    text = "x" + ' r="AAA1"' * 110_000
    cell = b'<c r="A2" t="inlineStr"><is><t>' + text.encode() + b"</t></is></c>"

    began = time.monotonic()
    read = read_book(sheet_of(cells_xml(cell)))

    assert read.sheets[0].rows[1] == [text]
    assert time.monotonic() - began < SOON


def test_cells_that_only_have_a_colour_do_not_make_a_table_too_wide():
    styled = changed(
        workbook(), SHEET, lambda xml: xml.replace(b"</row>", b'<c r="XFD1" s="0"/></row>', 1)
    )

    assert read_book(styled).sheets[0].rows[0] == ["Школа", 2]


def test_a_query_that_excel_keeps_beside_the_sheets_is_no_reason_to_refuse():
    """Power Query writes its items in UTF-16."""
    item = '<?xml version="1.0" encoding="utf-16"?><DataMashup>…</DataMashup>'.encode("utf-16")
    file = make_archive(parts_of(make_workbook(["Школа", 2])) | {"customXml/item1.xml": item})

    assert read_rows(file) == [["Школа", 2]]
