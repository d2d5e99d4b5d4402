"""Schools in a hard social context (ШНСУ): how many figures of the social passport say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .cells import Cells, cells_of
from .criteria import Check, CountOfCriteria
from .facts import Facts
from .indicators import MEASURE, Indicator, too_many
from .measured import Measured
from .ratios import Ratios, of_numbers
from .schema import Choice, Code, Number, Rows, exactly
from .statuses import OPERATORS
from .wording.social_context import in_words


@dataclass(frozen=True, kw_only=True)
class SocialContext(CountOfCriteria):
    """A hard social context: at least `hits_for_social` criteria hold in the year.

    A criterion holds a measure against a number. Where pupils are counted, the percent is compared
    by the counts: 2 of 3 are more than 66.66 %. A gap holds nothing; a school of which too few
    measures are known has no data. Marks change nothing here.
    """

    criteria: list[dict]
    hits_for_social: int

    name = "social_context"
    title = "социальные условия"
    reads = ("measured",)
    status = "social"
    schema = (
        Rows(
            name="criteria",
            title="Критерии",
            row="критерий",
            least=1,
            columns=(
                Code(name="measure", title="Показатель"),
                Choice(name="op", title="Сравнение", options={op: op for op in OPERATORS}),
                Number(name="value", title="Граница", places=2),
            ),
            help="Доли сравниваются в процентах.",
        ),
        Number(
            name="hits_for_social",
            title="Критериев для статуса",
            initial=1,
            least=1,
            most=60,
        ),
    )

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        rows = parameters["criteria"]
        seen = [(row["measure"], row["op"], row["value"]) for row in rows]
        again = [
            f"criteria, строка {number}: такая строка уже стоит выше"
            for number, row in enumerate(seen, start=1)
            if row in seen[: number - 1]
        ]
        return again or too_many(
            "hits_for_social", "Критериев для статуса", parameters["hits_for_social"], rows
        )

    @property
    def reads_results(self) -> bool:
        return False

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row["measure"] for row in self.criteria))

    @property
    def least(self) -> int:
        return self.hits_for_social

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        return cells_of(facts, [], [facts.academic_year])

    def checks(self, facts: Facts, cells: Cells) -> list[Check]:
        measured, year = Measured(facts), facts.academic_year
        return [
            Check(
                indicator=Indicator(n, None, MEASURE, row["measure"]),
                criterion=n,
                year=year,
                op=row["op"],
                numbers=measured.numbers(row["measure"], cells.schools, year),
            )
            for n, row in enumerate(self.criteria)
        ]

    def held_against(self, check: Check, cells: Cells) -> Ratios:
        limit = self.criteria[check.criterion]["value"]
        return of_numbers([100 * Fraction(exactly(limit))])

    def met(self, check: Check, cells: Cells, schools: Sequence[int]) -> np.ndarray:
        own, limit = check.of(cells).take(schools), self.held_against(check, cells)
        left, right = own.part * limit.whole, limit.part * own.whole
        return own.known & np.asarray(OPERATORS[check.op](left, right), dtype=bool)
