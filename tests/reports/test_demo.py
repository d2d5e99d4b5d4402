import json
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction

from assessments.models import Result
from identification.board import board_of
from identification.models import Protocol, Run, Sign
from reports.demo.loading import PASSWORD
from reports.demo.services import load_demo
from reports.models import Note
from reports.notes.papers import is_out_of_date
from reports.noting.files import place
from schools.models import Figure, Membership, Municipality, School, SchoolStatus
from tests.access.reading import checksum

SLUGS = ["ilansky", "irbit", "leninogorsk", "motygino", "strezhevoy"]


@pytest.fixture(scope="module")
def first_run(django_db_setup, django_db_blocker):
    """What the command printed, and its note. Once for all: a test is taken back to a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        printed = run_demo("--json")
        with default_storage.open(place(Note.objects.get(), "pdf")) as pdf:
            yield json.loads(printed), pdf.read()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(first_run, db):
    return first_run[0]["users"]


def run_demo(*options):
    out = StringIO()
    call_command("demo", "--no-serve", *options, stdout=out)
    return out.getvalue()


def counts():
    schools = Municipality.objects.order_by("slug").values_list("slug", "schools")
    return {slug: sum(1 for s, _school in schools if s == slug) for slug in SLUGS}


def test_five_municipalities_are_loaded(loaded):
    assert counts() == {
        "ilansky": 15,
        "irbit": 21,
        "leninogorsk": 4,
        "motygino": 6,
        "strezhevoy": 6,
    }


def test_ilansky_has_eleven_legal_units_and_fifteen_schools_with_branches(loaded):
    schools = School.objects.filter(municipality__slug="ilansky")

    assert (schools.legal().count(), schools.count()) == (11, 15)


def test_every_cell_of_the_annex_is_a_share_or_a_reason(loaded):
    results = Result.objects.filter(school__municipality__slug="ilansky")
    reasons = list(results.order_by("no_data").values_list("no_data", flat=True))

    assert len(reasons) == 15 * 7
    assert {reason: reasons.count(reason) for reason in reasons} == {
        "": 87,
        "no_stage": 13,
        "unknown": 5,
    }
    assert results.filter(source=None).count() == 0
    assert results.filter(participants=None).count() == 15 * 7  # the order tells no counts


def test_irbit_has_its_given_groups_and_two_reasons_for_gaps(loaded):
    figures = Figure.objects.filter(school__municipality__slug="irbit")
    gaps = figures.exclude(no_data="").values_list("measure__code", "no_data")

    assert figures.count() == 42
    assert sorted(gaps) == [
        ("quality_group", "no_graduates"),
        *[("social_group", "unknown")] * 3,
    ]
    low = figures.filter(measure__code="quality_group", value__in=[3, 4, 5])
    assert low.count() == 11


def test_what_is_invented_is_called_so_and_has_counts(loaded):
    invented = School.objects.filter(municipality__slug__in=["strezhevoy", "motygino"])
    results = Result.objects.filter(school__in=invented, no_data="")

    assert all(school.short_name.startswith("Демо-школа №") for school in invented)
    assert results.filter(participants=None).count() == 0
    assert set(results.values_list("sitting__academic_year", flat=True)) == {2021, 2022, 2023}


def test_loaded_twice_nothing_changes(loaded):
    before = checksum()

    assert load_demo() == loaded
    assert checksum() == before


def test_what_somebody_did_in_the_demo_stays(loaded):
    School.objects.filter(short_name="СОШ 1").update(short_name="Школа имени героя")
    Result.objects.filter(school__short_name="СОШ 2").update(share_high=1234)
    before = checksum()

    load_demo()

    assert checksum() == before


def test_every_role_is_there_and_may_come_in(loaded, client):
    roles = {user["role"] for user in loaded}

    assert roles == set(Membership.Role.values)
    for user in loaded:
        assert client.login(username=user["login"], password=PASSWORD)


def test_the_command_prints_one_document_and_leaves_a_note(first_run, db):
    printed, pdf = first_run

    assert printed["url"] == "http://127.0.0.1:8000"
    assert printed["users"][0].keys() == {"role", "login", "password", "municipality", "school"}
    run = Run.objects.get(municipality__slug="ilansky")
    assert run.state == Run.State.DONE
    assert run.verdicts.filter(status="low").count() == 4
    assert pdf.startswith(b"%PDF-")


def test_the_command_twice_makes_one_run_and_one_note(loaded):
    run_demo()

    ilansky = Run.objects.filter(municipality__slug="ilansky")
    assert (ilansky.count(), Note.objects.count()) == (1, 1)
    assert Run.objects.filter(municipality__slug="irbit").count() == 1


def test_a_group_has_met_twice_and_its_first_protocol_is_in_force(loaded):
    run_demo()

    protocols = Protocol.objects.filter(municipality__slug="strezhevoy")
    assert dict(protocols.values_list("academic_year", "state")) == {
        2022: Protocol.State.APPROVED,
        2023: Protocol.State.DRAFT,
    }
    given = SchoolStatus.objects.filter(document=protocols.get(academic_year=2022).document)
    assert {status.since for status in given} == {2023}
    board = board_of(Municipality.objects.get(slug="strezhevoy"), 2023)
    assert [source.title for source in board.sources] == [
        "Не менее 30 % участников не достигли минимума",
        "Индекс по 7–8 классам",
        "Признаки необъективности",
    ]
    assert board.parts["disputed"]
    assert board.parts["border"]


def test_signs_stand_in_every_state_and_are_noticed_once(loaded):
    run_demo()

    signs = Sign.objects.filter(school__municipality__slug="strezhevoy")
    assert {sign.state for sign in signs} == set(Sign.State) - {Sign.State.GONE}
    assert {sign.conclusion for sign in signs} == {"", *Sign.Conclusion}
    assert Run.objects.filter(methodology__method="signs").count() == 1


def test_no_run_of_a_fresh_demo_has_read_other_data_than_there_are(loaded):
    runs = Run.objects.standing()
    assert runs.count() > 5
    assert [str(run) for run in runs if is_out_of_date(run)] == []
