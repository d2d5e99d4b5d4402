"""The same children a grade higher: the younger grade of last year beside this year's. Pure.

Aggregates cannot say who is in a class, so a school is followed only where so many took part that
they can be the same children (reports.rules.dynamics.alike): not a fifth more or fewer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.naming import lowered
from assessments.shares import Told
from reports.notes.changes import Change
from reports.notes.movement import Line, Moved
from reports.rules.lines import ENOUGH
from schools.russian import school_name

FIFTH = 5
VPR, OGE = "VPR", "OGE"
FIRST, LAST = 4, 9


@dataclass(frozen=True)
class Followed:
    """`line`: the schools that can be followed; `changed`: where too many came or went."""

    younger: str
    older: str
    line: Line
    changed: int


def followed_of(
    schools: Sequence, earlier: Iterable, procedures: Iterable, told: Mapping, year: int
) -> list[Followed]:
    """`earlier`, `procedures`: of the year before and of this one."""
    younger = {(lowered(one.subject), one.grade): one for one in earlier if _is_followed(one)}
    return list(_followed(schools, younger, procedures, told, year))


def _followed(schools, younger: Mapping, procedures, told, year) -> Iterator[Followed]:
    for one in procedures:
        before = younger.get((lowered(one.subject), one.grade - 1))
        if before is None or not (_is_followed(one) or one.kind == OGE):
            continue
        now = told.get((one.pk, year), {})
        then = told.get((before.pk, year - 1), {})
        both = [
            (school, then[school.pk], now[school.pk])
            for school in schools
            if _is_enough(then.get(school.pk)) and _is_enough(now.get(school.pk))
        ]
        same = [trio for trio in both if _alike(*trio[1:])]
        if same:
            moves = [
                Moved(
                    school.pk,
                    school_name(school.short_name),
                    one.pk,
                    str(one),
                    Change(first, last),
                )
                for school, first, last in same
            ]
            line = Line(one.pk, str(one), moves)
            yield Followed(str(before), str(one), line, len(both) - len(same))


def _is_followed(procedure) -> bool:
    return procedure.kind == VPR and FIRST <= procedure.grade < LAST and not procedure.variant


def _is_enough(told: Told | None) -> bool:
    return told is not None and told.share is not None and (told.participants or 0) >= ENOUGH


def _alike(before: Told, now: Told) -> bool:
    return abs(now.participants - before.participants) * FIFTH <= before.participants
