"""Programmes of Ilansky and Motygino: «положительная динамика» of a procedure against last year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessments.naming import line_title

from .cells import WHOLE, Cells, cells_of, key_of, keys_of, years_back
from .criteria import printed
from .facts import Facts
from .flips import FAR, cheapest
from .indicators import FIGURE, FIGURES
from .method import Method, figures_of, verdicts
from .ratios import Ratios, of_line
from .schema import Choice, Number, Procedure, Rows, exactly
from .statuses import codes
from .wording.dynamics import in_words


class Pair(NamedTuple):
    """A procedure in the year that is judged and in the one before, and its rule."""

    now: int  # columns of the cells
    before: int
    figure: str
    tolerance: int  # hundredths

    @property
    def falls(self) -> bool:
        return self.figure == "share_low"

    def improved(self, now: Ratios, before: Ratios) -> np.ndarray:
        first, second = (before, now) if self.falls else (now, before)
        return now.known & before.known & first.above_by_more(second, self.tolerance)


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
            columns=(Procedure(name="", title="Процедура", every_grade=True),),
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
                Procedure(name="procedure", title="Процедура", every_grade=True),
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
            elif key not in keys and _any_grade(key) not in keys:
                found.append(f"{where} в списке процедур не названа")
        return found

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys = keys_of(self.procedures, facts)
        years = {year for key in keys for year in years_back(facts, [key], 2)}
        return cells_of(facts, keys, sorted(years, reverse=True))

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        count, usable = (np.zeros(cells.low.shape[:-1], dtype=np.int64) for _ in range(2))
        for pair in self._pairs(facts, cells):
            now, before = of_pair(pair, cells)
            count += pair.improved(now, before)
            usable += now.known & before.known
        least = self._least(usable)
        return codes((count >= least) & (usable > 0), "improved", usable > 0)

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        """A mean decides, or a share without a count; or there is nothing to compare."""
        told = np.zeros(len(cells.schools), dtype=bool)
        unknown = np.zeros(len(cells.schools), dtype=bool)
        for pair in self._pairs(facts, cells):
            usable = np.logical_and(*(side.known for side in of_pair(pair, cells)))
            told |= usable
            unknown |= usable & ~_counted(pair, cells)
        return unknown | ~told

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells = self.cells(facts)
        pairs, unknown = self._pairs(facts, cells), self.uncounted(facts, cells)
        reasons = list(zip(*(_reasons(facts, cells, pair) for pair in pairs), strict=True))
        reasons = reasons or [()] * len(cells.schools)
        flips = [
            None if unknown[school] else self._flip(own) for school, own in enumerate(reasons)
        ]
        return verdicts(cells, self.decide(facts, cells), [list(own) for own in reasons], flips)

    def _pairs(self, facts: Facts, cells: Cells) -> list[Pair]:
        return [
            Pair(*(cells.lines.index((*key, year)) for year in years), *self._rule_of(key))
            for key in keys_of(self.procedures, facts)
            if (years := years_back(facts, [key], 2))
        ]

    def _rule_of(self, key: tuple) -> tuple[str, int]:
        own = {key_of(row["procedure"]): row for row in self.exceptions}
        rule = own.get(key) or own.get(_any_grade(key)) or vars(self)
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


def of_pair(pair: Pair, cells: Cells) -> tuple[Ratios, Ratios]:
    return of_line(cells, pair.now, pair.figure), of_line(cells, pair.before, pair.figure)


def _any_grade(key: tuple) -> tuple:
    return (key[0], None, *key[2:])


def _counted(pair: Pair, cells: Cells) -> np.ndarray:
    both = cells.counted[:, pair.now] & cells.counted[:, pair.before]
    return both & (pair.figure != "mean")


def _reasons(facts: Facts, cells: Cells, pair: Pair) -> list[dict]:
    """School by school: both years, the change, and what would have been an improvement."""
    now, before = of_pair(pair, cells)
    improved, step = pair.improved(now, before), -pair.tolerance if pair.falls else pair.tolerance
    value, limit, was = (
        printed(ratios, pair.figure, cells)
        for ratios in (now, Ratios(before.part + step * before.whole, before.whole), before)
    )
    found = []
    for school, figures in enumerate(figures_of(facts, cells)):
        known = value[school] is not None and was[school] is not None
        found.append(
            figures[pair.now]
            | {
                "figure": pair.figure,
                "value": value[school],
                "limit": limit[school],
                "op": "<" if pair.falls else ">",
                "met": bool(improved[school]) if known else None,
                "pupils": _distance(pair, cells, school) if known else None,
                "before": figures[pair.before] | {"value": was[school]},
                "change": value[school] - was[school] if known else None,
                "change_in_pupils": _change(pair, cells, school) if known else None,
            }
        )
    return found


def _change(pair: Pair, cells: Cells, school: int) -> int | None:
    if not _counted(pair, cells)[school]:
        return None
    count = cells.low if pair.falls else cells.high
    return int(count[school, pair.now] - count[school, pair.before])


def _distance(pair: Pair, cells: Cells, school: int) -> int | None:
    """The fewest marks in the two years that make it an improvement, or none."""
    if not _counted(pair, cells)[school]:
        return None
    count = (cells.low if pair.falls else cells.high)[school]
    sides, marks = [], 0
    for axes, line in (((slice(None), None), pair.now), ((None, slice(None)), pair.before)):
        n = int(cells.participants[school, line])
        pupils = np.arange(n + 1)[axes]
        sides.append(Ratios(WHOLE * pupils, np.full_like(pupils, n)))
        marks = marks + np.abs(pupils - count[line])
    other = pair.improved(*sides) != bool(pair.improved(*of_pair(pair, cells))[school])
    fewest = int(np.where(other, marks, FAR).min())
    return fewest if fewest < FAR else None
