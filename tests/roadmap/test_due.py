from datetime import date

import pytest

from roadmap.due import by_urgency, how_far, urgency
from roadmap.month import bounds, month_of
from roadmap.schedule import Window
from roadmap.timeline import cells_of, months_of


class Thing:
    def __init__(self, title, due_on):
        self.title, self.due_on = title, due_on


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (10, "6\xa0дней назад"),
        (15, "вчера"),
        (16, "сегодня"),
        (17, "завтра"),
        (18, "осталось 2\xa0дня"),
        (21, "осталось 5\xa0дней"),
    ],
)
def test_how_far_a_day_is_in_words(day, said):
    assert how_far(date(2026, 9, day), date(2026, 9, 16)) == said


def test_of_twenty_one_days_one_is_left_in_the_singular():
    assert how_far(date(2026, 10, 7), date(2026, 9, 16)) == "остался 21\xa0день"


def test_a_week_ends_on_sunday_and_at_the_weekend_the_next_one_is_near():
    wednesday, saturday = date(2026, 9, 16), date(2026, 9, 19)

    assert urgency(date(2026, 9, 20), wednesday) == "soon"
    assert urgency(date(2026, 9, 21), wednesday) == "later"
    assert urgency(date(2026, 9, 27), saturday) == "soon"
    ((_name, title, _rows),) = by_urgency([Thing("", date(2026, 9, 21))], saturday)
    assert title == "Ближайшие дни"


def test_the_sheet_of_a_month_is_whole_weeks_and_every_task_stands_on_its_day():
    tasks = [
        Thing("А", date(2026, 9, 1)),
        Thing("Б", date(2026, 9, 30)),
        Thing("А", date(2026, 9, 1)),
    ]
    month = month_of(date(2026, 9, 1), tasks)
    days = [day for week in month.weeks for day in week]

    assert (
        (days[0].on, days[-1].on)
        == bounds(date(2026, 9, 1))
        == (
            date(2026, 8, 31),
            date(2026, 10, 4),
        )
    )
    assert [(day.on.day, len(day.tasks)) for day in month.busy] == [(1, 2), (30, 1)]
    assert [(title, len(own)) for title, own in month.busy[0].groups] == [("А", 2)]
    assert (month.before, month.after) == (date(2026, 8, 1), date(2026, 10, 1))


def test_months_around_the_new_year_follow_each_other():
    month = month_of(date(2026, 12, 1), [])

    assert month.after == date(2027, 1, 1)
    assert month_of(date(2027, 1, 1), []).before == date(2026, 12, 1)
    assert months_of(date(2026, 11, 15), date(2027, 2, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]


def test_a_cell_says_whether_a_work_goes_on_and_when_it_is_due():
    months = months_of(date(2026, 11, 1), date(2027, 2, 28))
    windows = [
        Window(date(2026, 12, 10), date(2027, 1, 15), "зима"),
        Window(None, date(2027, 1, 20), "до 20.01"),
    ]

    cells = cells_of(windows, months)

    assert [cell.is_under_way for cell in cells] == [False, True, True, False]
    assert [cell.said for cell in cells] == ["", "", "15, 20", ""]
