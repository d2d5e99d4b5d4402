"""A school's programme repeats the municipal one: work and values are asked for once."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from roadmap.models import Programme, Task, Value, Work
from roadmap.services.school_programmes import copy_template
from roadmap.services.works import date_work, make_tasks, plans
from schools.errors import PortalError
from schools.models import SchoolStatus
from tests.factories import AT, make_school
from tests.roadmap.making import (
    make_activity,
    make_campaign,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_value,
    make_work,
)

ON = date(2026, 1, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_is):
    time_is(datetime(2026, 1, 12, 6, tzinfo=UTC))


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def period(programme):
    return make_period(programme)


@pytest.fixture
def work(programme, period):
    activity = make_activity(programme, level="school")
    return make_work(activity, period, when="июнь, ноябрь", whom=Work.Whom.SUPPORTED)


@pytest.fixture
def asked(programme):
    return make_indicator(programme, level="school", title="Приказ о команде")


@pytest.fixture
def own(programme, work, asked, school, coordinator):
    """The school's programme, copied from the municipal one and in force."""
    SchoolStatus.objects.create(
        school=school, kind="low", since=2026, source="приказ", given_on=date(2025, 9, 1)
    )
    (copy,) = copy_template(programme, [school], by=coordinator, on=ON, at=AT)
    Programme.objects.filter(pk=copy.pk).update(state=Programme.State.IN_FORCE)
    return Programme.objects.get(pk=copy.pk)


def make(programme, by):
    return make_tasks(programme, programme.periods.get(), by=by, on=ON, at=AT)


def days():
    return sorted(Task.objects.values_list("due_on", flat=True))


@pytest.mark.parametrize("first", ["municipal", "own"])
def test_a_work_of_both_programmes_is_asked_for_once(
    first, programme, own, school, coordinator, director
):
    """Whoever begins: the municipality asks, and the school does not ask itself again."""
    steps = [(programme, coordinator), (own, director)]
    for each, by in steps if first == "municipal" else reversed(steps):
        make(each, by)

    assert days() == [date(2026, 6, 30), date(2026, 11, 30)]
    assert {task.work.activity.programme for task in Task.objects.all()} == {programme}


def test_the_own_roadmap_shows_the_task_of_the_template_and_says_so(
    programme, own, school, coordinator
):
    other = make_school(municipality=school.municipality)
    SchoolStatus.objects.create(
        school=other, kind="low", since=2026, source="приказ", given_on=date(2025, 9, 1)
    )
    make(programme, coordinator)

    (plan,) = plans(own, own.periods.get())

    assert (len(plan.made), plan.missing) == (2, ())
    assert {task.school for task in plan.made} == {school}
    assert "Второго поручения" in plan.note


def test_what_is_done_counts_in_the_own_roadmap(
    client, programme, own, school, coordinator, director
):
    make(programme, coordinator)
    done = {"state": "done", "done_by": director, "done_at": AT}
    Task.objects.filter(due_on__month=6).update(**done)
    client.force_login(director)

    page = client.get(reverse("roadmap:works", args=[own.pk])).text
    task = client.get(Task.objects.first().get_absolute_url()).text

    assert "Выполнено 1&nbsp;из&nbsp;2" in page
    assert f'<a href="{own.get_absolute_url()}">{own}</a>' in task


@pytest.mark.parametrize(
    "freed",
    [
        lambda programme, work: Programme.objects.filter(pk=programme.pk).update(state="repealed"),
        lambda programme, work: Work.objects.filter(pk=work.pk).update(dropped_on=ON),
        lambda programme, work: Work.objects.filter(pk=work.pk).update(whom="municipality"),
        lambda programme, work: SchoolStatus.objects.update(until=2025, ended_on=ON, since=2025),
    ],
    ids=["repealed", "dropped", "of-the-municipality", "no-more-supported"],
)
def test_what_the_municipality_does_not_ask_the_school_asks_itself(
    freed, programme, work, own, school, director
):
    freed(programme, work)

    assert [task.school for task in make(own, director)] == [school, school]
    assert {task.work.activity.programme for task in Task.objects.all()} == {own}


def test_a_school_that_asked_itself_first_is_not_asked_again_for_the_same_day(
    programme, own, coordinator, director
):
    Programme.objects.filter(pk=programme.pk).update(state="draft")
    make(own, director)
    Programme.objects.filter(pk=programme.pk).update(state="in_force")
    programme.refresh_from_db()

    assert make(programme, coordinator) == []
    assert len(days()) == 2


def test_a_work_without_a_day_gets_none_of_the_school_s_own(programme, own, director):
    copy = Work.objects.get(activity__programme=own)

    with pytest.raises(PortalError, match="поручает программа муниципалитета"):
        date_work(copy, due_on=date(2026, 5, 5), by=director, at=AT)


def test_the_own_programme_asks_for_its_own_values_only(
    client, programme, period, own, asked, school, director
):
    mine = make_indicator(own, level="school", goal=make_goal(own), title="Свой показатель школы")
    draft = make_value(asked, period, school, entered_by=director)
    address = reverse("roadmap:school-indicators", args=[school.pk])
    key = f"{own.pk}-{own.periods.get().pk}"
    client.force_login(director)

    page = client.get(f"{address}?asked={key}")
    client.post(reverse("roadmap:school-values-submit", args=[school.pk]), {"asked": key})

    assert [one.title for one in page.context["matrix"].board.indicators] == [mine.title]
    assert page.context["progress"].asked == 1
    assert Value.objects.get(pk=draft.pk).state == "draft"


def test_where_a_value_counts_as_well_is_said_where_it_is_asked_for(
    client, programme, period, own, asked, school, director, coordinator
):
    campaign = make_campaign(programme, period, schools=[school], by=coordinator)
    copy = own.indicators.get(origin=asked)
    client.force_login(director)
    pages = {
        "form": client.get(reverse("roadmap:school-indicators", args=[school.pk])),
        "campaign": client.get(reverse("roadmap:submission", args=[campaign.submissions.get().pk])),
    }

    for page in pages.values():
        assert page.context["sharing"] == own
        assert "1 показатель засчитывается и&nbsp;в&nbsp;программе школы" in page.text.replace(
            "\xa0", " "
        )
    for one, other, said in (
        (asked, copy, "Засчитывается и\xa0в\xa0программе школы"),
        (copy, asked, "Значения общие с\xa0показателем программы муниципалитета"),
    ):
        text = client.get(one.get_absolute_url()).text
        assert f'{said}: <a href="{other.get_absolute_url()}">' in text


def test_without_an_own_programme_nothing_is_said(
    client, programme, period, asked, school, director, coordinator
):
    campaign = make_campaign(programme, period, schools=[school], by=coordinator)
    client.force_login(director)

    page = client.get(reverse("roadmap:submission", args=[campaign.submissions.get().pk]))

    assert page.context["sharing"] is None
    assert "программе школы" not in page.text
