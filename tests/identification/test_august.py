"""The identification that the calendar starts."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from identification import august
from identification.models import Run
from identification.tasks import august as august_task
from identification.tasks import identify_schools
from schools.models import Notification
from tests.factories import (
    make_methodology,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

# 15 August, 03:00 in Moscow
DUE = datetime(2026, 8, 15, 0, 0, tzinfo=UTC)
BEFORE, LATER = DUE - timedelta(minutes=1), DUE + timedelta(hours=5)


@pytest.fixture
def ready(municipality, school, coordinator):
    """A municipality by Moscow's clock, with a methodology and a result."""
    make_result(school=school)
    return make_methodology(municipality)


def told(user):
    return [n.title for n in user.notifications.order_by("pk")]


def do(pks):
    for pk in pks:
        identify_schools(pk)


def test_nothing_starts_before_three_in_the_morning_of_the_day(ready):
    assert august.start_due(at=BEFORE) == []
    assert len(august.start_due(at=DUE)) == 1


def test_the_day_and_the_clock_are_those_of_the_municipality(ready, municipality):
    municipality.august_day, municipality.time_zone = 20, "Asia/Krasnoyarsk"
    municipality.save()

    assert august.start_due(at=datetime(2026, 8, 19, 19, 59, tzinfo=UTC)) == []
    assert len(august.start_due(at=datetime(2026, 8, 19, 20, 0, tzinfo=UTC))) == 1


def test_it_comes_once_a_year_however_often_the_portal_looks(ready, municipality):
    do(august.start_due(at=DUE))

    later = [august.start_due(at=DUE + timedelta(hours=hours)) for hours in (0, 1, 24, 48, 400)]

    assert later == [[]] * 5
    assert municipality.runs.get().origin == "august"


def test_another_version_of_the_methodology_does_not_bring_a_second_one(ready, municipality):
    do(august.start_due(at=DUE))
    make_methodology(municipality, slug=ready.slug, version=2)

    assert august.start_due(at=DUE + timedelta(days=1)) == []


def test_every_methodology_of_the_municipality_is_run(ready, municipality):
    make_methodology(municipality, title="Другая")

    assert len(august.start_due(at=DUE)) == 2


def test_after_an_outage_it_is_made_up_for_but_not_after_a_month(ready):
    assert august.start_due(at=DUE + august.CATCH_UP) == []
    assert len(august.start_due(at=DUE + timedelta(days=20))) == 1


def test_those_in_charge_are_told_what_came_out(ready, coordinator, admin, head, director):
    do(august.start_due(at=DUE))

    assert told(coordinator) == told(admin) == told(head) == ["идентификация 2025/2026 проведена"]
    assert "низкие результаты — 0 из 1\xa0школы" in coordinator.notifications.get().text
    assert told(director) == []


def test_the_outcome_is_told_once(ready, coordinator):
    do(august.start_due(at=DUE))
    august.tell_outcomes(at=LATER)
    august.tell_outcomes(at=LATER)

    assert len(told(coordinator)) == 1


def test_broken_data_stop_nobody_else_and_their_coordinator_is_told_why(ready, coordinator):
    broken = make_municipality(slug="broken")
    make_methodology(broken, parameters={"base": 65})
    theirs = make_user("COORDINATOR", broken)
    silent = make_municipality(slug="silent")
    make_methodology(silent)
    make_school(municipality=silent)

    started = august.start_due(at=DUE)

    assert Run.objects.get(pk__in=started).municipality == ready.municipality
    assert "Нет параметра «lines»" in theirs.notifications.get().text
    assert told(coordinator) == []


def test_what_nobody_foresaw_in_one_municipality_stops_nobody_else(ready, monkeypatch):
    worse = make_municipality(slug="aaa")
    make_methodology(worse)
    theirs = make_user("COORDINATOR", worse)
    start = august.start_run

    def falls(methodology, **same):
        if methodology.municipality == worse:
            raise ZeroDivisionError
        return start(methodology, **same)

    monkeypatch.setattr(august, "start_run", falls)

    assert len(august.start_due(at=DUE)) == 1
    assert "из-за ошибки" in theirs.notifications.get().text


