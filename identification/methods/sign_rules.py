"""The rules on signs: each looks at one procedure of every school, in every world. Pure.

All compare numbers of pupils. Where a number is not known, or there are fewer participants than
the methodology wants, a rule says nothing. None of them holds a share against a fixed corridor: a
quota of low marks is met by giving them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .cells import GAP, WHOLE, Cells, years_back
from .facts import Facts
from .ratios import Ratios
from .wording.signs import (
    BELOW_REGISTER,
    COHORT_HIGH,
    COHORT_LOW,
    JUMP_HIGH,
    JUMP_LOW,
    OVER_ENROLMENT,
    REVERSAL,
    UNEQUAL_COUNTS,
)

FOURTH, NINTH = 4, 9


@dataclass(frozen=True)
class Finding:
    """A rule at one procedure: of whom it can tell, and whose results show the sign."""

    rule: str
    line: int  # the column of the cells, in the year that is judged
    usable: np.ndarray  # … × schools
    met: np.ndarray
    figure: str = ""
    before: int | None = None  # the column it is held against
    drawn: bool = True  # whether other marks could turn it round


@dataclass(frozen=True)
class Town:
    """The figures of a municipality, as the rules ask for them."""

    facts: Facts
    cells: Cells
    least: int  # participants

    def share(self, line: int, figure: str) -> Ratios:
        """Of schools with enough participants; of the others nothing is known."""
        count, n = self._counted(line, figure)
        enough = n >= max(self.least, 1)
        return Ratios(WHOLE * np.where(enough, count, 0), np.where(enough, n, 0))

    def own_share(self, line: int, figure: str) -> Ratios:
        """Of all pupils of the municipality together, whatever the school."""
        count, n = self._counted(line, figure)
        return Ratios(WHOLE * count.sum(axis=-1, keepdims=True), n.sum(axis=-1, keepdims=True))

    def _counted(self, line: int, figure: str) -> tuple[np.ndarray, np.ndarray]:
        count = self.cells.low if figure == "share_low" else self.cells.high
        counted = self.cells.counted[..., line]
        n = np.where(counted, self.cells.participants[..., line], 0)
        return np.where(counted, count[..., line], 0), n

    @cached_property
    def register(self) -> tuple[np.ndarray, np.ndarray]:
        """Pupils below their mark in the class register, and all that were compared."""
        lower, whole = (np.zeros_like(self.cells.row) for _ in range(2))
        told = self.facts.results["journal"].tolist()
        for place in np.argwhere(self.cells.row > GAP):
            journal = told[self.cells.row[tuple(place)]]
            if isinstance(journal, dict):
                lower[tuple(place)] = journal.get("lower", 0)
                whole[tuple(place)] = sum(journal.values())
        return lower, whole

    @cached_property
    def pupils(self) -> np.ndarray:
        """Of the grade by the card of the school, GAP where nobody told."""
        rows = self.facts.enrolment
        names = ("school_id", "academic_year", "grade", "pupils")
        told = {tuple(key): n for *key, n in zip(*(rows[name] for name in names), strict=True)}
        return np.array(
            [
                [told.get((one, line.academic_year, line.grade), GAP) for line in self.cells.lines]
                for one in self.cells.schools
            ],
            dtype=np.int64,
        ).reshape(self.cells.row.shape)

    def column(self, key: tuple, year: int) -> int | None:
        line = (*key, year)
        return self.cells.lines.index(line) if line in self.cells.lines else None

    def lines(self) -> Iterator[tuple[int, tuple]]:
        """Columns of the year that is judged, with their procedures."""
        for n, line in enumerate(self.cells.lines):
            if line.academic_year == self.facts.academic_year:
                yield n, line.key


def below_register(town: Town, excess: int) -> Iterator[Finding]:
    """More pupils than elsewhere got less than their mark in the class register."""
    lower, whole = town.register
    for line, _key in town.lines():
        n = whole[:, line]
        enough = n >= max(town.least, 1)
        own = Ratios(WHOLE * np.where(enough, lower[:, line], 0), np.where(enough, n, 0))
        everybody = Ratios(WHOLE * lower[:, line].sum(keepdims=True), n.sum(keepdims=True))
        met = own.above_by_more(everybody, excess)
        yield Finding(BELOW_REGISTER, line, own.known, met, drawn=False)


def jumps(town: Town, figure: str, points: int) -> Iterator[Finding]:
    """The share is another than a year before, in either direction, by more than these points.

    A year in which the procedure was not held is passed over.
    """
    rule = JUMP_LOW if figure == "share_low" else JUMP_HIGH
    for line, key in town.lines():
        years = years_back(town.facts, [key], 2)
        before = town.column(key, years[1])
        yield _apart(town, rule, line, before, figure, points)


def cohort_jumps(town: Town, figure: str, points: int) -> Iterator[Finding]:
    """The same, of the same children a grade before: ВПР-4 of last year and ВПР-5 of this one."""
    rule = COHORT_LOW if figure == "share_low" else COHORT_HIGH
    for line, (kind, grade, *subject) in town.lines():
        earlier = (kind, grade - 1, *subject)
        before = town.column(earlier, town.facts.academic_year - 1)
        if before is not None:
            yield _apart(town, rule, line, before, figure, points)


def reversals(town: Town, points: int) -> Iterator[Finding]:
    """More high results than elsewhere in ВПР-4, more low ones in ОГЭ of the same children."""
    for line, (kind, grade, *subject) in town.lines():
        year = town.facts.academic_year - NINTH + FOURTH
        before = town.column(("VPR", FOURTH, *subject), year)
        if (kind, grade) != ("OGE", NINTH) or before is None:
            continue
        early, late = town.share(before, "share_high"), town.share(line, "share_low")
        usable = early.known & late.known
        met = early.above_by_more(town.own_share(before, "share_high"), points)
        met = met & late.above_by_more(town.own_share(line, "share_low"), points)
        yield Finding(REVERSAL, line, usable, usable & met, "share_low", before)


def over_enrolment(town: Town) -> Iterator[Finding]:
    """More participants than pupils of the grade on the card of the school."""
    n, pupils = town.cells.participants, town.pupils
    for line, _key in town.lines():
        usable = (n[:, line] > 0) & (pupils[:, line] > GAP)
        met = usable & (n[:, line] > pupils[:, line])
        yield Finding(OVER_ENROLMENT, line, usable, met, drawn=False)


def unequal_counts(town: Town) -> Iterator[Finding]:
    """More pupils were compared with the class register than took part.

    Fewer is usual: not everybody has a mark there. Levels that do not add up to the participants,
    and shares beyond the whole, no way into the portal lets in.
    """
    n, compared = town.cells.participants, town.register[1]
    for line, _key in town.lines():
        usable = (n[:, line] > 0) & (compared[:, line] > 0)
        met = usable & (compared[:, line] > n[:, line])
        yield Finding(UNEQUAL_COUNTS, line, usable, met, drawn=False)


def _apart(town: Town, rule: str, line: int, before: int, figure: str, points: int) -> Finding:
    now, then = town.share(line, figure), town.share(before, figure)
    usable = now.known & then.known
    met = now.above_by_more(then, points) | then.above_by_more(now, points)
    return Finding(rule, line, usable, usable & met, figure, before)
