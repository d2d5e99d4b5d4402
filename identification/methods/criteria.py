"""Methods that count how many criteria a school meets: the rule, its reasons, the distance. Pure.

A check is one criterion in one year. A criterion is met if all its checks are; a school has the
status if it meets at least so many criteria.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .averages import Average
from .cells import Cells
from .facts import Facts
from .indicators import MEASURE, Indicator
from .marks import Reach, fewest
from .measured import Measured
from .method import Method, figures_of, verdicts
from .ratios import Ratios, of_line
from .statuses import NO_DATA, codes


@dataclass(frozen=True)
class Check:
    indicator: Indicator
    criterion: int
    year: int
    op: str  # the comparison with what it is held against that makes it met
    line: int | None = None  # the column of the cells
    numbers: Ratios | None = None  # of a measure, a value per school
    average: Average | None = None

    def of(self, cells: Cells) -> Ratios:
        if self.line is None:
            return self.numbers
        return of_line(cells, self.line, self.indicator.figure)

    def counted(self, cells: Cells) -> np.ndarray:
        """Of which schools a changed mark changes the figure in a way that can be told."""
        if self.line is None or self.indicator.figure == "mean":
            return np.zeros(len(cells.schools), dtype=bool)
        return cells.counted[..., self.line]


class CountOfCriteria(Method):
    """`least` criteria give `status`; a school of which too little can be judged has no data.

    Too little: fewer criteria than the status needs have figures, and those without could make up
    what is missing. A rule that cannot say «yes» does not say «no».
    """

    least: int
    status: str

    @abstractmethod
    def checks(self, facts: Facts, cells: Cells) -> list[Check]:
        """The checks of a criterion stand together, the year that is judged first."""

    @abstractmethod
    def held_against(self, check: Check, cells: Cells) -> Ratios:
        """The figure that a school's own is compared with, in every world."""

    @abstractmethod
    def met(self, check: Check, cells: Cells, schools: Sequence[int]) -> np.ndarray:
        """Whether these schools meet it: … × schools."""

    @property
    def gives(self) -> tuple[str, ...]:
        return (self.status,)

    def usable(self, check: Check, cells: Cells) -> np.ndarray:
        return check.of(cells).known & self.held_against(check, cells).known

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        count, judged, lacking = self._tally(facts, cells)
        firm = (judged >= self.least) | (count + lacking < self.least)
        return codes(count >= self.least, self.status, (judged > 0) & firm)

    def _tally(self, facts: Facts, cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of every school: criteria that are met, that can be judged, that cannot."""
        checks = self.checks(facts, cells)
        everybody = range(len(cells.schools))
        shape = cells.low.shape[:-1]
        count, met = np.zeros(shape, dtype=np.int64), np.ones(shape, dtype=bool)
        judged, usable = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
        for check, following in zip(checks, [*checks[1:], None], strict=True):
            met = met & self.met(check, cells, everybody)
            if check.year == facts.academic_year:
                usable = usable | self.usable(check, cells)
            if following is None or following.criterion != check.criterion:
                count, judged = count + met, judged + usable
                met, usable = np.ones(shape, dtype=bool), np.zeros(shape, dtype=bool)
        return count, judged, len({check.criterion for check in checks}) - judged

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        """A mean or a measure decides, or a share without a count."""
        checks = self.checks(facts, cells)
        usable = stacked([self.usable(check, cells) for check in checks], cells)
        counted = stacked([check.counted(cells) for check in checks], cells)
        return (usable & ~counted).any(axis=-1)

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells = self.cells(facts)
        checks, unknown = self.checks(facts, cells), self.uncounted(facts, cells)
        said = self._said(facts, cells, checks)
        everybody = range(len(cells.schools))
        met = stacked([self.met(check, cells, everybody) for check in checks], cells)
        usable = stacked([self.usable(check, cells) for check in checks], cells)
        found, (_count, judged, lacking) = self.decide(facts, cells), self._tally(facts, cells)
        # where too little is known for the status, so many turn «none» into «no data»
        turning = np.where(judged >= self.least, self.least, self.least - lacking).tolist()
        reasons, flips = [], []
        for school in everybody:
            reach = Reach.of(cells, school, checks, self.met)
            untold = unknown[school] or found[school] == NO_DATA
            flips.append(None if untold else fewest(reach, turning[school]))
            reasons.append(
                [
                    reason
                    | {
                        "met": bool(met[school, n]) if usable[school, n] else None,
                        "pupils": reach.pupils(n) if usable[school, n] else None,
                    }
                    for n, reason in enumerate(said[school])
                ]
            )
        return verdicts(cells, found, reasons, flips)

    def holds(self, reasons: Sequence[dict], met: Sequence[bool]) -> bool:
        criteria = [reason["criterion"] for reason in reasons]
        missed = {one for one, is_met in zip(criteria, met, strict=True) if not is_met}
        return len(set(criteria) - missed) >= self.least

    def more(self, check: Check, cells: Cells) -> list[dict]:
        """What else a reason of the check tells, school by school."""
        return [{}] * len(cells.schools)

    def _said(self, facts: Facts, cells: Cells, checks: Sequence[Check]) -> list[list[dict]]:
        """School by school: the figures of each check and what they are held against."""
        figures, measured = figures_of(facts, cells), Measured(facts)
        columns = []
        for check in checks:
            figure = check.indicator.figure
            own = printed(check.of(cells), figure, cells)
            limits = printed(self.held_against(check, cells), figure, cells)
            known = [
                measured.reason(check.indicator.measure, school, check.year)
                if check.line is None
                else figures[n][check.line]
                for n, school in enumerate(cells.schools)
            ]
            columns.append(
                [
                    known_of_one
                    | {
                        "figure": figure,
                        "value": value,
                        "limit": limit,
                        "op": check.op,
                        "criterion": check.criterion + 1,
                    }
                    | more
                    for known_of_one, value, limit, more in zip(
                        known, own, limits, self.more(check, cells), strict=True
                    )
                ]
            )
        return [[column[n] for column in columns] for n in range(len(cells.schools))]


def stacked(columns: Sequence[np.ndarray], cells: Cells) -> np.ndarray:
    """schools × checks"""
    schools = len(cells.schools)
    whole = [np.broadcast_to(column, schools) for column in columns]
    return np.stack(whole, axis=-1) if whole else np.zeros((schools, 0), dtype=bool)


def printed(ratios: Ratios, figure: str, cells: Cells) -> list[int | float | None]:
    """Hundredths of a percent of a share of pupils; points and units as they are."""
    schools = len(cells.schools)
    part, whole = (np.broadcast_to(side, schools) for side in (ratios.part, ratios.whole))
    found = Ratios(part, whole).rounded()
    if figure not in ("mean", MEASURE):
        return found
    return [None if value is None else value / 100 for value in found]
