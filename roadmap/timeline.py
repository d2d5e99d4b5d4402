"""The months of a period, and in which of them a work goes on and is due. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roadmap.schedule import Window

MOST = 36


@dataclass(frozen=True)
class Cell:
    """A month of a work: nothing, «идёт», or the days on which something is due."""

    is_under_way: bool = False
    days: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        return ", ".join(map(str, self.days))


def months_of(first: date, last: date) -> list[date]:
    """The first days of the months; of a long period the first three years."""
    months, month = [], first.replace(day=1)
    while month <= last and len(months) < MOST:
        months.append(month)
        month = _next(month)
    return months


def cells_of(windows: Iterable[Window], months: list[date]) -> list[Cell]:
    windows = list(windows)
    return [_cell(windows, month) for month in months]


def _cell(windows: list[Window], month: date) -> Cell:
    after = _next(month)
    due = sorted({one.due_on.day for one in windows if month <= one.due_on < after})
    goes_on = any(
        one.starts_on and one.starts_on < after and one.due_on >= month for one in windows
    )
    return Cell(goes_on or bool(due), tuple(due))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
