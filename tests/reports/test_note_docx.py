"""A note as DOCX: what an official edits has the words, tables and pictures of the paper."""

import io
import re
import shutil
import subprocess

import pytest
from django.db import transaction
from docx import Document
from docx.oxml.ns import qn

from reports.notes.papers import compose
from reports.notes.plain import figures_of, plain, text_of
from reports.noting.docx import render_note
from reports.noting.files import docx_of
from reports.noting.paper import NotePaper, Part, paper_of_composed
from reports.noting.pictures import alt_of, png_of
from schools.russian import NB
from tests.factories import make_municipality

from . import districts
from .conftest import make_ilansky_run
from .test_plain import HOSTILE


@pytest.fixture(scope="module")
def ilansky(django_db_setup, django_db_blocker):
    """The paper and its DOCX, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        run = make_ilansky_run()
        paper = paper_of_composed(compose(run), run.municipality)
        made = paper, docx_of(paper)
        transaction.set_rollback(True)
    return made


def opened(content):
    return Document(io.BytesIO(content))


def words(document):
    """All that is read, in order, without blanks."""
    # LibreOffice writes the hyphen that does not break as an element of its own
    hyphen = qn("w:noBreakHyphen")
    nodes = document.element.body.iter(qn("w:t"), hyphen)
    texts = ["\u2011" if node.tag == hyphen else node.text or "" for node in nodes]
    return re.sub(r"\s", "", "".join(texts))


def paper(*htmls, **fields):
    parts = [Part(f"part{n}", f"Раздел {n}", html, html) for n, html in enumerate(htmls, start=1)]
    said = {
        "kind_title": "Аналитическая справка",
        "subject": "О\xa0чём",
        "description": "",
        "municipality": make_municipality(),
        "parts": parts,
        "trace": "",
    }
    return NotePaper(**said | fields)


def test_every_word_of_every_section_is_there(ilansky):
    made, content = ilansky
    said = words(opened(content))

    for part in made.parts:
        for line in re.split(r"</(?:p|li|td|th|tr|h3|table|ul|ol)>", part.plain):
            text = re.sub(r"\s", "", text_of(line)) if line.strip() else ""
            if not text.startswith("[["):
                assert text in said


def test_headings_are_headings_and_tables_repeat_their_heads(ilansky):
    made, content = ilansky
    document = opened(content)

    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [f"{part.number}. {part.title}" for part in made.parts if part.title]
    tables = sum(part.plain.count("<table>") for part in made.parts)
    assert len(document.tables) == tables
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) for table in document.tables]
    assert None not in heads


def test_charts_and_formulas_are_pictures_that_say_what_they_show(ilansky):
    made, content = ilansky
    document = opened(content)
    figures = [drawn for part in made.parts for drawn in figures_of(part.generated).values()]

    assert len(document.inline_shapes) == len(figures) == 3
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert [bool(alt_of(drawn)) for drawn in figures] == [bool(alt) for alt in told]
    captions = [one.text for one in document.paragraphs if one.text.startswith("Рисунок")]
    assert captions == [
        "Рисунок 1 — Индексы школ по методике и с поправкой относительно порога, баллы"
    ]


def test_a_picture_is_cut_to_what_is_drawn():
    picture, width = png_of('<div class="formula"><span class="eq">S = 65</span></div>')

    assert picture.startswith(b"\x89PNG")
    assert 10 < width < 60


def test_merged_cells_stay_merged(db):
    html = (
        '<table><tr><th rowspan="2">Школа</th><th colspan="2">Доли</th></tr>'
        "<tr><th>«2»</th><th>«5»</th></tr><tr><th>СОШ 1</th><td>3 из 12</td><td>—</td></tr>"
        '<tr><th colspan="3">Сельские</th></tr><tr><td>короткая строка</td></tr></table>'
    )

    (table,) = opened(render_note(paper(html))).tables

    texts = [[cell.text.replace(NB, " ") for cell in row.cells] for row in table.rows]
    assert texts == [
        ["Школа", "Доли", "Доли"],
        ["Школа", "«2»", "«5»"],
        ["СОШ 1", "3 из 12", "—"],
        ["Сельские"] * 3,
        ["короткая строка", "", ""],
    ]


def test_each_numbered_list_begins_with_one(db):
    lists = "<ol><li>а</li><li>б</li></ol>\n<p>и</p>\n<ol><li>в</li></ol>"

    document = opened(render_note(paper(lists)))

    items = [one for one in document.paragraphs if one.style.name == "List Number"]
    numbers = [one._p.pPr.numPr.numId.val for one in items]
    assert numbers[0] == numbers[1] != numbers[2]


def test_hostile_texts_stay_texts(db):
    texts = [*HOSTILE, "=cmd()", "{{ settings }}", "\x00\x07 конец", "&lt;w:p/&gt;"]
    htmls = [plain(f"<p>{text}</p>") or "<p>пусто</p>" for text in texts]

    made = paper(*htmls, subject="=cmd() <w:br/>", kind_title="<script>")
    document = opened(render_note(made))

    said = words(document)
    assert "=cmd()" in said
    assert "{{settings}}" in said
    assert "<w:p/>" in said
    assert "passwd" not in document.element.xml


def test_a_drawing_of_another_place_is_not_fetched(db):
    with pytest.raises(Exception, match="A paper may not load"):
        png_of('<figure><img alt="" src="http://127.0.0.1/x.png"></figure>')


def test_sixty_schools_fit(db):
    run = districts.sixty_schools()

    document = opened(docx_of(paper_of_composed(compose(run), run.municipality)))

    assert max(len(table.rows) for table in document.tables) > 60


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_saves_it_again_without_loss(ilansky, tmp_path):
    _made, content = ilansky
    (tmp_path / "note.docx").write_bytes(content)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]

    for suffix, folder in (("docx", "again"), ("pdf", "pdf")):
        command = [*office, "--convert-to", suffix, "--outdir", str(tmp_path / folder)]
        subprocess.run(
            [*command, str(tmp_path / "note.docx")], check=True, capture_output=True, timeout=120
        )

    before, after = opened(content), Document(tmp_path / "again" / "note.docx")
    assert words(after) == words(before)
    assert len(after.tables) == len(before.tables)
    assert len(after.inline_shapes) == len(before.inline_shapes)
    headings = [
        [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
        for document in (before, after)
    ]
    assert headings[0] == headings[1]
    assert (tmp_path / "pdf" / "note.pdf").read_bytes().startswith(b"%PDF")
