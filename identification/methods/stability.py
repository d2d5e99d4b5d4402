"""How firm a verdict is: would the same school, with other pupils of the same kind, stay there?

Pure. Each result with known participants n, low count k and high count h is drawn anew: the low
share from Beta(k + ½, n − k + ½), a new count from Binomial(n, that share); then the high count
among the remaining pupils from Beta(h + ½, n − k − h + ½) likewise. n stays. Stability is the part
of the draws in which the status stays what it is.
"""

from functools import lru_cache

import numpy as np

from .cells import Cells
from .facts import Facts
from .method import Method
from .statuses import NO_DATA

DRAWS = 1000
AT_ONCE = 2_000_000  # figures in memory at a time: 16 MB an array


def seed_of(fingerprint: str) -> int:
    """The same input gives the same figure."""
    return int(fingerprint[:16], 16)


def stability(method: Method, facts: Facts, *, seed: int, draws: int = DRAWS) -> list[float | None]:
    """Of every school, 0 … 1; None where a line that matters has no counts or nothing is drawn."""
    if not draws:
        return [None] * len(facts.schools)
    cells = method.cells(facts)
    usual = method.decide(facts, cells)
    random = np.random.default_rng(seed)
    stayed = np.zeros(len(cells.schools), dtype=np.int64)
    if cells.counted.any():
        batch = max(1, min(draws, AT_ONCE // max(cells.row.size, 1)))
        for first in range(0, draws, batch):
            world = drawn(cells, random, min(batch, draws - first), with_high=method.reads_high)
            stayed += (method.decide(facts, world) == usual).sum(axis=0)
    told = cells.counted.any(axis=-1) & ~method.uncounted(facts, cells) & (usual != NO_DATA)
    return [
        int(count) / draws if known else None
        for count, known in zip(stayed.tolist(), told.tolist(), strict=True)
    ]


def drawn(
    cells: Cells, random: np.random.Generator, worlds: int, *, with_high: bool = True
) -> Cells:
    """The cells in that many worlds; the axis of worlds stands in front.

    `with_high`: a rule that reads low counts alone is spared the others, which then stay.
    """
    where = cells.counted
    n, k, h = cells.participants[where], cells.low[where], cells.high[where]
    low = drawn_low(n, k, random, worlds)
    high = np.broadcast_to(h, low.shape)
    if with_high:
        high = random.binomial(n - low, random.beta(h + 0.5, n - k - h + 0.5, low.shape))
    lows, highs = (np.full((worlds, *where.shape), -1) for _ in range(2))
    lows[:, where], highs[:, where] = low, high
    return cells.of_counts(lows, highs)


def drawn_low(n: np.ndarray, k: np.ndarray, random: np.random.Generator, worlds: int) -> np.ndarray:
    """Low counts, world × cell. A Beta and then a Binomial draw is one Beta-binomial draw.

    Cells with the same n and k share its table, which costs a fifth of drawing twice.
    """
    order = np.lexsort((k, n))
    found = np.empty((len(n), worlds), dtype=np.int64)
    chance = random.random((len(n), worlds))
    new = np.flatnonzero((np.diff(n[order]) != 0) | (np.diff(k[order]) != 0)) + 1
    for alike in np.split(order, new):
        if len(alike):
            table = table_of(int(n[alike[0]]), int(k[alike[0]]))
            found[alike] = np.searchsorted(table, chance[alike], side="right")
    return found.T


@lru_cache(maxsize=8192)
def table_of(n: int, k: int) -> np.ndarray:
    """The chance of at most 0, 1 … n low results; the last of them is left out: it is one."""
    x = np.arange(n)
    ratio = (n - x) * (x + k + 0.5) / ((x + 1) * (2 * n - x - 1 - k + 0.5))
    logs = np.concatenate(([0.0], np.cumsum(np.log(ratio))))
    chance = np.exp(logs - logs.max())
    return np.cumsum(chance / chance.sum())[:-1]
