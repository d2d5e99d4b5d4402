"""How few marks turn procedures into hits, or hits into none, until a rule says other. Pure.

Years stand first, the one that is judged before the others; then procedures.
"""

from dataclasses import dataclass

import numpy as np

from .flips import FAR


@dataclass(frozen=True)
class Years:
    """`hits`: year × procedure; `costs`: marks that make a hit none or the other way round."""

    hits: np.ndarray
    costs: np.ndarray

    def fewest(self, last: int | None, each: int | None, *, same: bool) -> int | None:
        """For the rule «`last` hits in the first year, or `each` in every one» to turn round."""
        if self._holds(last, each, same=same):
            cost = self._out(last, each, same=same)
        else:
            cost = min(
                FAR if last is None else self._make(0, last),
                FAR if each is None else self._make_each(each, same=same),
            )
        return cost if cost < FAR else None

    def _holds(self, last: int | None, each: int | None, *, same: bool) -> bool:
        by_last = last is not None and self.hits[0].sum() >= last
        return bool(by_last or (each is not None and self._row_holds(each, same=same)))

    def _row_holds(self, each: int, *, same: bool) -> bool:
        if same:
            return self.hits.all(axis=0).sum() >= each
        return (self.hits.sum(axis=1) >= each).all()

    def _make(self, year: int, least: int) -> int:
        """For `least` hits in a year."""
        return _sum_of(self.costs[year][~self.hits[year]], least - int(self.hits[year].sum()))

    def _make_each(self, each: int, *, same: bool) -> int:
        if not same:
            return min(sum(self._make(year, each) for year in range(len(self.hits))), FAR)
        whole = np.where(self.hits, 0, self.costs).clip(max=FAR // len(self.hits)).sum(axis=0)
        return _sum_of(np.where(whole < FAR // len(self.hits), whole, FAR), each)

    def _break(self, year: int, most: int) -> int:
        """For no more than `most` hits in a year."""
        return _sum_of(self.costs[year][self.hits[year]], int(self.hits[year].sum()) - most)

    def _out(self, last: int | None, each: int | None, *, same: bool) -> int:
        most_last = self.hits.shape[1] if last is None else last - 1
        if each is None or not self._row_holds(each, same=same):
            return self._break(0, most_last)
        if same:
            return self._out_of_same(most_last, each - 1)
        others = min(
            (self._break(year, each - 1) for year in range(1, len(self.hits))), default=FAR
        )
        return min(self._break(0, min(most_last, each - 1)), self._break(0, most_last) + others)

    def _out_of_same(self, most_last: int, most_each: int) -> int:
        """A procedure that is no hit any more in the first year counts for both halves."""
        each = self.hits.all(axis=0)
        left = int(self.hits[0].sum()) - most_last, int(each.sum()) - most_each
        best = {(max(left[0], 0), max(left[1], 0)): 0}
        for procedure in np.flatnonzero(self.hits[0]):
            ways = [(int(self.costs[0, procedure]), 1, int(each[procedure]))]
            if each[procedure] and len(self.hits) > 1:
                ways.append((int(self.costs[1:, procedure].min()), 0, 1))
            wider = dict(best)
            for (first, second), spent in best.items():
                for cost, one, two in ways:
                    state = max(first - one, 0), max(second - two, 0)
                    wider[state] = min(wider.get(state, FAR), spent + cost)
            best = wider
        return best.get((0, 0), FAR)


def _sum_of(costs: np.ndarray, count: int) -> int:
    """The cheapest `count` of them together."""
    if count <= 0:
        return 0
    if count > len(costs):
        return FAR
    return min(sum(np.sort(costs)[:count].tolist()), FAR)
