"""The command import_results, as a script calls it: one document and three exit codes."""

import io
import json

import pytest
from django.core.management import call_command

from assessments.models import Result
from tests.factories import make_school

from . import layouts
from .test_imports import FIRST, SECOND, STRANGER, marks

KEYS = {
    *("format", "rows", "matched", "created", "updated", "unchanged", "left_out", "markers"),
    *("benchmarks", "stored", "problems", "notes", "results"),
}


@pytest.fixture
def load(admin, municipality, tmp_path):
    """What the command prints as JSON and on the other stream, and how it ends."""
    make_school(municipality=municipality, short_name="СОШ 1", login="edu200001")
    path = tmp_path / "результаты.xlsx"
    path.write_bytes(marks(FIRST).getvalue())

    def load(*args, file=None, municipality="ilansky", year="2026"):
        if file is not None:
            path.write_bytes(file.getvalue())
        out, err, code = io.StringIO(), io.StringIO(), 0
        where = ["--municipality", municipality, "--year", year, "--json"]
        try:
            call_command("import_results", str(path), *where, *args, stdout=out, stderr=err)
        except SystemExit as ended:
            code = ended.code
        return json.loads(out.getvalue()), err.getvalue().strip(), code

    return load


def test_results_are_stored_and_told_in_one_document(load):
    told, err, code = load()

    assert (told.keys(), err, code) == (KEYS, "", 0)
    assert (told["created"], told["benchmarks"], told["stored"]) == (1, 3, True)
    assert Result.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "sentence", "code"),
    [
        ({"municipality": "nowhere"}, "Муниципалитета «nowhere» в портале нет.", 2),
        ({"year": "19"}, "Учебный год называют годом, в котором он заканчивается", 2),
        ({"file": layouts.make_file([["Что", "Сколько"], ["яблоки", 3]])}, "Портал не узнал", 1),
        ({"file": io.BytesIO(b"%PDF-1.7")}, "Это документ PDF", 1),
    ],
)
def test_every_refusal_is_the_same_document(load, options, sentence, code):
    told, err, ended = load(**options)

    assert (told.keys(), ended) == (KEYS, code)
    (problem,) = told["problems"]
    assert problem["message"].startswith(sentence)
    assert err == problem["message"]
    assert not told["stored"]
    assert not Result.objects.exists()


def test_a_login_that_may_not_write_is_a_wrong_argument(load):
    told, _err, code = load("--by", "nobody")

    assert (told["problems"][0]["message"], code) == (
        "«nobody» не может вносить результаты этого муниципалитета.",
        2,
    )


def test_questions_are_problems_of_the_same_document(load):
    told, err, code = load(file=marks(FIRST, STRANGER))

    assert (told.keys(), code, told["stored"]) == (KEYS, 1, False)
    assert [problem["value"] for problem in told["problems"]] == [
        "МБОУ «Южно-Александровская СОШ № 5»"
    ]
    assert "Какая это?" in err


def test_the_same_file_again_brings_nothing(load):
    load()

    told, _err, code = load()

    assert (told["created"], told["unchanged"], told["benchmarks"], code) == (0, 1, 0, 0)


def test_a_fall_in_participants_is_noted(load):
    load()

    told, _err, code = load(file=marks((FIRST[0], *SECOND[1:])))

    assert code == 0
    assert told["notes"][0].startswith("У 1 результата участников станет намного меньше")
