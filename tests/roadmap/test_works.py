"""Works of a roadmap become tasks: looked at, made, and later only what is missing."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from roadmap.models import Programme, Task, Work
from roadmap.services.works import date_work, make_tasks, plans
from schools.errors import PortalError
from schools.models import SchoolStatus
from tests.factories import AT, make_school, make_user
from tests.identification.pages import html, page, status, words_of
from tests.roadmap.making import (
    make_activity,
    make_goal,
    make_period,
    make_programme,
    make_task,
    make_work,
)

Whom = Work.Whom
ON = date(2026, 1, 12)


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
    """For the municipality, in June and in November."""
    return make_work(make_activity(programme), period, text="Провести", when="июнь, ноябрь")


def support(school, since=2026, until=None, kind="low"):
    given = {"source": "приказ", "given_on": date(2025, 9, 1)}
    ended = {"ended_on": date(2026, 9, 1)} if until else {}
    return SchoolStatus.objects.create(
        school=school, kind=kind, since=since, until=until, **given, **ended
    )


def make(programme, period, by, **more):
    return make_tasks(programme, period, by=by, **{"on": ON, "at": AT} | more)


def told(tasks):
    return sorted((str(task.due_on), task.school and task.school.pk) for task in tasks)


def test_a_work_of_the_municipality_becomes_a_task_for_each_of_its_days(
    programme, period, work, coordinator
):
    tasks = make(programme, period, coordinator)

    assert told(tasks) == [("2026-06-30", None), ("2026-11-30", None)]
    one = tasks[0]
    assert (one.title, one.role, one.origin, one.work) == (
        "Провести",
        "COORDINATOR",
        "roadmap",
        work,
    )
    assert (one.starts_on, one.proof) == (date(2026, 6, 1), work.activity.proof)


def test_only_what_is_missing_is_made_again(programme, period, work, coordinator):
    make(programme, period, coordinator)
    assert make(programme, period, coordinator) == []

    make_work(work.activity, period, when="март")

    assert told(make(programme, period, coordinator)) == [("2026-03-31", None)]


def test_what_was_postponed_or_cancelled_is_not_made_again(programme, period, work, coordinator):
    make(programme, period, coordinator)
    Task.objects.update(due_on=date(2026, 12, 1), state="cancelled")

    assert make(programme, period, coordinator) == []


def test_a_deadline_on_a_day_off_moves_before_it_and_stays_one_task(programme, period, coordinator):
    make_work(make_activity(programme), period, when="май")  # the 31st is a Sunday

    assert told(make(programme, period, coordinator)) == [("2026-05-29", None)]
    assert make(programme, period, coordinator) == []


def test_days_that_have_passed_are_made_only_where_somebody_wants_them(
    programme, period, work, coordinator
):
    summer = date(2026, 7, 1)

    assert told(make(programme, period, coordinator, on=summer)) == [("2026-11-30", None)]
    late = make(programme, period, coordinator, on=summer, with_past=True)
    assert told(late) == [("2026-06-30", None)]


def test_supported_schools_are_those_of_the_school_year_of_the_day(
    municipality, programme, period, coordinator
):
    before, now, later = (make_school(municipality=municipality) for _ in range(3))
    support(before, since=2024, until=2026)
    support(now, kind="social")
    support(later, since=2027)
    support(make_school(municipality=municipality), kind="leader")
    support(make_school())
    work = make_work(make_activity(programme), period, when="июнь, ноябрь", whom=Whom.SUPPORTED)

    tasks = make(programme, period, coordinator)

    assert told(tasks) == sorted(
        [
            ("2026-06-30", before.pk),
            ("2026-06-30", now.pk),
            ("2026-11-30", now.pk),
            ("2026-11-30", later.pk),
        ]
    )
    # the role of the municipality means nothing in a school
    assert {task.role for task in tasks} == {"DIRECTOR"}
    assert work.role == "COORDINATOR"


def test_a_school_that_is_supported_later_is_asked_as_well(
    municipality, programme, period, school, coordinator
):
    make_work(make_activity(programme), period, when="ноябрь", whom=Whom.SUPPORTED)
    assert make(programme, period, coordinator) == []

    support(school)

    assert told(make(programme, period, coordinator)) == [("2026-11-30", school.pk)]


def test_every_school_is_every_legal_entity_that_is_open(
    municipality, programme, period, school, branch, coordinator
):
    make_school(municipality=municipality, closed_on=date(2025, 6, 1), successor=school)
    make_school()
    make_work(
        make_activity(programme), period, when="июнь", whom=Whom.SCHOOLS, role="SCHOOL_COORDINATOR"
    )

    (task,) = make(programme, period, coordinator)

    assert (task.school, task.role) == (school, "SCHOOL_COORDINATOR")


def test_a_programme_of_a_school_asks_this_school_and_never_the_municipality(school, director):
    programme = make_programme(school=school)
    period, activity = make_period(programme), make_activity(programme)
    for whom in Whom:
        make_work(activity, period, when="июнь", whom=whom)

    tasks = make(programme, period, director)

    assert [task.school for task in tasks] == [school] * 3


def test_what_has_no_date_is_not_made_and_says_why(programme, period, coordinator, school):
    activity = make_activity(programme)
    for when in ("по графику", "", "когда-нибудь"):
        make_work(activity, period, when=when)
    make_work(activity, period, when="июнь", whom=Whom.SCHOOL)

    notes = [plan.note for plan in plans(programme, period)]

    assert make(programme, period, coordinator) == []
    for note, said in zip(
        notes, ("Даты в документе нет", "не указан", "«когда-нибудь»", "своей школы"), strict=True
    ):
        assert said in note


def test_what_a_correction_has_dropped_is_asked_of_nobody(programme, period, work, coordinator):
    other = make_work(make_activity(programme), period)
    type(other.activity).objects.filter(pk=other.activity.pk).update(dropped_on=ON)
    Work.objects.filter(pk=work.pk).update(dropped_on=ON)

    assert make(programme, period, coordinator) == []


@pytest.mark.parametrize("state", ["draft", "repealed"])
def test_a_programme_that_is_not_in_force_asks_nobody(state, programme, period, work, coordinator):
    Programme.objects.update(state=state)
    programme.refresh_from_db()

    with pytest.raises(PortalError, match="по\xa0действующей программе"):
        make(programme, period, coordinator)


def test_a_person_sets_the_day_that_the_words_do_not_have(programme, period, school, coordinator):
    support(school)
    work = make_work(make_activity(programme), period, when="по графику", whom=Whom.SUPPORTED)
    day = {"due_on": date(2026, 4, 15), "by": coordinator, "at": AT}

    assert told(date_work(work, **day)) == [("2026-04-15", school.pk)]
    assert date_work(work, **day) == []
    SchoolStatus.objects.all().delete()
    with pytest.raises(PortalError, match="Поддерживаемых школ"):
        date_work(work, **day | {"due_on": date(2026, 5, 15)})


def test_sixty_schools_are_asked_as_few_questions_as_one(
    municipality, programme, period, coordinator, django_assert_max_num_queries
):
    for _ in range(60):
        support(make_school(municipality=municipality))
    activity = make_activity(programme)
    make_work(activity, period, when="ежемесячно", whom=Whom.SUPPORTED)

    with django_assert_max_num_queries(40):  # bulk inserts go in batches on SQLite
        tasks = make(programme, period, coordinator)

    assert len(tasks) == 60 * 12


# pages


def at(name, thing, **query):
    return reverse(f"roadmap:{name}", args=[thing.pk]), query


def test_the_roadmap_tells_what_is_done_when_and_how_far_it_is(
    client, programme, period, work, coordinator, director
):
    make(programme, period, coordinator)
    Task.objects.filter(due_on__month=6).update(state="done", done_by=coordinator, done_at=AT)
    make_work(make_activity(programme, title="Консультации"), period, when="по графику")
    url, _ = at("works", programme)

    said = page(client, coordinator, url)

    assert "Муниципалитету. Июнь, ноябрь: до 30.06.2026, до 30.11.2026" in said
    assert "Выполнено 1 из 2 поручений" in said
    assert "По графику. Даты в документе нет: её назначает координатор." in said
    assert "Поставить поручения" in said
    seen = page(client, director, url)
    assert "Июнь, ноябрь" in seen
    # tasks of the municipality are not the school's affair
    assert "Выполнено" not in seen
    assert "Поставить поручения" not in seen


def test_the_roadmap_shows_the_period_of_the_day_or_the_one_chosen(
    client, programme, period, work, coordinator
):
    next_year = make_period(programme, 2027)
    make_work(work.activity, next_year, text="Через год", when="июнь")
    url, _ = at("works", programme)

    assert "Через год" not in page(client, coordinator, url)
    assert "Через год" in page(client, coordinator, url, period=next_year.pk)
    assert "Провести" in page(client, coordinator, url, period="жук")


def test_a_programme_without_periods_or_activities_says_so(client, programme, coordinator):
    for name in ("works", "timeline"):
        assert status(client, coordinator, at(name, programme)[0]) == 200
    assert "Мероприятий пока нет" in page(client, coordinator, at("works", programme)[0])


@pytest.mark.parametrize("name", ["works", "timeline", "works-tasks"])
@pytest.mark.parametrize("amount", [1, 3])
def test_a_page_asks_as_many_questions_for_three_activities_as_for_one(
    amount, name, client, programme, period, coordinator, django_assert_num_queries
):
    for _ in range(amount):
        activity = make_activity(programme, goal=make_goal(programme))
        for when in ("июнь", "по графику"):
            work = make_work(activity, period, when=when)
            make_task(programme.municipality, work=work)
    client.force_login(coordinator)

    with django_assert_num_queries({"works": 15, "timeline": 12, "works-tasks": 11}[name]):
        client.get(at(name, programme)[0])


def test_the_months_show_where_a_work_goes_on_and_the_day_it_is_due(
    client, programme, period, coordinator
):
    activity = make_activity(programme)
    make_work(activity, period, text="Готовить", when="апрель-май")
    make_work(activity, period, text="Беседовать", when="по графику")

    content = html(client, coordinator, at("timeline", programme)[0])

    cells = content.split("Готовить")[1].split("</tr>")[0].split("<td")[1:]
    shown = [words_of("<td" + cell) for cell in cells]
    assert shown == ["", "", "", "идёт", "до 29", *[""] * 7]
    assert "Беседовать" in content.split("Без&nbsp;даты")[1]


def test_tasks_are_looked_at_before_they_are_made(client, programme, period, work, coordinator):
    url, _ = at("works-tasks", programme)
    make_work(work.activity, period, text="Беседовать", when="по графику")

    said = page(client, coordinator, url)
    assert "Можно поставить ещё 2 поручения" in said
    assert "Назначить срок" in said
    assert not Task.objects.exists()

    answer = client.post(url, {"period": period.pk}, follow=True)
    assert "Поставлено: 2 поручения." in words_of(answer.content.decode())
    again = client.post(url, {"period": period.pk}, follow=True)
    assert "Новых поручений нет" in words_of(again.content.decode())
    assert Task.objects.count() == 2


def test_a_draft_is_looked_at_and_not_made(client, municipality, coordinator):
    programme = make_programme(municipality, state="draft")
    period = make_period(programme)
    make_work(make_activity(programme), period)
    url, _ = at("works-tasks", programme)

    assert "когда программа начнёт действовать" in page(client, coordinator, url)
    answer = client.post(url, {"period": period.pk})

    assert "по действующей программе" in words_of(answer.content.decode())
    assert not Task.objects.exists()


def test_a_day_is_set_on_a_page(client, programme, period, coordinator, director):
    work = make_work(make_activity(programme), period, when="по графику")
    url, _ = at("work-date", work)
    client.force_login(coordinator)

    assert "Укажите дату." in words_of(client.post(url, {}).content.decode())
    answer = client.post(url, {"due_on": "2026-05-31"}, follow=True)

    assert "Поставлено: 1 поручение." in words_of(answer.content.decode())
    assert Task.objects.get().due_on == date(2026, 5, 29)
    assert status(client, director, url) == 404


def test_an_activity_shows_only_the_tasks_that_its_reader_may_see(
    client, municipality, programme, period, school, director, coordinator
):
    other = make_school(municipality=municipality, short_name="СОШ 99")
    activity = make_activity(programme, proved_by="Приказ о команде")
    make_work(activity, period, when="июнь", whom=Whom.SCHOOLS)
    make(programme, period, coordinator)
    url = activity.get_absolute_url()

    assert "СОШ № 99" in page(client, coordinator, url)
    said = page(client, director, url)
    assert "СОШ № 99" not in said
    assert "Выполнено 0 из 1 поручения" in said
    assert "Приказ о команде" in said
    assert other.tasks.count() == 1


def test_who_may_not_write_makes_no_tasks(client, programme, period, work, head, director):
    url, _ = at("works-tasks", programme)
    for user in (head, director, make_user("REGION", programme.municipality.region)):
        client.force_login(user)
        assert client.get(url).status_code == client.post(url).status_code == 404
    assert not Task.objects.exists()
