"""How near a deadline is, as people say it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schools.russian import NB, count

DAYS = "день,дня,дней"
LATE, SOON, LATER = "late", "soon", "later"
TITLES = {LATE: "Просрочено", SOON: f"На{NB}этой неделе", LATER: "Позже"}
WEEKEND = "Ближайшие дни"


@dataclass(frozen=True)
class Due:
    on: date
    urgency: str
    words: str


def due_of(due_on: date, today: date) -> Due:
    return Due(due_on, urgency(due_on, today), how_far(due_on, today))


def urgency(due_on: date, today: date) -> str:
    """This week ends on Sunday; on Saturday and Sunday the next one is meant as well."""
    left = _left(today)
    last = today + timedelta(days=left if left > 1 else left + 7)
    return LATE if due_on < today else SOON if due_on <= last else LATER


def how_far(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days in (-1, 0, 1):
        return {-1: "вчера", 0: "сегодня", 1: "завтра"}[days]
    told = count(abs(days), DAYS)
    if days < 0:
        return f"{told} назад"
    return f"{'остался' if told.endswith('день') else 'осталось'} {told}"


def by_urgency(tasks: Iterable, today: date) -> list[tuple[str, str, list]]:
    """(urgency, title, [(task, due)]) of those there are, the latest first."""
    found = {LATE: [], SOON: [], LATER: []}
    for task in tasks:
        due = due_of(task.due_on, today)
        found[due.urgency].append((task, due))
    titles = TITLES | ({SOON: WEEKEND} if _left(today) < 2 else {})
    return [(name, titles[name], rows) for name, rows in found.items() if rows]


def _left(today: date) -> int:
    """Days of the week that are still to come."""
    return 6 - today.weekday()
