"""Results with counts, invented by one seeded generator. Pure: the demo and the benchmarks use it.

A school has a level of its own, a year shifts it a little, a procedure is harder or easier; then
every pupil gets a level by chance. So small schools jump from year to year, as they do in life.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

LEVELS = 4  # marks 2–5, bands of points, levels of a diagnostic work: always four, the lowest first


@dataclass(frozen=True)
class Invented:
    """What the generator needs of a school: pupils in a parallel, and how well it teaches."""

    pupils: int
    strength: float = 0.0  # about −1 (weak) to 1 (strong)


def generate_results(
    schools: Sequence[Invented], *, procedures: int, years: int, seed: int
) -> pd.DataFrame:
    """A row per school × procedure × year: their positions, participants, counts n0…n3.

    The same arguments give the same frame. Nobody takes part where a parallel is empty that year.
    """
    chance = np.random.default_rng(seed)
    shape = (len(schools), procedures, years)
    pupils = np.array([school.pupils for school in schools])[:, None, None]
    participants = chance.binomial(pupils, 0.93, size=shape)
    strength = (
        np.array([school.strength for school in schools])[:, None, None]
        + chance.normal(0, 0.35, (1, procedures, 1))
        + chance.normal(0, 0.25, (len(schools), procedures, 1))
        + chance.normal(0, 0.15, (len(schools), 1, years))
    )
    # the borders between the levels on the scale of a pupil's luck, moved by the school's level
    below = 1 / (1 + np.exp(strength[..., None] - np.array([-2.2, 0.1, 1.9])))
    parts = np.diff(below, prepend=0, append=1, axis=-1)
    counts = chance.multinomial(participants, parts)
    school, procedure, year = np.indices(shape)
    frame = {"school": school, "procedure": procedure, "year": year, "participants": participants}
    frame |= {f"n{level}": counts[..., level] for level in range(LEVELS)}
    return pd.DataFrame({name: values.ravel() for name, values in frame.items()})
