"""The command that makes letters: what it prints, what it refuses."""

import io
import json

import pytest
from django.core.management import call_command

from reports.models import Letter
from tests.reports.recommending.rows import rows_of
from tests.reports.rules import twelve

pytestmark = pytest.mark.django_db


def recommend(*options):
    out, err = io.StringIO(), io.StringIO()
    call_command("recommend", *options, stdout=out, stderr=err)
    return out.getvalue()


def test_letters_are_printed_as_one_document():
    run = rows_of(twelve.weak())
    where = ("--municipality", run.municipality.slug, "--year", str(run.academic_year))

    told = json.loads(recommend(*where, "--json"))
    again = json.loads(recommend(*where, "--json"))

    own = next(one for one in told["letters"] if one["school"] == "Школа")
    assert (told["made"], again["made"], told["run"]) == (4, 0, run.pk)
    assert "LT-1" in {one["rule"] for one in own["recommendations"]}
    assert {one["state"] for one in told["letters"]} == {"draft"}


def test_people_read_the_sentences():
    run = rows_of(twelve.weak())

    told = recommend("--municipality", run.municipality.slug, "--year", str(run.academic_year))

    assert "составлено 4" in told
    assert "Школа: 7 рекомендаций" in told


@pytest.mark.parametrize(
    ("slug", "year", "code"),
    [
        pytest.param("nowhere", "2026", 2, id="no-such-municipality"),
        pytest.param(None, "2025", 1, id="no-run"),
        pytest.param(None, "26", 2, id="no-year"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(slug, year, code):
    run = rows_of(twelve.weak())

    with pytest.raises(SystemExit) as stopped:
        recommend("--municipality", slug or run.municipality.slug, "--year", year)

    assert stopped.value.code == code
    assert not Letter.objects.exists()
