"""Counts of teachers as a table: a line per school, and a total that says of how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schools.models import School, TeacherSupport

from .services.teachers import COLUMNS


@dataclass(frozen=True)
class Line:
    """`numbers` in the order of the columns; None where the school has told nothing."""

    school: School
    numbers: tuple[int | None, ...]

    @property
    def is_silent(self) -> bool:
        return all(number is None for number in self.numbers)


@dataclass(frozen=True)
class Total:
    number: int | None
    told: int  # schools
    silent: int


def subjects_in(rows: Iterable[TeacherSupport], usual: Sequence[str]) -> list[str]:
    """The usual subjects, then what else schools have named."""
    named = {row.subject.lower() for row in rows}
    return [*usual, *sorted(named - set(usual))]


def lines_of(schools: Sequence[School], rows: Iterable[TeacherSupport], subject: str) -> list[Line]:
    own = {row.school_id: row for row in rows if row.subject.lower() == subject}
    return [
        Line(school, tuple(getattr(own.get(school.pk), name, None) for name in COLUMNS))
        for school in schools
    ]


def totals_of(lines: Sequence[Line]) -> list[Total]:
    """Schools that told nothing are no zeros: the total says how many there are."""
    return [_total([line.numbers[n] for line in lines]) for n in range(len(COLUMNS))]


def _total(numbers: Sequence[int | None]) -> Total:
    told = [number for number in numbers if number is not None]
    return Total(sum(told) if told else None, len(told), len(numbers) - len(told))
