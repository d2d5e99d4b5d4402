"""How firm a verdict is: would the same school, with other pupils of the same kind, stay there?

Pure. Each result with known participants n, low count k and high count h is drawn anew: the low
share from Beta(k + ½, n − k + ½), a new count from Binomial(n, that share); then the high count
among the remaining pupils from Beta(h + ½, n − k − h + ½) likewise. n stays. Stability is the part
of the draws in which the status stays what it is.
"""

import numpy as np

from .cells import Cells
from .facts import Facts
from .method import Method

DRAWS = 1000
AT_ONCE = 2_000_000  # figures in memory at a time: 16 MB an array


def seed_of(fingerprint: str) -> int:
    """The same input gives the same figure."""
    return int(fingerprint[:16], 16)


def stability(method: Method, facts: Facts, *, seed: int, draws: int = DRAWS) -> list[float | None]:
    """Of every school, 0 … 1; None where a line that matters has no counts or nothing is drawn."""
    cells = method.cells(facts)
    usual = method.decide(facts, cells)
    random = np.random.default_rng(seed)
    stayed = np.zeros(len(cells.schools), dtype=np.int64)
    if cells.counted.any():
        batch = max(1, min(draws, AT_ONCE // max(cells.row.size, 1)))
        for first in range(0, draws, batch):
            world = drawn(cells, random, min(batch, draws - first))
            stayed += (method.decide(facts, world) == usual).sum(axis=0)
    told = cells.counted.any(axis=-1) & ~method.uncounted(facts, cells)
    return [
        int(count) / draws if known else None
        for count, known in zip(stayed.tolist(), told.tolist(), strict=True)
    ]


def drawn(cells: Cells, random: np.random.Generator, worlds: int) -> Cells:
    """The cells in that many worlds; the axis of worlds stands in front."""
    where = cells.counted
    n, k, h = cells.participants[where], cells.low[where], cells.high[where]
    size = (worlds, len(n))
    low = random.binomial(n, random.beta(k + 0.5, n - k + 0.5, size))
    high = random.binomial(n - low, random.beta(h + 0.5, n - k - h + 0.5, size))
    lows, highs = (np.full((worlds, *where.shape), -1) for _ in range(2))
    lows[:, where], highs[:, where] = low, high
    return cells.of_counts(lows, highs)
