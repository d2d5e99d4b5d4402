"""Whom to help with what: of each supported school what its figures point to. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.shares import Told
from reports.notes.movement import Movement
from reports.rules.lines import ENOUGH

FIRST = 2  # procedures to begin with


@dataclass(frozen=True)
class Help:
    """`start`: procedures with most pupils below the minimum, each with its figure."""

    name: str
    kinds: str
    start: list[tuple[str, Told]]
    worse: list[str]
    better: list[str]
    late: int
    has_curator: bool
    below: int | None  # pupils below the minimum in all procedures, of participations
    taken: int | None
    has_results: bool
    advice: Sequence[str] = ()  # accepted recommendations


def helps_of(
    schools: Sequence,
    procedures: Sequence,
    low: Mapping,
    movement: Movement,
    year: int,
    advice: Mapping[int, Sequence[str]],
) -> list[Help]:
    """`schools`: with `school`, `name`, `kinds`; `low`: (procedure, year) → school → Told."""
    found = [_help(one, procedures, low, movement, year) for one in schools]
    return [
        replace(told, advice=advice.get(one.school.pk, ()))
        for one, told in zip(schools, found, strict=True)
    ]


def _help(one, procedures: Sequence, low: Mapping, movement: Movement, year: int) -> Help:
    told = [
        (str(procedure), figure)
        for procedure in procedures
        if (figure := low.get((procedure.pk, year), {}).get(one.school.pk))
        and figure.share is not None
    ]
    counted = [figure for _title, figure in told if figure.participants is not None]
    moves = movement.of_school(one.school.pk)
    return Help(
        name=one.name,
        kinds=one.kinds,
        start=_start(told),
        worse=[move.title for move in moves if move.way == "more"],
        better=[move.title for move in moves if move.way == "less"],
        late=one.late,
        has_curator=one.has_curator,
        below=sum(figure.count for figure in counted) if counted else None,
        taken=sum(figure.participants for figure in counted) if counted else None,
        has_results=bool(told),
    )


def _start(told: Sequence[tuple[str, Told]]) -> list[tuple[str, Told]]:
    """Most pupils first where ten took part; of shares alone the largest; of few nothing."""
    counted = [
        (title, one)
        for title, one in told
        if one.participants is not None and one.participants >= ENOUGH and one.count
    ]
    if counted:
        return sorted(counted, key=lambda pair: (-pair[1].count, pair[0]))[:FIRST]
    shared = [(title, one) for title, one in told if one.participants is None and one.share]
    return sorted(shared, key=lambda pair: (-pair[1].share, pair[0]))[:FIRST]
