"""The sheet of a month: weeks of days, each with what is due on it. Pure."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.workdays import is_workday

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    on: date
    is_of_month: bool
    is_workday: bool
    tasks: tuple

    @property
    def groups(self) -> list[tuple[str, list]]:
        """What is asked of many schools at once is one line."""
        found = {}
        for task in self.tasks:
            found.setdefault(task.title, []).append(task)
        return list(found.items())


@dataclass(frozen=True)
class Month:
    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> date:
        return (self.first - DAY).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + 31 * DAY).replace(day=1)

    @property
    def busy(self) -> list[Day]:
        """For a narrow screen: the days of the month that have something."""
        return [day for week in self.weeks for day in week if day.tasks and day.is_of_month]


def bounds(first: date) -> tuple[date, date]:
    """The first and the last day of the sheet, Monday to Sunday."""
    days = list(Calendar().itermonthdates(first.year, first.month))
    return days[0], days[-1]


def month_of(first: date, tasks: Iterable) -> Month:
    by_day = defaultdict(list)
    for task in tasks:
        by_day[task.due_on].append(task)
    weeks = tuple(
        tuple(Day(on, on.month == first.month, is_workday(on), tuple(by_day[on])) for on in week)
        for week in Calendar().monthdatescalendar(first.year, first.month)
    )
    return Month(first, weeks)
