"""A procedure in two years: what changed, and how few marks would turn it round. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .cells import WHOLE, Cells
from .criteria import printed
from .flips import FAR
from .ratios import Ratios, of_line


class Pair(NamedTuple):
    """A procedure in the year that is judged and in the one before, and its rule."""

    now: int  # columns of the cells
    before: int
    figure: str
    tolerance: int  # hundredths

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.figure == "share_low"

    def of(self, cells: Cells) -> tuple[Ratios, Ratios]:
        return of_line(cells, self.now, self.figure), of_line(cells, self.before, self.figure)

    def usable(self, cells: Cells) -> np.ndarray:
        now, before = self.of(cells)
        return now.known & before.known

    def counted(self, cells: Cells) -> np.ndarray:
        both = cells.counted[:, self.now] & cells.counted[:, self.before]
        return both & (self.figure != "mean")

    def improved(self, now: Ratios, before: Ratios) -> np.ndarray:
        first, second = (before, now) if self.falls else (now, before)
        return now.known & before.known & first.above_by_more(second, self.tolerance)

    def pupils(self, cells: Cells) -> np.ndarray:
        """Those whom the figure counts: schools × lines."""
        return cells.low if self.falls else cells.high

    def reasons(self, known: Sequence[list[dict]], cells: Cells) -> list[dict]:
        """School by school: both years, the change, and from where on it would be one.

        `known`: the figures of every school, line by line.
        """
        now, before = self.of(cells)
        step = -self.tolerance if self.falls else self.tolerance
        goal = Ratios(before.part + step * before.whole, before.whole)
        value, was, limit = (printed(side, self.figure, cells) for side in (now, before, goal))
        improved, usable = self.improved(now, before), self.usable(cells)
        return [
            figures[self.now]
            | {
                "figure": self.figure,
                "value": value[school],
                "limit": limit[school],
                "op": "<" if self.falls else ">",
                "met": bool(improved[school]) if usable[school] else None,
                "before": figures[self.before] | {"value": was[school]},
                "change": round(value[school] - was[school], 2) if usable[school] else None,
                "change_in_pupils": self._change(cells, school),
                "pupils": self._distance(cells, school),
            }
            for school, figures in enumerate(known)
        ]

    def _change(self, cells: Cells, school: int) -> int | None:
        if not self.counted(cells)[school]:
            return None
        pupils = self.pupils(cells)[school]
        return int(pupils[self.now] - pupils[self.before])

    def _distance(self, cells: Cells, school: int) -> int | None:
        """The fewest changed marks in the two years together."""
        if not self.counted(cells)[school]:
            return None
        usual, marks, sides = self.pupils(cells)[school], 0, []
        for line, axis in ((self.now, (-1, 1)), (self.before, (1, -1))):
            n = int(cells.participants[school, line])
            pupils = np.arange(n + 1).reshape(axis)
            marks = marks + np.abs(pupils - usual[line])
            sides.append(Ratios(WHOLE * pupils, np.full_like(pupils, n)))
        improved = self.improved(*sides)
        other = improved != improved[usual[self.now], usual[self.before]]
        fewest = int(np.where(other, marks, FAR).min())
        return fewest if fewest < FAR else None
