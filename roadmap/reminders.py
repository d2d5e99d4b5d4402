"""Who is reminded of what, and when. Pure: tasks and days in, words out.

Five days before, on the day, and once a week of what is late: all in one digest a day, never of
what is done. A day that the portal slept through is made up for by the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from schools.russian import count, school_name

from .due import how_far

AHEAD = timedelta(days=5)
LATE_AGAIN = timedelta(days=7)
MOST_LINES = 10


def is_to_remind(due_on: date, reminded_on: date | None, on: date) -> bool:
    """Whether a step of the task's calendar has come since it was last named."""
    if on < due_on - AHEAD:
        return False
    if reminded_on is None or reminded_on < due_on - AHEAD:
        return True
    if on < due_on:
        return False
    return reminded_on < due_on or on - reminded_on >= LATE_AGAIN


@dataclass(frozen=True)
class Line:
    """A task as a digest names it."""

    title: str
    due_on: date
    school: str = ""

    def said(self, on: date) -> str:
        where = f" ({school_name(self.school)})" if self.school else ""
        when = f"срок {self.due_on:%d.%m.%Y}, {how_far(self.due_on, on)}"
        return f"{self.title.rstrip('.')}{where}\xa0— {when}"


@dataclass
class Digest:
    """What one person is told on one day."""

    on: date
    lines: list[Line] = field(default_factory=list)

    @property
    def late(self) -> list[Line]:
        return [line for line in self.lines if line.due_on < self.on]

    @property
    def title(self) -> str:
        told = []
        if today := sum(line.due_on == self.on for line in self.lines):
            told.append(f"сегодня срок: {today}")
        if soon := sum(line.due_on > self.on for line in self.lines):
            told.append(f"скоро срок: {soon}")
        if self.late:
            told.append(f"просрочено: {len(self.late)}")
        return f"Поручения. {', '.join(told).capitalize()}"

    @property
    def text(self) -> str:
        ordered = sorted(self.lines, key=lambda line: line.due_on)
        told = [f"{line.said(self.on)}." for line in ordered[:MOST_LINES]]
        if rest := len(ordered[MOST_LINES:]):
            told.append(f"И\xa0ещё {count(rest, 'поручение,поручения,поручений')}.")
        return "\n".join(told)


def digests(told: Iterable[tuple[int, Line]], on: date) -> dict[int, Digest]:
    """Person → all that is to be said to him or her, once."""
    found = {}
    for person, line in told:
        digest = found.setdefault(person, Digest(on))
        if line not in digest.lines:
            digest.lines.append(line)
    return found
