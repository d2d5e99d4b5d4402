"""Tables of Word documents. A hostile one ends in one sentence, soon."""

import io
import time

import docx
import pytest

from schools import children, word
from schools.errors import PortalError
from schools.word import SENTENCES, UNREADABLE, read_tables
from tests.factories import make_workbook
from tests.schools.archives import changed, make_archive, parts_of
from tests.schools.xls import make_ole

BODY = "word/document.xml"
SOON = 12  # seconds, on a machine that does other things as well
BOMB = b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]>"


def document(*tables):
    paper = docx.Document()
    for rows in tables:
        paper.add_paragraph("Между таблицами")
        table = paper.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(paper)


def saved(paper):
    file = io.BytesIO()
    paper.save(file)
    file.seek(0)
    return file


def plain():
    return document([["Показатель", "2021"], ["Доля школ", "80"]])


def body_of(xml):
    return changed(plain(), BODY, lambda _old: xml)


def table_xml(rows=1, cells=1, extra=b""):
    cell = b"<w:tc>" + extra + b"<w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    row = b"<w:tr>" + cell * cells + b"</w:tr>"
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return (
        b"<w:document "
        + space
        + b"><w:body><w:tbl>"
        + row * rows
        + b"</w:tbl></w:body></w:document>"
    )


def test_tables_come_in_their_order_and_paragraphs_of_a_cell_in_one_line():
    tables = read_tables(document([["а", "б\nв"]], [["г"], ["д"]]))

    assert tables == [[["а", "б\nв"]], [["г"], ["д"]]]


def test_a_merged_cell_has_its_text_once_at_its_place():
    paper = docx.Document()
    table = paper.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "вширь"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "вниз"
    table.cell(1, 0).text = "внизу"

    assert read_tables(saved(paper)) == [[["вширь", "", "вниз"], ["внизу", "", ""]]]


def test_a_table_within_a_cell_is_no_table_of_the_document():
    paper = docx.Document()
    cell = paper.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "снаружи"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "внутри"

    assert [[row[0].strip() for row in table] for table in read_tables(saved(paper))] == [
        ["снаружи"]
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: saved(docx.Document()), SENTENCES["empty"]),
        (lambda: io.BytesIO(b""), SENTENCES["not_a_document"]),
        (lambda: io.BytesIO(b"Just words"), SENTENCES["not_a_document"]),
        (lambda: io.BytesIO(b"%PDF-1.7 ..."), SENTENCES["pdf"]),
        (lambda: io.BytesIO(make_ole("WordDocument", b"")), SENTENCES["word"]),
        (lambda: io.BytesIO(make_ole("EncryptedPackage", b"")), SENTENCES["password"]),
        (lambda: make_workbook(["Школа"]), SENTENCES["not_a_document"]),
        (lambda: io.BytesIO(plain().getvalue()[:-200]), SENTENCES["broken"]),
        (lambda: body_of(b"<w:document"), SENTENCES["broken"]),
        (lambda: body_of(BOMB + table_xml()), SENTENCES["dtd"]),
        (lambda: body_of(b"<?xml version='1.0' encoding='cp1251'?><a/>"), SENTENCES["encoding"]),
        (
            lambda: make_archive(parts_of(plain()) | {"media/1": b"0" * 201 * 2**20}),
            SENTENCES["unpacked"],
        ),
        (
            lambda: make_archive(parts_of(plain()) | {f"media/{n}": b"" for n in range(600)}),
            SENTENCES["parts"],
        ),
        (lambda: body_of(table_xml(rows=5_001)), SENTENCES["tables"]),
        (lambda: body_of(table_xml(cells=101)), SENTENCES["tables"]),
        (lambda: body_of(table_xml(rows=300_000)), SENTENCES["tables"]),
    ],
)
def test_what_is_no_document_says_so_soon(file, sentence):
    made = file()
    start = time.monotonic()

    with pytest.raises(PortalError) as refusal:
        read_tables(made)

    assert str(refusal.value) == sentence
    assert time.monotonic() - start < SOON


def with_span(span):
    return body_of(table_xml(extra=b'<w:tcPr><w:gridSpan w:val="' + span + b'"/></w:tcPr>'))


@pytest.mark.parametrize(
    ("span", "sentence"), [(b"1000000000", SENTENCES["tables"]), (b"x", UNREADABLE)]
)
def test_a_cell_as_wide_as_it_likes_takes_no_memory(span, sentence):
    with pytest.raises(PortalError) as refusal:
        read_tables(with_span(span))

    assert str(refusal.value) == sentence


def test_a_cell_of_less_than_no_width_is_a_cell():
    assert read_tables(with_span(b"-5")) == [[["1"]]]


def test_a_child_that_does_not_end_is_ended(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import time; print('[[\"а\"]]', flush=True); time.sleep(60)")
    monkeypatch.setattr(word, "CHILD", child)
    monkeypatch.setattr(children, "SECONDS", 1)

    with pytest.raises(PortalError, match="слишком велик или повреждён") as refusal:
        read_tables(plain())

    assert str(refusal.value) == UNREADABLE


@pytest.mark.parametrize("answer", ["{}", "[[1]]", "[1]", "nonsense", '{"refused": []}', '["а"]'])
def test_a_child_that_a_document_has_made_its_own_is_not_believed(monkeypatch, tmp_path, answer):
    child = tmp_path / "child.py"
    child.write_text(f"print({answer!r})")
    monkeypatch.setattr(word, "CHILD", child)

    with pytest.raises(PortalError) as refusal:
        read_tables(plain())

    assert str(refusal.value) == UNREADABLE
