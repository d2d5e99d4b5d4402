"""Reminders: five days before, on the day, once a week of what is late, in one digest."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roadmap.models import Task
from roadmap.reminders import Digest, Line, digests, is_to_remind
from roadmap.services.reminding import remind, remind_everybody
from schools.models import Notification
from tests.factories import make_school, make_user
from tests.roadmap.making import make_task

DUE = date(2026, 9, 15)
AT = datetime(2026, 9, 10, 6, tzinfo=UTC)


def days(start: date, n: int):
    return [start + timedelta(days=i) for i in range(n)]


def test_of_a_task_its_people_are_reminded_five_days_before_on_the_day_and_weekly_when_it_is_late():
    told, reminded = [], None
    for on in days(date(2026, 9, 1), 40):
        if is_to_remind(DUE, reminded, on):
            told.append(on)
            reminded = on

    assert told == [
        date(2026, 9, 10),
        date(2026, 9, 15),
        date(2026, 9, 22),
        date(2026, 9, 29),
        date(2026, 10, 6),
    ]


def test_a_day_that_was_slept_through_is_made_up_for():
    assert is_to_remind(DUE, None, date(2026, 9, 13))
    assert not is_to_remind(DUE, date(2026, 9, 13), date(2026, 9, 14))
    assert is_to_remind(DUE, date(2026, 9, 13), date(2026, 9, 17))


def test_a_task_given_late_is_named_at_once():
    assert is_to_remind(DUE, None, DUE)
    assert is_to_remind(DUE, None, date(2026, 9, 30))


def test_a_digest_says_how_many_and_when():
    digest = Digest(
        on=DUE,
        lines=[
            Line("Отчёт", date(2026, 9, 20), "СОШ 5"),
            Line("План", DUE),
            Line("Приказ", date(2026, 9, 14)),
        ],
    )

    assert digest.title == "Поручения. Сегодня срок: 1, скоро срок: 1, просрочено: 1"
    assert digest.text.replace("\xa0", " ").splitlines() == [
        "Приказ — срок 14.09.2026, вчера.",
        "План — срок 15.09.2026, сегодня.",
        "Отчёт (СОШ № 5) — срок 20.09.2026, осталось 5 дней.",
    ]


def test_a_long_digest_names_the_first_ten_and_counts_the_rest():
    digest = Digest(on=DUE, lines=[Line(f"Дело {n}", DUE) for n in range(12)])

    assert digest.text.count("сегодня") == 10
    assert digest.text.endswith("И\xa0ещё 2 поручения.")


def test_the_same_task_is_named_once_to_a_person_of_two_roles():
    line = Line("Отчёт", DUE)

    found = digests([(1, line), (1, line), (2, line)], DUE)

    assert {person: len(digest.lines) for person, digest in found.items()} == {1: 1, 2: 1}


@pytest.fixture
def tasks(municipality, school):
    return [
        make_task(school=school, title="Приказ о команде", due_on=DUE),
        make_task(school=school, title="Самодиагностика", due_on=DUE),
        make_task(municipality, title="Назначить куратора", due_on=DUE),
    ]


def told(user):
    return [(one.title, one.text) for one in Notification.objects.filter(user=user)]


def test_each_gets_one_digest_of_the_own_tasks(municipality, tasks, director, coordinator, head):
    remind(municipality, on=AT.date(), at=AT)

    (title, text), *more = told(director)
    assert (title, more) == ("Поручения. Скоро срок: 2", [])
    assert "Приказ о команде" in text
    assert "Самодиагностика" in text
    assert "Назначить куратора" not in text
    assert [title for title, _ in told(coordinator)] == ["Поручения. Скоро срок: 1"]
    assert told(head) == []


def test_asked_twice_the_digest_comes_once(municipality, tasks, director):
    remind(municipality, on=AT.date(), at=AT)
    remind(municipality, on=AT.date(), at=AT)
    remind(municipality, on=AT.date() + timedelta(days=1), at=AT + timedelta(days=1))

    assert len(told(director)) == 1


@pytest.mark.parametrize("state", ["done", "submitted", "cancelled"])
def test_of_what_is_done_nobody_is_reminded(municipality, school, director, state):
    done = {"done_by": director, "done_at": AT} if state != "cancelled" else {}
    make_task(school=school, due_on=DUE, state=state, **done)

    remind(municipality, on=AT.date(), at=AT)

    assert told(director) == []


def test_what_was_returned_is_open_again(municipality, school, director):
    make_task(school=school, due_on=DUE, state=Task.State.RETURNED)

    remind(municipality, on=AT.date(), at=AT)

    assert len(told(director)) == 1


def test_the_person_who_is_named_is_told_and_not_the_role(municipality, coordinator):
    other = make_user("COORDINATOR", municipality)
    make_task(municipality, assignee=other, due_on=DUE)

    remind(municipality, on=AT.date(), at=AT)

    assert (len(told(other)), told(coordinator)) == (1, [])


def test_the_head_school_answers_for_its_branch(municipality, branch, director):
    make_task(school=branch, due_on=DUE)

    remind(municipality, on=AT.date(), at=AT)

    assert len(told(director)) == 1


def test_nobody_is_told_before_the_morning_of_the_own_clock(municipality, tasks, director):
    municipality.time_zone = "Asia/Krasnoyarsk"
    municipality.save()

    remind_everybody(at=datetime(2026, 9, 10, 0, 30, tzinfo=UTC))
    assert told(director) == []

    remind_everybody(at=datetime(2026, 9, 10, 1, 30, tzinfo=UTC))
    assert len(told(director)) == 1


def test_the_day_is_that_of_the_own_clock(municipality, tasks, director):
    """Half past eight on the tenth in Kamchatka is still the ninth in Greenwich."""
    municipality.time_zone = "Asia/Kamchatka"
    municipality.save()

    remind_everybody(at=datetime(2026, 9, 9, 20, 30, tzinfo=UTC))

    assert [title for title, _text in told(director)] == ["Поручения. Скоро срок: 2"]


def test_one_municipality_that_cannot_be_told_stops_no_other(
    municipality, tasks, director, abroad, caplog
):
    make_task(abroad, due_on=DUE)
    type(abroad).objects.filter(pk=abroad.pk).update(time_zone="../City")
    type(abroad).objects.filter(pk=municipality.pk).update(time_zone="Europe/Moscow")

    remind_everybody(at=AT)

    assert len(told(director)) == 1
    assert [record.message for record in caplog.records] == [f"The reminders of {abroad.slug}"]
    caplog.clear()


def test_whoever_has_left_is_not_reminded(municipality, tasks, director):
    director.is_active = False
    director.save()

    remind(municipality, on=AT.date(), at=AT)

    assert told(director) == []


def test_municipalities_do_not_hear_of_each_other(municipality, tasks, director, abroad):
    foreign = make_user("DIRECTOR", make_school(municipality=abroad))

    remind_everybody(at=AT)

    assert told(foreign) == []
    assert len(told(director)) == 1
