"""A year of Иланский район in the demo: each state of the work can be looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from reports.demo.loading import table
from reports.demo.programmes import live_through_a_year
from reports.demo.services import load_demo
from roadmap.models import Campaign, Evidence, Programme, Submission, Task, Value
from roadmap.services.editions import edition_changes
from schools.models import Notification, User
from tests.access.reading import checksum

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """Lived through once for all: what a test changes is taken back by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        live_through_a_year(at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def programme(year, db):
    return Programme.objects.get(municipality__slug="ilansky", school=None)


def person(role):
    return User.objects.get(username=f"ilansky-{role}")


def test_a_campaign_is_open_and_its_schools_stand_at_different_points(programme):
    campaign = programme.campaigns.get()

    assert campaign.phase == Campaign.Phase.ENTRY
    assert campaign.entry_from < TODAY < campaign.entry_until
    states = campaign.submissions.values_list("school__short_name", "state")
    assert {name for name, state in states if state == Submission.State.SENT} == {
        "Прокопьевская ООШ"
    }
    assert campaign.submissions.count() == 15


def test_values_of_schools_stand_in_every_state(programme):
    values = Value.objects.filter(indicator__programme=programme, school__isnull=False)

    assert set(values.values_list("state", flat=True)) == set(Value.State)
    returned = values.get(state=Value.State.RETURNED)
    assert "Придумано для демонстрации" in returned.comment
    assert Evidence.objects.filter(value__in=values).exists()


def test_every_indicator_has_a_figure_of_each_year(programme):
    values = Value.objects.filter(indicator__programme=programme, school=None)

    told = set(values.values_list("indicator__number", "period__label"))
    assert told == {
        (row["n"], year)
        for row in table("ilansky_indicators")
        for year in ("2021", "2022", "2023", "2024")
    }
    assert values.filter(origin=Value.Origin.COMPUTED, period__label="2024").count() == 21


def test_a_director_has_tasks_that_are_late_due_returned_and_waiting(programme):
    mine = Task.objects.mine(person("direktor"))

    assert [task.title for task in mine.overdue(TODAY)] == [
        "Разместить на сайте приказ о проектной команде"
    ]
    assert set(mine.values_list("state", flat=True)) >= {"open", "returned", "submitted", "done"}
    assert mine.due(TODAY, TODAY + timedelta(days=7)).count() == 4
    assert Task.objects.mine(person("koordinator")).overdue(TODAY).count() == 1


def test_the_roadmap_of_the_year_is_done_and_nobody_is_told_of_it_now(programme):
    tasks = Task.objects.filter(work__activity__programme=programme)

    assert set(tasks.values_list("state", flat=True)) == {Task.State.DONE}
    assert tasks.count() > 70
    unread = Notification.objects.unread().filter(user=person("direktor"))
    assert unread.filter(created_at__lt=AT).count() == 0


def test_the_order_is_the_first_edition_and_a_correction_waits_for_its_own(programme):
    second, first = programme.editions.all()

    assert (first.document, first.adopted_on) == (programme.document, programme.document.dated_on)
    assert second.adopted_on is None
    (change,) = edition_changes(first, second)
    assert "20.1" in f"{change}"


def test_supported_schools_have_programmes_of_their_own(programme):
    own = programme.school_programmes.values_list("school__short_name", "state")

    assert dict(own) == {
        "СОШ 4": "in_force",
        "СОШ 5": "in_force",
        "СОШ 11": "draft",
        "Прокопьевская ООШ": "draft",
    }


def test_the_figures_of_the_order_are_left_as_they_are(programme):
    for row in table("ilansky_indicators"):
        targets = programme.indicators.get(number=row["n"]).targets.order_by("period__order")
        wanted = [row[f"target_{year}"].replace("да", "1") for year in range(2021, 2025)]
        assert [target.number for target in targets] == [int(one) for one in wanted]
    assert programme.activities.count() == 21


def test_no_stranger_is_asked_for_an_invented_link(programme):
    assert not Evidence.objects.exclude(check_at=None).exists()


def test_a_year_is_lived_through_once(programme):
    before = checksum()

    live_through_a_year(at=AT + timedelta(days=1))

    assert checksum() == before