def test_the_same_reason_is_told_once_and_the_next_day_is_tried_again(municipality, coordinator):
    make_methodology(municipality)
    school = make_school(municipality=municipality)
    for days in range(3):
        assert august.start_due(at=DUE + timedelta(days=days)) == []
    make_result(school=school)

    assert len(august.start_due(at=DUE + timedelta(days=3))) == 1
    assert told(coordinator) == ["идентификация 2025/2026 не начата"]


def test_without_a_methodology_the_coordinator_is_told(municipality, coordinator):
    august.start_due(at=DUE)

    assert "Методика ещё не введена" in coordinator.notifications.get().text


def test_two_weeks_before_it_is_told_what_is_missing(ready, municipality, coordinator):
    make_school(municipality=municipality)

    august.start_due(at=DUE - timedelta(days=15))
    assert told(coordinator) == []
    august.start_due(at=DUE - timedelta(days=13))
    august.start_due(at=DUE - timedelta(days=12))

    (ahead,) = coordinator.notifications.all()
    assert ahead.title == "идентификация 2025/2026 будет 15.08.2026"
    assert "По 1\xa0школе результатов нет совсем." in ahead.text


def test_looking_ahead_on_the_morning_itself_does_not_cost_the_day(ready):
    august.start_due(at=DUE - timedelta(hours=2))

    assert len(august.start_due(at=DUE)) == 1


def test_a_run_that_failed_is_told_too(ready, coordinator):
    (pk,) = august.start_due(at=DUE)
    Run.objects.filter(pk=pk).update(state="failed", error="Работа трижды прерывалась.")

    august.tell_outcomes(at=LATER)

    assert "Работа трижды прерывалась." in coordinator.notifications.get().text


def test_the_outcome_of_an_earlier_august_made_up_for_by_hand_is_told_too(
    municipality, school, coordinator
):
    make_result(school=school, sitting=make_sitting(academic_year=2025))
    make_methodology(municipality)
    call_command("identify_all", year=2025, stdout=StringIO())

    august.tell_outcomes(at=LATER)

    assert told(coordinator) == ["идентификация 2024/2025 проведена"]


def test_a_run_by_hand_is_told_to_nobody(ready, coordinator):
    call_command("identify", municipality="ilansky", year=2026, stdout=StringIO())
    august.tell_outcomes(at=LATER)

    assert told(coordinator) == []


def test_outside_the_season_nothing_is_asked(ready, django_assert_num_queries):
    with django_assert_num_queries(0):
        august.start_due(at=datetime(2026, 3, 1, tzinfo=UTC))


def test_by_hand_all_whose_day_has_come_are_queued(ready, settings):
    make_methodology(make_municipality(slug="empty"))
    out = StringIO()

    call_command("identify_all", year=2026, json=True, stdout=out)

    found = {row["municipality"]: row for row in json.loads(out.getvalue())["municipalities"]}
    assert found["ilansky"]["why_not"] == ""
    assert Run.objects.get(pk=found["ilansky"]["run"]).state == "done"
    assert "нет ни одного результата" in found["empty"]["why_not"]


def test_by_hand_a_second_time_all_is_told_and_nothing_started(ready):
    call_command("identify_all", year=2026, stdout=StringIO())
    run = Run.objects.get()
    out = StringIO()
    call_command("identify_all", year=2026, stdout=out)

    assert f": уже проведена, № {run.pk}" in out.getvalue()
    assert Run.objects.get() == run


def test_by_hand_what_waits_in_the_queue_is_told_and_not_queued_again(ready):
    (pk,) = august.start_due(at=DUE)
    out = StringIO()

    call_command("identify_all", year=2026, json=True, stdout=out)

    (found,) = json.loads(out.getvalue())["municipalities"]
    assert (found["run"], found["why_not"]) == (pk, "уже в очереди")
    assert Run.objects.get().state == "queued"


def test_the_beat_rings_for_what_it_started(ready, time_is):
    time_is(DUE)

    august_task()

    assert Run.objects.get().state == "done"
    assert Notification.objects.count() == 1
