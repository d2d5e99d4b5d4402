"""The same children from ВПР-4 on, as far as aggregates can follow them.

A cohort is named by the year in which it was in the fourth grade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schools.models import School

from .models import Marker, Procedure, Result
from .naming import lowered
from .shares import NOTHING, Told, gap_of
from .trends import NOT_HELD, not_held

FIRST, LAST = 4, 9  # after the ninth grade many leave: the next exam is of other children
KINDS = ["VPR", "OGE"]
LEAST = 2  # of one grade there is nothing to follow


@dataclass(frozen=True)
class Grade:
    """How the cohort did in one grade. `journal`: pupils (lower, same, higher) than their mark."""

    procedure: Procedure
    academic_year: int
    low: Told
    high: Told
    is_marked: bool = False
    journal: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Cohort:
    subject: str
    fourth_in: int
    grades: Sequence[Grade]


def cohorts_of(school: School, *, last: int) -> list[Cohort]:
    """Those with figures of two grades or more by the year `last`; the youngest first."""
    procedures = Procedure.objects.filter(kind__in=KINDS, grade__range=(FIRST, LAST), variant="")
    known = {(lowered(one.subject), one.grade): one for one in procedures}
    rows = {(row.sitting.procedure_id, row.sitting.academic_year): row for row in _results(school)}
    if not rows:
        return []
    markers = Marker.objects.latest().filter(school=school)
    marked = set(markers.values_list("sitting__procedure", "sitting__academic_year"))
    first = min(year for _procedure, year in rows)
    absent = not_held(school.municipality, first=first, last=last)
    found = []
    for subject in dict.fromkeys(name for name, _grade in known):
        for start in range(last, first - (LAST - FIRST) - 1, -1):
            grades = [
                _grade(known[subject, grade], start + grade - FIRST, rows, marked, absent)
                for grade in range(FIRST, LAST + 1)
                if (subject, grade) in known and start + grade - FIRST <= last
            ]
            grades = _without_ends(grades)
            if sum(one.low.share is not None for one in grades) >= LEAST:
                found.append(Cohort(subject, start, grades))
    return found


def _results(school: School):
    return (
        Result.objects.main()
        .filter(school=school, sitting__procedure__kind__in=KINDS)
        .select_related("sitting")
    )


def _grade(procedure, year, rows: Mapping, marked: set, absent: set) -> Grade:
    place = procedure.pk, year
    row = rows.get(place)
    if row is None:
        gap = NOT_HELD if place in absent else Told(None, gap=NOTHING)
        return Grade(procedure, year, gap, gap, place in marked)
    gap = "" if row.share_low is not None else gap_of(row.no_data, has_mean=row.mean is not None)
    return Grade(
        procedure,
        year,
        Told(row.share_low, row.low_n, row.participants, gap),
        Told(row.share_high, row.high_n, row.participants, gap),
        place in marked,
        row.journal and tuple(row.journal.get(name, 0) for name in ("lower", "same", "higher")),
    )


def _without_ends(grades: list[Grade]) -> list[Grade]:
    """From the first grade with a figure to the last one."""
    told = [n for n, one in enumerate(grades) if one.low.share is not None]
    return grades[told[0] : told[-1] + 1] if told else []
