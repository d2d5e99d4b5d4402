"""The results of one school: the chosen year, and how each procedure went from year to year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from schools.models import School
from schools.russian import count, num

from .collection import Cell, Desk
from .models import Procedure, Result, Sitting
from .wording import labels_of, mean_name

PUPILS = "ученика,ученика,учеников"
YEARS = 5


@dataclass(frozen=True)
class Course:
    """One procedure over the years; a year without a result has None."""

    procedure: Procedure
    results: Sequence[Result | None]
    changes: Sequence[str]

    @property
    def mean_name(self):
        sitting = next(result.sitting for result in self.results if result)
        return mean_name(labels_of(sitting))


def cells_of_year(school: School, academic_year: int, desk: Desk) -> list[Cell]:
    """What the school, described in the year, has told and is still expected to tell."""
    told = Result.objects.filter(sitting=OuterRef("pk"))
    sittings = Sitting.objects.shown_in(school.municipality.region_id).filter(
        Exists(told.filter(school__municipality=school.municipality_id)),
        academic_year=academic_year,
    )
    found = defaultdict(list)
    results = Result.objects.filter(school=school).of_year(academic_year)
    for result in results.select_related("source").order_by("period", "class_label"):
        found[result.sitting_id].append(result)
    cells = []
    for sitting in sittings.select_related("procedure").order_by("procedure"):
        results = found[sitting.pk]
        main = next((result for result in results if result.is_main), None)
        if main or sitting.held:
            cells.append(desk.cell(school, sitting, main))
        cells += [desk.cell(school, sitting, other) for other in results if other is not main]
    return cells


def courses_of(school: School, academic_year: int) -> tuple[list[int], list[Course]]:
    """Years up to the chosen one, the oldest first, and a line per procedure."""
    results = Result.objects.main().filter(
        school=school,
        sitting__academic_year__lte=academic_year,
        sitting__academic_year__gt=academic_year - YEARS,
    )
    told, procedures = {}, {}
    results = results.select_related("sitting__procedure", "sitting__scale")
    results = results.prefetch_related("sitting__scale__levels").order_by("sitting__procedure")
    for result in results:
        procedure = result.sitting.procedure
        procedures[procedure.pk] = procedure
        told[procedure.pk, result.sitting.academic_year] = result
    years = sorted({year for _procedure, year in told})
    return years, [
        _course(procedure, [told.get((pk, year)) for year in years])
        for pk, procedure in procedures.items()
    ]


def _course(procedure: Procedure, results: Sequence[Result | None]) -> Course:
    numbers = [r for r in results if r and r.share_low is not None]
    changes = change_in_words(*numbers[-2:]) if len(numbers) > 1 else []
    return Course(procedure, results, changes)


def change_in_words(before: Result, after: Result) -> list[str]:
    """In pupils where both counts are known: «ниже минимума на 2 ученика меньше»."""
    return [
        f"{title} {_difference(vars(before), vars(after), side)}"
        for side, title in (("low", "ниже минимума"), ("high", "с высоким результатом"))
    ]


def _difference(before: Mapping, after: Mapping, side: str) -> str:
    counted = before["participants"] is not None and after["participants"] is not None
    name = f"{side}_n" if counted else f"share_{side}"
    gap = after[name] - before[name]
    if not gap:
        return "столько же"
    more = "больше" if gap > 0 else "меньше"
    if counted:
        return f"на\xa0{count(abs(gap), PUPILS)} {more}"
    whole = 0 if gap % 100 == 0 else 2
    return f"на\xa0{num(abs(gap) / 100, whole)}\xa0п.\xa0п. {more}"
