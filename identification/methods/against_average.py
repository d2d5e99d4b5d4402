"""Order № 662 of Leninogorsk: criteria on averages of the region and of the district."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .averages import MUNICIPALITY, REGION, ZERO, average_code, average_of, of_region, worked_out
from .cells import Cells, cells_of, key_of, years_back
from .criteria import Check, CountOfCriteria
from .facts import Facts
from .indicators import (
    COLUMNS,
    DIRECTION,
    HIGHER,
    Indicator,
    indicators_of,
    problems_of_rows,
    too_many,
)
from .measured import Measured
from .ratios import Ratios
from .schema import Choice, Number, Rows
from .statuses import STATUS
from .wording.against_average import in_words

GRADES = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class AgainstAverage(CountOfCriteria):
    """Low results: at least `misses_for_low` criteria are missed.

    «Равен среднереспубликанскому показателю или выше»: where higher is better, a criterion is
    missed below the average, where lower is better, above it; who equals the average misses
    nothing. With `years` it must be missed in each of the last years; a year in which the procedure
    was not held is passed over. An average that was entered comes first, then the one of a federal
    file; the municipality's is else worked out of its schools, over all pupils where their numbers
    are known. A gap, or an average that nobody knows, is no miss. A school of which too little
    can be judged in the last year has no data.
    """

    criteria: list[dict]
    misses_for_low: int
    years: int = 1
    statuses: list[dict] | tuple[dict, ...] = ({"status": "low"},)

    name = "against_average"
    title = "сравнение со средним"
    reads = ("measured", "benchmarks")
    schema = (
        Rows(
            name="criteria",
            title="Критерии",
            row="критерий",
            least=1,
            columns=(
                *COLUMNS,
                Choice(
                    name="benchmark",
                    title="С чем сравнивается",
                    options={
                        REGION: "среднее по региону",
                        MUNICIPALITY: "среднее по муниципалитету",
                        ZERO: "ноль",
                    },
                ),
                DIRECTION,
            ),
            help=(
                "Строку заполняют одним из двух способов: показатель или процедура и что "
                "сравнивается. Равенство среднему критерий выполняет."
            ),
        ),
        Number(
            name="misses_for_low",
            title="Невыполненных критериев для статуса",
            initial=1,
            least=1,
            most=60,
        ),
        Number(
            name="years",
            title="Лет подряд",
            default=1,
            least=1,
            most=5,
            help="Критерий не выполнен, если он не выполнен в каждом из этих лет.",
        ),
        Rows(
            name="statuses",
            title="Статус",
            row="статус",
            least=1,
            most=1,
            default=[{"status": "low"}],
            columns=(STATUS,),
        ),
    )

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        rows, least = parameters["criteria"], parameters["misses_for_low"]
        title = "Невыполненных критериев для статуса"
        return problems_of_rows("criteria", rows, "benchmark") or too_many(
            "misses_for_low", title, least, rows
        )

    @property
    def reads_results(self) -> bool:
        return any("procedure" in row for row in self.criteria)

    @property
    def measures(self) -> tuple[str, ...]:
        """Also the averages that may have been entered, of whatever grade is meant."""
        codes = []
        for row in self.criteria:
            if row.get("measure"):
                codes.append(row["measure"])
                continue
            key = key_of(row["procedure"])
            grades = GRADES if key[1] is None else [key[1]]
            codes += [average_code((key[0], g, *key[2:]), row["figure"]) for g in grades]
        return tuple(dict.fromkeys(each for code in codes for each in (code, of_region(code))))

    @property
    def least(self) -> int:
        return self.misses_for_low

    @property
    def status(self) -> str:
        return self.statuses[0]["status"]

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        found = indicators_of(self.criteria, facts)
        keys = list(dict.fromkeys(one.key for one in found if one.key))
        years = {year for key in keys for year in years_back(facts, [key], self.years)}
        return cells_of(facts, keys, sorted(years, reverse=True))

    def checks(self, facts: Facts, cells: Cells) -> list[Check]:
        measured = Measured(facts)
        return [
            self._check(facts, measured, cells, indicator, number, year)
            for number, indicator in enumerate(indicators_of(self.criteria, facts))
            for year in self._years_of(facts, indicator)
        ]

    def held_against(self, check: Check, cells: Cells) -> Ratios:
        fixed = check.average.fixed
        return fixed or worked_out(cells, check.line, check.indicator.figure)

    def met(self, check: Check, cells: Cells, schools: Sequence[int]) -> np.ndarray:
        """Whether it is missed: that is what is counted."""
        own, average = check.of(cells).take(schools), self.held_against(check, cells)
        return own.below(average) if check.op == "<" else own.above(average)

    def more(self, check: Check, cells: Cells) -> list[dict]:
        place, source, _fixed = check.average
        return [{"average_of": place, "average_source": source}] * len(cells.schools)

    def _years_of(self, facts: Facts, indicator: Indicator) -> list[int]:
        if indicator.key:
            return years_back(facts, [indicator.key], self.years)
        return [facts.academic_year - back for back in range(self.years)]

    def _check(self, facts, measured: Measured, cells, indicator, number: int, year: int) -> Check:
        row = self.criteria[indicator.row]
        return Check(
            indicator=indicator,
            criterion=number,
            year=year,
            op="<" if row["direction"] == HIGHER else ">",
            line=cells.lines.index((*indicator.key, year)) if indicator.key else None,
            numbers=None
            if indicator.key
            else measured.numbers(indicator.measure, cells.schools, year),
            average=average_of(facts, measured, cells, indicator, year, row["benchmark"]),
        )
