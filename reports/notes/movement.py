"""How the schools of a municipality moved between two years, beyond chance. Pure.

Procedures come as objects with `pk`; what schools told as (procedure, year) → school → Told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.shares import Told
from reports.rules.chance import RARE
from schools.russian import school_name

from .changes import LESS, MORE, SAME, Change


@dataclass(frozen=True)
class Moved:
    """One school in one procedure, both years."""

    school: int
    name: str
    procedure: int
    title: str
    change: Change

    @property
    def way(self) -> str:
        return self.change.way

    @property
    def words(self) -> str:
        """«было 7 из 43, 16,28 %, стало 14 из 44, 31,82 %»"""
        return f"было {self.change.before.words}, стало {self.change.now.words}"


@dataclass(frozen=True)
class Line:
    """One procedure: all that its schools told, and how the municipality moved as a whole."""

    procedure: int
    title: str
    moves: Sequence[Moved]  # of schools that have both years

    @property
    def whole(self) -> Change:
        """Of the same schools in both years: who came or went is no change. None of no counts."""
        before = _sum(one.change.before for one in self.counted)
        return Change(before, _sum(one.change.now for one in self.counted))

    @property
    def counted(self) -> list[Moved]:
        return [one for one in self.moves if None not in _counts(one.change)]

    @property
    def is_counted(self) -> bool:
        return bool(self.counted)

    def of(self, way: str) -> list[Moved]:
        return [one for one in self.moves if one.way == way]

    @property
    def more(self) -> list[Moved]:
        return self.of(MORE)

    @property
    def less(self) -> list[Moved]:
        return self.of(LESS)

    @property
    def same(self) -> list[Moved]:
        return self.of(SAME)


@dataclass(frozen=True)
class Movement:
    lines: Sequence[Line]

    @cached_property
    def moves(self) -> list[Moved]:
        return [one for line in self.lines for one in line.moves]

    @property
    def judged(self) -> int:
        return sum(one.change.is_judged for one in self.moves)

    @property
    def more(self) -> list[Moved]:
        return [one for one in self.moves if one.way == MORE]

    @property
    def less(self) -> list[Moved]:
        return [one for one in self.moves if one.way == LESS]

    @property
    def by_chance(self) -> int:
        """So many of either kind would be found among as many comparisons without any reason."""
        return round(self.judged * RARE)

    def of_school(self, school: int) -> list[Moved]:
        return [one for one in self.moves if one.school == school]


def movement_of(schools: Iterable, procedures: Iterable, told: Mapping, year: int) -> Movement:
    """`told`: of one side of the scale."""
    schools = list(schools)
    return Movement([_line(schools, one, told, year) for one in procedures])


def _line(schools: Sequence, procedure, told: Mapping, year: int) -> Line:
    now, before = told.get((procedure.pk, year), {}), told.get((procedure.pk, year - 1), {})
    return Line(
        procedure.pk,
        str(procedure),
        [
            Moved(
                school.pk,
                school_name(school.short_name),
                procedure.pk,
                str(procedure),
                Change(before[school.pk], now[school.pk]),
            )
            for school in schools
            if _has_share(now.get(school.pk)) and _has_share(before.get(school.pk))
        ],
    )


def _has_share(told: Told | None) -> bool:
    return told is not None and told.share is not None


def _counts(change: Change) -> tuple:
    return (
        change.before.count,
        change.before.participants,
        change.now.count,
        change.now.participants,
    )


def _sum(figures: Iterable[Told]) -> Told | None:
    figures = list(figures)
    if not figures:
        return None
    count, whole = sum(one.count for one in figures), sum(one.participants for one in figures)
    return Told((20_000 * count + whole) // (2 * whole), count, whole)
