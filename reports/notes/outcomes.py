"""The results of a municipality in a year and the years before, read once for a note."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.models import Marker, Procedure, Sitting
from assessments.shares import Told
from assessments.trends import not_held, told_of
from schools.models import Document, Municipality, School
from schools.naming import natural_key

from .changes import is_same_scale

YEARS = 2


@dataclass(frozen=True)
class Outcomes:
    """`low`, `high`: (procedure, year) → school → what it told."""

    academic_year: int
    schools: list[School]
    procedures: list[Procedure]  # of the year, in their order
    earlier: list[Procedure]  # of the year before
    low: Mapping[tuple[int, int], Mapping[int, Told]]
    high: Mapping[tuple[int, int], Mapping[int, Told]]
    rescaled: set[int]  # procedures that were marked by another scale the year before
    absent: set[tuple[int, int]]  # declared as not held
    marked: set[tuple[int, int, int]]  # (school, procedure, year) of federal lists
    sources: list[str]

    @cached_property
    def paired(self) -> list[Procedure]:
        """Held in both years by the same scale: only these can be compared."""
        return [
            one
            for one in self.procedures
            if (one.pk, self.academic_year - 1) in self.low and one.pk not in self.rescaled
        ]

    @property
    def not_paired(self) -> list[Procedure]:
        return [
            one for one in self.procedures if one not in self.paired and one.pk not in self.rescaled
        ]

    @property
    def rescaled_titles(self) -> list[str]:
        return [str(one) for one in self.procedures if one.pk in self.rescaled]

    @property
    def dropped(self) -> list[Procedure]:
        return [one for one in self.earlier if one not in self.procedures]

    @property
    def has_vpr(self) -> bool:
        return any(one.kind == Procedure.Kind.VPR for one in self.procedures)


def outcomes_of(municipality: Municipality, academic_year: int, *, years: int = YEARS) -> Outcomes:
    first = academic_year - years + 1
    low, high = (
        told_of(municipality, first=first, last=academic_year, side=side)
        for side in ("low", "high")
    )
    known = {pk for pk, year in low if year == academic_year}
    past = {pk for pk, year in low if year == academic_year - 1}
    procedures = list(Procedure.objects.filter(pk__in=known | past))
    schools = municipality.schools.open_in(academic_year)
    return Outcomes(
        academic_year=academic_year,
        schools=sorted(schools, key=lambda one: natural_key(one.short_name)),
        procedures=[one for one in procedures if one.pk in known],
        earlier=[one for one in procedures if one.pk in past],
        low=low,
        high=high,
        rescaled=rescaled(municipality.region_id, known, academic_year),
        absent=not_held(municipality, first=first, last=academic_year),
        marked=set(
            Marker.objects.latest()
            .filter(
                school__municipality=municipality,
                sitting__academic_year__range=(first, academic_year),
            )
            .values_list("school", "sitting__procedure", "sitting__academic_year")
        ),
        sources=_sources(municipality, first, academic_year),
    )


def rescaled(region: int, procedures: Collection[int], academic_year: int) -> set[int]:
    """Procedures whose levels mean another thing than the year before: nothing can be compared."""
    sittings = (
        Sitting.objects.shown_in(region)
        .filter(procedure__in=procedures, academic_year__range=(academic_year - 1, academic_year))
        .select_related("scale")
        .prefetch_related("scale__levels")
    )
    scales: dict[int, list] = {}
    for one in sittings:
        levels = one.scale.levels.all()
        told = {level.code: (level.from_score, level.is_low, level.is_high) for level in levels}
        scales.setdefault(one.procedure_id, []).append(told)
    return {pk for pk, found in scales.items() if len(found) > 1 and not is_same_scale(*found[:2])}


def _sources(municipality: Municipality, first: int, last: int) -> list[str]:
    papers = Document.objects.filter(
        results__school__municipality=municipality,
        results__sitting__academic_year__range=(first, last),
    )
    return [paper.reference for paper in papers.distinct().order_by("dated_on", "pk")]
