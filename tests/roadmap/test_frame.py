"""Goals and periods are named, moved and, while nothing hangs on them, removed."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.models import Goal
from roadmap.services.programmes import arrange, why_not_removed
from schools.errors import PortalError
from tests.factories import make_municipality, make_school, make_user

from .making import (
    make_activity,
    make_campaign,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_target,
    make_value,
    make_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    programme = make_programme(make_municipality())
    for title in ("Управление", "Педагоги", "Ученики"):
        make_goal(programme, title=title)
    for year in (2026, 2027):
        make_period(programme, year)
    return programme


@pytest.fixture
def send(client, programme):
    client.force_login(make_user("COORDINATOR", programme.municipality))

    def post(**typed):
        """The page as it stands, with what was typed."""
        address = reverse("roadmap:programme-frame", args=[programme.pk])
        page = client.get(address)
        data = {}
        for form in (page.context["form"], *page.context["goals"], *page.context["periods"]):
            data |= {field.html_name: field.value() for field in form if field.value()}
        for rows in (page.context["goals"], page.context["periods"]):
            data |= {field.html_name: field.value() for field in rows.management_form}
        days = {name: day for name, day in data.items() if isinstance(day, date)}
        data |= {name: day.isoformat() for name, day in days.items()}
        return client.post(address, data | typed, follow=True)

    return post


def titles(programme):
    return list(programme.goals.values_list("order", "title"))


def labels(programme):
    return list(programme.periods.values_list("label", flat=True))


def test_rows_stand_in_the_order_that_is_typed(send, programme):
    send(**{"goals-0-ORDER": "3", "goals-2-ORDER": "1", "periods-0-ORDER": "2"})

    assert titles(programme) == [(1, "Ученики"), (2, "Педагоги"), (3, "Управление")]
    assert labels(programme) == ["2026", "2027"]
    send(**{"periods-0-ORDER": "3"})
    assert labels(programme) == ["2027", "2026"]


def test_a_new_row_comes_last_or_where_its_number_puts_it(send, programme):
    send(**{"goals-3-number": "4", "goals-3-title": "Родители"})
    assert titles(programme)[-1] == (4, "Родители")

    send(**{"goals-4-number": "0", "goals-4-title": "Начало", "goals-4-ORDER": "0"})
    assert titles(programme)[0] == (1, "Начало")


def test_an_empty_row_is_removed_and_the_others_close_up(send, programme):
    send(**{"goals-1-DELETE": "on", "goals-0-title": "Команда", "periods-1-DELETE": "on"})

    assert titles(programme) == [(1, "Команда"), (2, "Ученики")]
    assert labels(programme) == ["2026"]


def test_a_row_on_which_something_hangs_stays_and_says_what(send, programme):
    goal, period = programme.goals.first(), programme.periods.first()
    indicator = make_indicator(programme, goal=goal)
    make_indicator(programme, goal=goal, dropped_on=date(2026, 3, 1))
    make_target(indicator, period)

    page = send(**{"goals-0-DELETE": "on", "periods-0-DELETE": "on", "goals-1-title": "Новое"})

    text = page.text.replace("\xa0", " ").replace("&nbsp;", " ")
    assert "«1. Управление» нельзя удалить, за этой строкой стоит: 2 показателя." in text
    assert "«2026» нельзя удалить, за этой строкой стоит: 1 цель." in text
    assert titles(programme) == [(1, "Управление"), (2, "Педагоги"), (3, "Ученики")]


def test_whatever_may_hang_on_a_row_is_named(programme):
    goal, period = programme.goals.first(), programme.periods.first()
    assert (why_not_removed(goal), why_not_removed(period)) == ("", "")
    activity = make_activity(programme, goal=goal)
    make_work(activity, period)
    indicator = make_indicator(programme, goal=programme.goals.last())
    make_value(indicator, period)
    make_campaign(programme, period)
    own = make_programme(school=make_school(municipality=programme.municipality))
    make_goal(own, origin=goal)
    make_period(own, origin=period)

    found = [why.replace("\xa0", " ") for why in map(why_not_removed, (goal, period))]

    assert [why.partition(": ")[2] for why in found] == [
        "1 мероприятие, 1 копия в школьных программах.",
        "1 значение, 1 работа, 1 сбор показателей, 1 копия в школьных программах.",
    ]


def test_what_was_hung_on_a_row_after_the_page_was_looked_at_keeps_it(programme):
    first, second, third = programme.goals.all()
    make_indicator(programme, goal=second)

    with pytest.raises(PortalError, match=r"за.этой строкой"):
        arrange(Goal, programme, [first, third], removed=[second])

    assert titles(programme) == [(1, "Управление"), (2, "Педагоги"), (3, "Ученики")]


def test_a_row_that_the_page_did_not_show_comes_after(programme):
    first, _second, third = programme.goals.all()

    arrange(Goal, programme, [third, first])

    assert titles(programme) == [(1, "Ученики"), (2, "Управление"), (3, "Педагоги")]
