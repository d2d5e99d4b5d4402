"""How few marks would have to change for another status. Pure and exact.

One pupil moved from «below the minimum» to «high» is the best that one changed mark can do, and
the other way round the worst: so `pupils` changed marks of a line are best spent on one figure of
each direction, whatever the rule, as long as it is monotone in both shares.
"""

import numpy as np

FAR = np.iinfo(np.int64).max // 4


def moved(low: int, high: int, participants: int, *, better: bool) -> tuple[np.ndarray, np.ndarray]:
    """Low and high counts of a line after 0, 1, 2 … changed marks, all for the better or worse."""
    pupils = np.arange(participants + 1)
    if better:
        return np.maximum(low - pupils, 0), np.minimum(high + pupils, participants)
    return np.minimum(low + pupils, participants), np.maximum(high - pupils, 0)


def greatest(gains: list[np.ndarray]) -> np.ndarray:
    """The greatest sum of gains for 0, 1, 2 … changed marks; `gains[line][pupils]`, integers.

    The marks are spread over the lines in the most favourable way.
    """
    return _sums(gains)[-1]


def spread(gains: list[np.ndarray], pupils: int) -> list[int]:
    """How many of so many changed marks each line takes in the greatest sum."""
    before, left, found = _sums(gains), pupils, []
    for line in reversed(range(len(gains))):
        best, gain = before[line], gains[line]
        fits = range(max(0, left - len(best) + 1), min(left, len(gain) - 1) + 1)
        own = next(n for n in fits if best[left - n] + gain[n] == before[line + 1][left])
        found.append(own)
        left -= own
    return found[::-1]


def _sums(gains: list[np.ndarray]) -> list[np.ndarray]:
    """The greatest sums over the first 0, 1, 2 … lines."""
    best = np.zeros(1, dtype=np.int64)
    found = [best]
    for gain in gains:
        wider = np.full(len(best) + len(gain) - 1, -FAR, dtype=np.int64)
        for pupils, value in enumerate(gain):
            part = wider[pupils : pupils + len(best)]
            np.maximum(part, best + value, out=part)
        best = wider
        found.append(best)
    return found


def cheapest(costs: list[dict[int, int]], least: int) -> int | None:
    """The fewest pupils for a sum of at least `least`; `costs[line]` is gain → pupils."""
    best = {0: 0}
    for line in costs:
        wider = dict(best)
        for gain, pupils in line.items():
            for had, spent in best.items():
                total = min(had + gain, least)
                if spent + pupils < wider.get(total, FAR):
                    wider[total] = spent + pupils
        best = wider
    return best.get(least) if least > 0 else 0
