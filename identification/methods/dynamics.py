"""Programmes of Ilansky and Motygino: «положительная динамика» of a procedure against last year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessments.naming import line_title

from .cells import Cells, any_grade, cells_of, key_of, keys_of, years_back
from .facts import Facts
from .flips import cheapest
from .indicators import FIGURE, FIGURES
from .method import Method, figures_of, verdicts
from .pairs import Pair
from .schema import Choice, Number, Procedure, Rows, exactly
from .statuses import codes
from .wording.dynamics import in_words


@dataclass(frozen=True, kw_only=True)
class Dynamics(Method):
    """Positive dynamics: procedures that improved on the year before by more than `tolerance`.

    A share below the minimum improves as it falls, the other figures as they rise; tolerances are
    percentage points or points. All procedures with numbers in both years must have improved, or
    any of them. An exception gives a procedure its own figure and tolerance. A year in which a
    procedure was not held is passed over. A school with no procedure in both years has no data.
    """

    procedures: list[dict]
    figure: str = "share_high"
    tolerance: float = 0
    improved_when: str = "all"
    exceptions: list[dict] | tuple[dict, ...] = ()

    name = "dynamics"
    title = "динамика за год"
    years = 2
    schema = (
        Rows(
            name="procedures",
            title="Процедуры",
            row="процедура",
            least=1,
            columns=(Procedure(name="", title="Процедура"),),
            help="Без класса — все классы, каждый сам по себе.",
        ),
        Choice(name="figure", title="Что сравнивается", options=FIGURES, initial="share_high"),
        Number(
            name="tolerance",
            title="Изменение больше чем на",
            initial=0,
            least=0,
            most=100,
            places=2,
            unit="п. п. или баллов",
            help="Ровно на столько — ещё без изменений.",
        ),
        Choice(
            name="improved_when",
            title="Динамика положительная, если лучше",
            initial="all",
            options={"all": "все процедуры", "any": "хотя бы одна процедура"},
        ),
        Rows(
            name="exceptions",
            title="Особые правила",
            row="правило",
            default=[],
            columns=(
                Procedure(name="procedure", title="Процедура"),
                FIGURE,
                Number(name="tolerance", title="Больше чем на", least=0, most=100, places=2),
            ),
            help="Для процедур, которые сравниваются иначе.",
        ),
    )

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        keys = [key_of(procedure) for procedure in parameters["procedures"]]
        found = [
            f"procedures, строка {number}: процедура «{line_title(*key)}» уже стоит выше"
            for number, key in enumerate(keys, start=1)
            if key in keys[: number - 1]
        ]
        own = [key_of(row["procedure"]) for row in parameters.get("exceptions", [])]
        for number, key in enumerate(own, start=1):
            where = f"exceptions, строка {number}: процедура «{line_title(*key)}»"
            if key in own[: number - 1]:
                found.append(f"{where} уже стоит выше")
            elif not any(_covers(key, one) or _covers(one, key) for one in keys):
                found.append(f"{where} в списке процедур не названа")
        return found

    @property
    def gives(self) -> tuple[str, ...]:
        return ("improved",)

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys = keys_of(self.procedures, facts)
        years = {year for key in keys for year in years_back(facts, [key], 2)}
        return cells_of(facts, keys, sorted(years, reverse=True))

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        count, usable = (np.zeros(cells.low.shape[:-1], dtype=np.int64) for _ in range(2))
        for pair in self._pairs(facts, cells):
            count += pair.improved(*pair.of(cells))
            usable += pair.usable(cells)
        least = self._least(usable)
        return codes((count >= least) & (usable > 0), "improved", usable > 0)

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        """A mean decides, or a share without a count."""
        unknown = np.zeros(len(cells.schools), dtype=bool)
        for pair in self._pairs(facts, cells):
            unknown |= pair.usable(cells) & ~pair.counted(cells)
        return unknown

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells = self.cells(facts)
        pairs, unknown = self._pairs(facts, cells), self.uncounted(facts, cells)
        figures = figures_of(facts, cells)
        reasons = list(zip(*(pair.reasons(figures, cells) for pair in pairs), strict=True))
        reasons = reasons or [()] * len(cells.schools)
        flips = [None if unknown[school] else self._flip(own) for school, own in enumerate(reasons)]
        return verdicts(cells, self.decide(facts, cells), [list(own) for own in reasons], flips)

    def holds(self, reasons: Sequence[dict], met: Sequence[bool]) -> bool:
        usable = [reason["met"] is not None for reason in reasons]
        return any(usable) and sum(met) >= self._least(sum(usable))

    def _pairs(self, facts: Facts, cells: Cells) -> list[Pair]:
        return [
            Pair(*(cells.lines.index((*key, year)) for year in years), *self._rule_of(key))
            for key in keys_of(self.procedures, facts)
            if (years := years_back(facts, [key], 2))
        ]

    def _rule_of(self, key: tuple) -> tuple[str, int]:
        own = {key_of(row["procedure"]): row for row in self.exceptions}
        rule = own.get(key) or own.get(any_grade(key)) or vars(self)
        return rule["figure"], int(exactly(rule["tolerance"]) * 100)

    def _least(self, usable):
        return usable if self.improved_when == "all" else 1

    def _flip(self, reasons: Sequence[dict]) -> int | None:
        """The fewest changed marks, in whichever of the two years."""
        usable = [reason for reason in reasons if reason["met"] is not None]
        met, least = sum(reason["met"] for reason in usable), self._least(len(usable))
        holds = met >= least
        return cheapest(
            [
                {1: reason["pupils"]}
                for reason in usable
                if reason["met"] == holds and reason["pupils"] is not None
            ],
            met - least + 1 if holds else least - met,
        )


def _covers(key: tuple, one: tuple) -> bool:
    return key in (one, any_grade(one))
