"""What programmes ask of a school: indicators beside their targets, and what does not prove them.

A paper goes from hand to hand, so figures of a narrow circle are not in it (roadmap.circle).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from roadmap.board import Board
from roadmap.columns import Column, current_period, periods_of, schools_asked
from roadmap.kinds import sentence
from roadmap.matrix import STATES
from roadmap.models import Indicator, Level, Period, Programme, Value
from roadmap.proofs import lacks_proof, proofs_of
from schools.models import School

from .indicators import narrow_of


@dataclass(frozen=True)
class Line:
    """`state` of the target: got, part, open; `figure` is empty where nothing was entered."""

    number: str
    title: str
    goal: str
    figure: str = ""
    distance: str = ""
    state: str = "open"
    waits: str = ""  # whether somebody has still to check it
    is_hidden: bool = False
    lacks_proof: bool = False

    @property
    def is_reached(self) -> bool:
        return self.state == "got"

    @property
    def is_missed(self) -> bool:
        return self.state == "part"


@dataclass(frozen=True)
class Answers:
    """One programme in the period of the day."""

    programme: Programme
    period: Period
    lines: list[Line]

    @property
    def in_period(self) -> str:
        """«2024», «этап «Стартовый»»."""
        is_stage = self.period.kind == Period.Kind.STAGE
        return f"этап «{self.period}»" if is_stage else str(self.period)

    @property
    def told(self) -> list[Line]:
        return [line for line in self.lines if not line.is_hidden]

    @property
    def hidden(self) -> int:
        return len(self.lines) - len(self.told)

    @property
    def filled(self) -> list[Line]:
        return [line for line in self.told if line.figure]

    @property
    def waiting(self) -> int:
        """Entered, and accepted by nobody yet."""
        return sum(bool(line.waits) for line in self.told)

    @property
    def silent(self) -> list[Line]:
        return [line for line in self.told if not line.figure]

    @property
    def aimed(self) -> list[Line]:
        return [line for line in self.told if line.goal]

    @property
    def reached(self) -> list[Line]:
        return [line for line in self.aimed if line.is_reached]

    @property
    def missed(self) -> list[Line]:
        return [line for line in self.aimed if line.is_missed]

    @property
    def unproved(self) -> list[Line]:
        return [line for line in self.told if line.lacks_proof]


def answers_of(school: School, *, on: date) -> list[Answers]:
    """Of the municipal programmes in force that ask this school, and of its own one."""
    return list(_answers_of(school, on))


def _answers_of(school: School, on: date) -> Iterator[Answers]:
    for programme in _programmes(school):
        periods = periods_of(programme)
        period = current_period(periods, on)
        if period is None or school not in schools_asked(programme, period, None):
            continue
        board = Board(
            programme,
            [Column(period, school, "")],
            reader=None,
            periods=periods,
            levels=[Level.SCHOOL] if programme.school_id is None else list(Level.values),
        )
        yield Answers(programme, period, lines_of(board))


def _programmes(school: School):
    """The school's own one where it has indicators of its own: those of its template it shares."""
    standing = Indicator.objects.current().filter(programme=OuterRef("pk"))
    asking = standing.filter(level=Level.SCHOOL)
    found = Programme.objects.in_force().filter(kind=Programme.Kind.PROGRAMME)
    found = found.filter(
        Q(school=school) & Exists(standing.filter(origin=None))
        | Q(school=None, municipality=school.municipality_id) & Exists(asking)
    )
    return found.select_related("municipality", "school", "template").order_by("pk")


def lines_of(board: Board) -> list[Line]:
    """Of a board with one column."""
    (column,) = board.columns
    proofs = proofs_of([told.pk for told in board.values.values()])
    narrow = narrow_of(board.indicators)
    return [
        _line(board, column, one, proofs, is_hidden=one.pk in narrow) for one in board.indicators
    ]


def _line(
    board: Board, column: Column, indicator: Indicator, proofs: dict, *, is_hidden: bool
) -> Line:
    goal = board.aim_in_words(indicator, column.period)
    name = {"number": indicator.number, "title": indicator.title, "goal": goal}
    if is_hidden:
        return Line(**name, is_hidden=True)
    value = board.value(indicator, column)
    if value is None:
        return Line(**name)
    standing = board.standing(indicator, column)
    unproved = lacks_proof(indicator.proof, value.reading, proofs.get(value.pk, ()))
    return Line(
        **name,
        figure=sentence(indicator.kind, value.reading),
        distance=standing.words,
        state=standing.state,
        waits=STATES[Value.State(value.state)],
        lacks_proof=unproved,
    )
