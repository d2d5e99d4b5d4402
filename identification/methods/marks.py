"""How few changed marks turn a count of criteria round. Pure and exact.

A criterion is on the low or on the high share of a procedure; one changed mark may change both.
The rule itself is asked: what would hold if the school had 0, 1, 2 … such pupils, the other schools
staying as they are. An average of the municipality moves with the school.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .cells import Cells, share
from .flips import FAR, cheapest


@dataclass(frozen=True)
class Reach:
    """One school: `holds[check]` says of every number of pupils whether the check would be met.

    None: no changed mark can be told to change it.
    """

    checks: Sequence
    holds: list[np.ndarray | None]
    marks: np.ndarray  # line → low, high, participants

    @classmethod
    def of(cls, cells: Cells, school: int, checks: Sequence, met: Callable) -> "Reach":
        """`met(check, cells, schools)`: the rule, in any number of worlds."""
        counted = [bool(check.counted(cells)[school]) for check in checks]
        worlds = dict(zip(("share_low", "share_high"), _worlds(cells, school), strict=True))
        return cls(
            checks=checks,
            holds=[
                met(check, worlds[check.indicator.figure], [school])[
                    : cells.participants[school, check.line] + 1, 0
                ]
                if known
                else None
                for check, known in zip(checks, counted, strict=True)
            ],
            marks=np.stack(
                [side[school] for side in (cells.low, cells.high, cells.participants)]
            ).T,
        )

    def now(self, check: int) -> int:
        """How many pupils the figure counts."""
        low, high, _n = self.marks[self.checks[check].line]
        return int(low if self.checks[check].indicator.figure == "share_low" else high)

    def pupils(self, check: int) -> int | None:
        """The fewest marks for this check alone to turn round."""
        holds = self.holds[check]
        if holds is None:
            return None
        other = np.flatnonzero(holds != holds[self.now(check)])
        return int(np.abs(other - self.now(check)).min()) if len(other) else None


def fewest(reach: Reach, least: int) -> int | None:
    """For «at least `least` criteria are met» to become true or false."""
    costs = [_ways(reach, own) for own in _by_procedure(reach)]
    met = sum(_count(_now(ways)) for ways in costs)
    sign, needed = (-1, met - least + 1) if met >= least else (1, least - met)
    gains = []
    for ways in costs:
        gain: dict[int, int] = {}
        for mask, pupils in ways.items():
            won = sign * (_count(mask) - _count(_now(ways)))
            if won > 0:
                gain[won] = min(gain.get(won, FAR), pupils)
        gains.append(gain)
    return cheapest(gains, needed)


def _by_procedure(reach: Reach) -> Iterator[list[int]]:
    """The checks of each procedure: their criteria may turn round together."""
    keys = [check.indicator.key for check in reach.checks]
    for key in dict.fromkeys(keys):
        if key is not None:
            yield [n for n, other in enumerate(keys) if other == key]


def _ways(reach: Reach, own: Sequence[int]) -> dict[int, int]:
    """Which criteria can be met together (bits) and with how few changed marks."""
    criteria = list(dict.fromkeys(reach.checks[n].criterion for n in own))
    found = {2 ** len(criteria) - 1: 0}
    for line in dict.fromkeys(reach.checks[n].line for n in own):
        here = {
            n: 2 ** criteria.index(reach.checks[n].criterion)
            for n in own
            if reach.checks[n].line == line
        }
        wider: dict[int, int] = {}
        for mask, pupils in _patterns(reach, here, line).items():
            for before, spent in found.items():
                both = mask & before  # a criterion must be met in every year
                wider[both] = min(wider.get(both, FAR), spent + pupils)
        found = wider
    return found


def _patterns(reach: Reach, bits: dict[int, int], line: int) -> dict[int, int]:
    """Of one line: criteria that are met → the fewest changed marks; `bits` are by check."""
    told = {n: bit for n, bit in bits.items() if reach.holds[n] is not None}
    if not told:
        return {0: 0}
    low, high, participants = (int(side) for side in reach.marks[line])
    masks = {}
    for figure in ("share_low", "share_high"):
        mask = np.zeros(participants + 1, dtype=np.int64)
        for n, bit in told.items():
            mine = reach.checks[n].indicator.figure == figure
            mask |= np.where(reach.holds[n], bit, 0) if mine else bit
        masks[figure] = mask
    costs = changed(low, high, participants)
    found: dict[int, int] = {}
    for first in np.unique(masks["share_low"]):
        for second in np.unique(masks["share_high"]):
            rows, columns = masks["share_low"] == first, masks["share_high"] == second
            pupils = int(costs[np.ix_(rows, columns)].min())
            if pupils < FAR:
                both = int(first & second)
                found[both] = min(found.get(both, FAR), pupils)
    return found


def changed(low: int, high: int, participants: int) -> np.ndarray:
    """How many marks differ where so many pupils are low and so many high: low × high."""
    lows, highs = np.ogrid[: participants + 1, : participants + 1]
    of_low, of_high = lows - low, highs - high
    marks = (abs(of_low) + abs(of_high) + abs(of_low + of_high)) // 2
    return np.where(lows + highs <= participants, marks, FAR)


def _worlds(cells: Cells, school: int) -> Iterator[Cells]:
    """Where the school has 0, 1, 2 … low, and 0, 1, 2 … high results at each of its lines."""
    counted = cells.counted[school]
    n = np.where(counted, cells.participants[school], 1)
    pupils = np.minimum(np.arange(int(n.max(initial=0)) + 1)[:, None], n)

    def varied(side: np.ndarray, own: np.ndarray) -> np.ndarray:
        # line by line in memory, as checks read it
        wide = np.repeat(side.T[:, None], len(pupils), axis=1).transpose(1, 2, 0)
        wide[:, school] = np.where(counted, own, side[school])
        return wide

    for side in ("low", "high"):
        now, part = getattr(cells, side), getattr(cells, f"share_{side}")
        parts = varied(part, share(pupils, n))
        yield replace(cells, **{side: varied(now, pupils), f"share_{side}": parts})


def _now(ways: dict[int, int]) -> int:
    """What is met with no mark changed."""
    return next(mask for mask, pupils in ways.items() if pupils == 0)


def _count(mask: int) -> int:
    return mask.bit_count()
