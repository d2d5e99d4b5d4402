"""The lowest part of the list by several indicators: «нижний квартиль по трём из шести»."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from .cells import Cells, cells_of
from .criteria import Check, CountOfCriteria
from .facts import Facts
from .indicators import COLUMNS, DIRECTION, LOWER, indicators_of, problems_of_rows, too_many
from .measured import Measured
from .ratios import Ratios
from .schema import Number, Rows, exactly
from .statuses import STATUS
from .wording.ranking import in_words

DIRECTION_OF_MEASURE = replace(DIRECTION, default=None, nullable=True, when="для показателя")


@dataclass(frozen=True, kw_only=True)
class Ranking(CountOfCriteria):
    """Low results: in the lowest part of the list by at least `hits_for_low` indicators.

    A school is in the lowest part by an indicator if it and all schools that are equal or worse
    make no more than `lowest_part` percent of the schools with numbers: equal schools never get in
    by accident, and of three schools no one is a quarter. Schools are compared by counts where
    counts are known. A gap is no hit; a school of which too little is known has no data.
    """

    indicators: list[dict]
    lowest_part: float = 25
    hits_for_low: int
    statuses: list[dict] | tuple[dict, ...] = ({"status": "low"},)

    name = "ranking"
    title = "нижняя часть списка"
    reads = ("measured",)
    schema = (
        Rows(
            name="indicators",
            title="Показатели",
            row="показатель",
            least=1,
            columns=(*COLUMNS, DIRECTION_OF_MEASURE),
            help=(
                "Строку заполняют одним из двух способов: показатель и что для него лучше или "
                "процедура и что сравнивается. Что лучше у процедуры, портал знает сам."
            ),
        ),
        Number(
            name="lowest_part",
            title="Нижняя часть списка, %",
            initial=25,
            least=0.01,
            most=100,
            places=2,
            help="25 — нижний квартиль.",
        ),
        Number(
            name="hits_for_low",
            title="Показателей для статуса",
            initial=1,
            least=1,
            most=60,
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
        rows, least = parameters["indicators"], parameters["hits_for_low"]
        undirected = [
            f"indicators, строка {number}: {problem}"
            for number, row in enumerate(rows, start=1)
            if (problem := _direction_problem(row))
        ]
        return [*problems_of_rows("indicators", rows), *undirected] or too_many(
            "hits_for_low", "Показателей для статуса", least, rows
        )

    @property
    def reads_results(self) -> bool:
        return any("procedure" in row for row in self.indicators)

    @property
    def measures(self) -> tuple[str, ...]:
        named = (row.get("measure") for row in self.indicators)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def least(self) -> int:
        return self.hits_for_low

    @property
    def status(self) -> str:
        return self.statuses[0]["status"]

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys = [one.key for one in indicators_of(self.indicators, facts) if one.key]
        return cells_of(facts, dict.fromkeys(keys), [facts.academic_year])

    def checks(self, facts: Facts, cells: Cells) -> list[Check]:
        measured, year = Measured(facts), facts.academic_year
        return [
            Check(
                indicator=one,
                criterion=number,
                year=year,
                op=">=" if lower_is_better(self.indicators[one.row]) else "<=",
                line=cells.lines.index((*one.key, year)) if one.key else None,
                numbers=None if one.key else measured.numbers(one.measure, cells.schools, year),
            )
            for number, one in enumerate(indicators_of(self.indicators, facts))
        ]

    def usable(self, check: Check, cells: Cells) -> np.ndarray:
        return check.of(cells).known

    def held_against(self, check: Check, cells: Cells) -> Ratios:
        """The best of the schools in the lowest part; nothing if nobody is in it."""
        inside = np.flatnonzero(self.met(check, cells, range(len(cells.schools))))
        own, behind = check.of(cells), self._behind(check, cells, inside)
        best = inside[behind.argmax(keepdims=True)] if len(inside) else inside
        return own.take(best) if len(best) else Ratios(np.zeros(1, int), np.zeros(1, int))

    def met(self, check: Check, cells: Cells, schools: Sequence[int]) -> np.ndarray:
        part = Fraction(exactly(self.lowest_part)) / 100
        known = check.of(cells).known
        most = known.sum(axis=-1, keepdims=True) * part.numerator
        behind = self._behind(check, cells, schools)
        return known[..., schools] & (behind * part.denominator <= most)

    def more(self, check: Check, cells: Cells) -> list[dict]:
        behind = self._behind(check, cells, range(len(cells.schools))).tolist()
        known = check.of(cells).known
        return [
            {"equal_or_worse": count if told else None, "schools": int(known.sum())}
            for count, told in zip(behind, known.tolist(), strict=True)
        ]

    @staticmethod
    def _behind(check: Check, cells: Cells, schools: Sequence[int]) -> np.ndarray:
        """How many schools, itself among them, are equal to each of these or worse."""
        own = check.of(cells)
        columns = []
        for school in schools:
            one = own.take([school])
            better = own.below(one) if check.op == ">=" else own.above(one)
            columns.append((own.known & ~better).sum(axis=-1))
        return np.stack(columns, axis=-1) if columns else np.zeros((*own.part.shape[:-1], 0), int)


def lower_is_better(row: dict) -> bool:
    return row.get("direction") == LOWER or row.get("figure") == "share_low"


def _direction_problem(row: dict) -> str:
    if row.get("measure") and row.get("direction") is None:
        return "direction: укажите, что для показателя лучше"
    if row.get("procedure") and row.get("direction") is not None:
        return "direction: у процедуры выбирать нечего, оставьте «нет»"
    return ""
