"""The averages of a region and of a municipality that targets are held against.

They are those of the identification, found in the same order (identification/methods/averages.py):
entered on its page, told by a federal file, and of a municipality else worked out of its schools.
Which one an indicator means stands in the parameters of its source: a measure of `figure`, the one
procedure of `result`.
"""

from collections.abc import Collection, Iterable
from fractions import Fraction
from functools import cached_property

from identification.frames import (
    benchmarks_frame,
    measured_frame,
    results_frame,
    schools_frame,
)
from identification.methods.averages import (
    BY_PUPILS,
    PLAIN,
    Average,
    average_code,
    average_of,
    of_region,
    worked_out,
)
from identification.methods.cells import Cells, cells_of, key_of
from identification.methods.facts import Facts
from identification.methods.indicators import MEASURE
from identification.methods.indicators import Indicator as Meant
from identification.methods.measured import Measured
from identification.methods.ratios import of_line
from schools.models import Municipality

from .models import Indicator, Period
from .sources.results import NOT_LOW

# of fewer schools an average would give away the figure of the other one
FEWEST = 3
WHOLE = 100


def meant_by(indicator: Indicator) -> Meant | None:
    """What the average is of; None: nobody has said, or it is of several procedures together."""
    told = indicator.source_parameters
    if indicator.source == "figure" and told.get("measure"):
        return Meant(0, None, MEASURE, told["measure"])
    procedures = told.get("procedures") or ()
    if indicator.source != "result" or len(procedures) != 1:
        return None
    key = key_of(procedures[0])
    figure = "share_low" if told["figure"] == NOT_LOW else told["figure"]
    return Meant(0, key, figure) if key[1] else None


class Averages:
    """Read once for all indicators and periods of a page, and not at all where no target asks."""

    def __init__(
        self,
        municipality: Municipality,
        indicators: Iterable[Indicator],
        periods: Collection[Period],
    ):
        self.municipality = municipality
        self.meant = {one.pk: meant for one in indicators if (meant := meant_by(one))}
        self.years = {period.academic_year for period in periods} - {None}

    def of(self, indicator: Indicator, place: str, period: Period) -> Fraction | None:
        meant, year = self.meant.get(indicator.pk), period.academic_year
        if not meant or not year:
            return None
        average = average_of(self.facts, self.measured, self.cells, meant, year, place)
        number = self._number(average, meant, year)
        if number is not None and indicator.source_parameters.get("figure") == NOT_LOW:
            return WHOLE - number
        return number

    @cached_property
    def facts(self) -> Facts:
        schools, first = self.municipality.schools.all(), min(self.years)
        own = {one.measure or average_code(one.key, one.figure) for one in self.meant.values()}
        codes = (*own, *map(of_region, own))
        return Facts(
            academic_year=max(self.years),
            schools=schools_frame(schools, academic_year=max(self.years)),
            results=results_frame(schools, first=first, last=max(self.years)),
            measured=measured_frame(self.municipality, schools, codes, first),
            benchmarks=benchmarks_frame(self.municipality, first),
        )

    @cached_property
    def measured(self) -> Measured:
        return Measured(self.facts)

    @cached_property
    def cells(self) -> Cells:
        keys = {one.key for one in self.meant.values() if one.key}
        return cells_of(self.facts, keys, self.years)

    def _number(self, average: Average, meant: Meant, year: int) -> Fraction | None:
        if average.source in (BY_PUPILS, PLAIN) and self._known(meant, year).sum() < FEWEST:
            return None
        fixed = average.fixed
        if fixed is None:
            fixed = worked_out(self.cells, self._line(meant, year), meant.figure)
        part, whole = int(fixed.part[0]), int(fixed.whole[0])
        return Fraction(part, whole * WHOLE) if whole else None

    def _known(self, meant: Meant, year: int):
        """Which of the schools tell the figure."""
        if meant.figure == MEASURE:
            return self.measured.numbers(meant.measure, self.cells.schools, year).known
        return of_line(self.cells, self._line(meant, year), meant.figure).known

    def _line(self, meant: Meant, year: int) -> int:
        return self.cells.lines.index((*meant.key, year))
