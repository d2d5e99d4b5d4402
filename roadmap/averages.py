"""The averages of a region and of a municipality that targets are held against.

They are entered on the page of averages of the identification, or come with a measure; which one
an indicator means stands in its parameters: {"measure": code} or {"procedure": P, "figure": name}.
"""

from collections.abc import Collection, Iterable
from fractions import Fraction

from django.db.models import Q

from identification.methods.averages import average_code, of_region
from schools.models import Figure, Municipality

from .models import Indicator, Period

REGION, MUNICIPALITY = "region", "municipality"
P = ("kind", "grade", "subject", "variant")


def code_of(indicator: Indicator) -> str:
    """The measure under which the averages of an indicator are kept; empty: nobody has said."""
    told = indicator.source_parameters
    if told.get("measure"):
        return told["measure"]
    procedure = told.get("procedure")
    if not procedure:
        return ""
    key = tuple(procedure.get(name) for name in P)
    return average_code(key, told.get("figure", "mean"))


class Averages:
    """One query for all indicators and periods of a page, and none where no target asks."""

    def __init__(
        self,
        municipality: Municipality,
        indicators: Iterable[Indicator],
        periods: Collection[Period],
    ):
        self.codes = {one.pk: code for one in indicators if (code := code_of(one))}
        years = {period.academic_year for period in periods} - {None}
        self.known: dict[tuple, Fraction] = {}
        if self.codes and years:
            self._read(municipality, years)

    def _read(self, municipality: Municipality, years: set[int]) -> None:
        own = set(self.codes.values())
        found = Figure.objects.filter(
            Q(municipality=municipality, measure__code__in=own | set(map(of_region, own)))
            | Q(region=municipality.region_id, measure__code__in=own),
            academic_year__in=years,
            no_data="",
        )
        back = {of_region(code): code for code in own}
        names = ("measure__code", "academic_year", "region", "value", "numerator", "denominator")
        # what the municipality has entered of its region comes after, and stands
        for code, year, region, value, part, whole in found.order_by("municipality").values_list(
            *names
        ):
            place = REGION if region or code in back else MUNICIPALITY
            if value is not None or whole:
                amount = Fraction(100 * part, whole) if value is None else Fraction(value)
                self.known[back.get(code, code), place, year] = amount

    def of(self, indicator: Indicator, place: str, period: Period) -> Fraction | None:
        return self.known.get((self.codes.get(indicator.pk), place, period.academic_year))
