"""Tasks of a span of days: done in time, done late, late still, ahead. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

IN_TIME, LATE_DONE, WAITING, LATE, AHEAD = "in_time", "late_done", "waiting", "late", "ahead"
UNDER_WAY = ("open", "returned")


@dataclass(frozen=True)
class Duty:
    """A task as a note needs it. `done_on`: when its author said that it was done."""

    title: str
    goal: str  # of the roadmap; empty: given outside of it
    school: str
    due_on: date
    state: str
    done_on: date | None = None

    def outcome(self, on: date) -> str:
        """What waits for a check is not late: the school has answered."""
        if self.state in UNDER_WAY:
            return LATE if self.due_on < on else AHEAD
        if self.state == "submitted":
            return WAITING
        return LATE_DONE if self.done_on and self.done_on > self.due_on else IN_TIME


@dataclass(frozen=True)
class Tally:
    """Of a section of the programme, or of all."""

    title: str
    duties: list[Duty]
    on: date

    def _n(self, outcome: str) -> int:
        return sum(one.outcome(self.on) == outcome for one in self.duties)

    @property
    def due(self) -> int:
        return len(self.duties)

    @property
    def in_time(self) -> int:
        return self._n(IN_TIME)

    @property
    def late_done(self) -> int:
        return self._n(LATE_DONE)

    @property
    def done(self) -> int:
        return self.in_time + self.late_done

    @property
    def waiting(self) -> int:
        return self._n(WAITING)

    @property
    def late(self) -> int:
        return self._n(LATE)

    @property
    def ahead(self) -> int:
        return self._n(AHEAD)

    @property
    def overdue(self) -> list[Duty]:
        found = [one for one in self.duties if one.outcome(self.on) == LATE]
        return sorted(found, key=lambda one: (one.due_on, one.title, one.school))


def by_goal(duties: Iterable[Duty], goals: Iterable[str], on: date, *, rest: str) -> list[Tally]:
    """In the order of the programme; what is of none of its sections comes last."""
    duties, goals = list(duties), list(goals)
    own = [Tally(goal, [one for one in duties if one.goal == goal], on) for goal in goals]
    others = Tally(rest, [one for one in duties if one.goal not in goals], on)
    return [tally for tally in (*own, others) if tally.due]
