"""«Признаки необъективности»: results that ask for a closer look. A sign is no conclusion."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessments.naming import line_title, lowered

from . import sign_rules as rules
from .cells import Cells, cells_of, key_of, keys_of, years_back
from .facts import PROCEDURE, Facts
from .method import Method, verdicts
from .schema import Switch, exactly
from .sign_reasons import listed, reasons_of
from .sign_rules import FOURTH, NINTH, Finding, Town
from .sign_schema import SCHEMA
from .statuses import codes
from .wording.signs import in_words

STATUS = "biased_signs"


@dataclass(frozen=True, kw_only=True)
class Signs(Method):
    """Signs of results that may not show what pupils can: each a rule, each asks for a look.

    The federal list marks results, and marks of the last `markers_years` years count. Other rules
    look at the year that is judged and compare numbers of pupils: with the class register, with
    the year before, with the same children a grade before, with ОГЭ of those who wrote ВПР-4 well,
    with the card of the school. A rule is beyond its number, not at it, and null switches it off.
    Where participants are fewer than `min_participants`, or only shares are known, it says nothing.
    A school has the status with at least `signs_for_status` signs; one of which no rule can tell
    anything has no data.
    """

    procedures: list[dict]
    min_participants: int = 20
    markers_years: int | None = 3
    lower_excess: float | None = 20
    jump_low: float | None = 20
    jump_high: float | None = 25
    cohort_low: float | None = 20
    cohort_high: float | None = 30
    reversal: float | None = 10
    over_enrolment: bool = True
    unequal_counts: bool = True
    signs_for_status: int = 1

    name = "signs"
    title = "признаки необъективности"
    same_lines = False
    reads = ("markers", "enrolment", "journal")
    schema = SCHEMA

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        keys = [key_of(procedure) for procedure in parameters["procedures"]]
        found = [
            f"procedures, строка {number}: процедура «{line_title(*key)}» уже стоит выше"
            for number, key in enumerate(keys, start=1)
            if key in keys[: number - 1]
        ]
        own = [one for one in cls.schema if one.nullable or isinstance(one, Switch)]
        if not any(_is_on(parameters.get(one.name, one.default)) for one in own):
            found.append("Нужен хотя бы один признак")
        return found

    @property
    def years(self) -> int:
        back = NINTH - FOURTH + 1 if self.reversal is not None else 2
        return max(back, self.markers_years or 0)

    @property
    def gives(self) -> tuple[str, ...]:
        return (STATUS,)

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys, year = keys_of(self.procedures, facts), facts.academic_year
        years = {year, year - 1} | {one for key in keys for one in years_back(facts, [key], 2)}
        if self.reversal is not None:
            years.add(year - NINTH + FOURTH)
        return cells_of(facts, keys, sorted(years, reverse=True))

    def findings(self, facts: Facts, cells: Cells) -> list[Finding]:
        town = Town(facts, cells, self.min_participants)
        return list(self._findings(town))

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        count = np.zeros(cells.low.shape[:-1], dtype=np.int64)
        count = count + self._marked(facts, self._listed_cells(facts)).sum(axis=-1)
        usable = np.zeros(cells.low.shape[:-1], dtype=bool)
        for finding in self.findings(facts, cells):
            count, usable = count + finding.met, usable | finding.usable
        return codes(count >= self.signs_for_status, STATUS, usable)

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        """A list, a class register or a card decides, which no drawing of marks can change.

        Or no rule on marks can be told at all. Shares without a count decide nothing here.
        """
        given = self._marked(facts, self._listed_cells(facts)).any(axis=-1)
        told = np.zeros(len(cells.schools), dtype=bool)
        for finding in self.findings(facts, cells):
            if finding.drawn:
                told |= finding.usable
            else:
                given |= finding.met
        return given | ~told

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells, marks = self.cells(facts), self._listed_cells(facts)
        town = Town(facts, cells, self.min_participants)
        of_list = listed(Town(facts, marks, self.min_participants), self._marked(facts, marks))
        of_rules = reasons_of(town, list(self._findings(town)), _hundredths(self.lower_excess or 0))
        reasons = [[*given, *own] for given, own in zip(of_list, of_rules, strict=True)]
        nothing = [None] * len(cells.schools)
        return verdicts(cells, self.decide(facts, cells), reasons, nothing)

    def _findings(self, town: Town) -> Iterator[Finding]:
        if self.lower_excess is not None:
            yield from rules.below_register(town, _hundredths(self.lower_excess))
        for figure, year, cohort in (
            ("share_low", self.jump_low, self.cohort_low),
            ("share_high", self.jump_high, self.cohort_high),
        ):
            if year is not None:
                yield from rules.jumps(town, figure, _hundredths(year))
            if cohort is not None:
                yield from rules.cohort_jumps(town, figure, _hundredths(cohort))
        if self.reversal is not None:
            yield from rules.reversals(town, _hundredths(self.reversal))
        if self.over_enrolment:
            yield from rules.over_enrolment(town)
        if self.unequal_counts:
            yield from rules.unequal_counts(town)

    def _listed_cells(self, facts: Facts) -> Cells:
        """The procedures of the federal list, whatever the methodology looks at beside it."""
        marked = sorted({key[1:] for key in self._marks(facts)}, key=lambda key: (-key[-1], key))
        keys = list(dict.fromkeys(key[:-1] for key in marked))
        return cells_of(facts, keys, sorted({key[-1] for key in marked}, reverse=True))

    def _marked(self, facts: Facts, cells: Cells) -> np.ndarray:
        """schools × lines: what the federal list has marked."""
        marks = self._marks(facts)
        return np.array(
            [[(one, *line) in marks for line in cells.lines] for one in cells.schools], dtype=bool
        ).reshape(cells.row.shape)

    def _marks(self, facts: Facts) -> set[tuple]:
        """(school, procedure, year) of the years that are remembered."""
        rows, last = facts.markers, facts.academic_year
        names = ("school_id", *PROCEDURE, "academic_year")
        return {
            (school, kind, grade, lowered(subject), variant, year)
            for school, kind, grade, subject, variant, year in zip(
                *(rows[name] for name in names), strict=True
            )
            if last - (self.markers_years or 0) < year <= last
        }


def _is_on(value) -> bool:
    return value is not None and value is not False


def _hundredths(value) -> int:
    return int(exactly(value) * 100)
