import io
import json
import re

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from reports.models import Note
from tests.factories import RUSSIAN, make_methodology, make_result, make_run, make_verdicts


@pytest.fixture
def run(municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    return make_verdicts(municipality=municipality)


def render(output, *more, municipality="ilansky", year=2026, **streams):
    out = io.StringIO()
    options = ["--municipality", municipality, "--year", str(year), "--kind", "identification"]
    streams = {"stdout": out} | streams
    call_command("render_note", *options, "--output", str(output), *more, **streams)
    return out.getvalue()


def refused(output, code=1, **options):
    """One sentence on stderr, one document on stdout, and the exit code."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        render(output, "--json", **options, stdout=out, stderr=err)
    assert ended.value.code == code
    said = err.getvalue().removesuffix("\n")
    assert json.loads(out.getvalue()) == {"error": said}
    return said


def test_a_note_is_written_as_pdf_and_nothing_is_stored(run, tmp_path):
    file = tmp_path / "справка.pdf"

    render(file)

    assert file.read_bytes().startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == [file]
    assert Note.objects.count() == 0


def test_its_tables_are_written_as_a_spreadsheet(run, tmp_path):
    render(tmp_path / "tables.XLSX")

    book = load_workbook(tmp_path / "tables.XLSX")
    assert book.sheetnames[0] == "Индексы и места"


def test_a_note_to_be_edited_is_written_as_docx(run, tmp_path):
    render(tmp_path / "note.docx")

    said = [line.text for line in Document(tmp_path / "note.docx").paragraphs]
    assert "АНАЛИТИЧЕСКАЯ СПРАВКА" in said
    assert "1. Цель и основание" in said


def test_with_json_one_document_is_printed(run, tmp_path):
    file = tmp_path / "note.pdf"

    said = json.loads(render(file, "--json"))

    assert said == {
        "municipality": "ilansky",
        "academic_year": 2026,
        "kind": "identification",
        "run": run.pk,
        "fingerprint": run.fingerprint,
        "output": str(file),
        "bytes": file.stat().st_size,
    }


def test_the_last_run_that_is_done_is_printed(run, municipality, tmp_path):
    make_run(municipality=municipality, state="failed")

    said = json.loads(render(tmp_path / "note.xlsx", "--json"))

    assert said["run"] == run.pk


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        (
            "x.pdf",
            {"municipality": "nowhere", "code": 2},
            "Муниципалитета «nowhere» в портале нет.",
        ),
        (
            "x.pdf",
            {"year": 2019},
            "За 2018/2019 учебный год у муниципалитета «{}» идентификация ещё не проводилась.",
        ),
        ("x.txt", {"code": 2}, "Файл «x.txt» должен оканчиваться на .pdf, .docx или .xlsx."),
        (
            "no/x.pdf",
            {},
            "Файл «{folder}/no/x.pdf» записать нельзя: папки нет или в неё нельзя писать.",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused_in_one_sentence(
    run, municipality, tmp_path, name, options, sentence
):
    said = refused(tmp_path / name, **options)

    assert said == sentence.format(municipality, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("failed", "Идентификация не удалась, поэтому справки о ней нет."),
        ("queued", "Идентификация ещё не закончена. Справку можно подготовить после неё."),
    ],
)
def test_a_run_that_is_not_done_is_not_printed(municipality, tmp_path, state, sentence):
    make_run(municipality=municipality, state=state)

    assert re.fullmatch(sentence, refused(tmp_path / "x.pdf"))

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_replaced_stays(run, tmp_path):
    (tmp_path / "x.xlsx").mkdir()

    assert "записать нельзя" in refused(tmp_path / "x.xlsx")

    assert list(tmp_path.iterdir()) == [tmp_path / "x.xlsx"]


def test_the_note_is_of_the_main_methodology_although_another_ran_later(
    run, municipality, tmp_path
):
    other = make_methodology(municipality, title="Иная")
    make_verdicts(municipality=municipality, methodology=other)

    said = json.loads(render(tmp_path / "note.pdf", "--json"))

    assert said["run"] == run.pk


def test_where_only_signs_were_looked_for_the_note_is_of_them(municipality, school, tmp_path):
    journal = {"lower": 0, "same": 30, "higher": 0}
    make_result(school=school, participants=30, journal=journal)
    parameters = {"procedures": [RUSSIAN]}
    signs = make_methodology(municipality, method="signs", parameters=parameters)
    looked = make_verdicts(municipality=municipality, methodology=signs)

    said = json.loads(render(tmp_path / "note.pdf", "--json"))

    assert said["run"] == looked.pk
