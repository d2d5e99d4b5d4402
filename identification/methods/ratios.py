"""Figures as exact fractions, so that no comparison hangs on a rounding. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .cells import GAP, WHOLE, Cells


@dataclass(frozen=True)
class Ratios:
    """`part` / `whole`, in hundredths of a percent or of a unit; where nothing is known, 0 / 0.

    A comparison with what is not known never holds.
    """

    part: np.ndarray
    whole: np.ndarray

    @property
    def known(self) -> np.ndarray:
        return np.asarray(self.whole > 0, dtype=bool)

    def above(self, other: "Ratios") -> np.ndarray:
        return np.asarray(self.part * other.whole > other.part * self.whole, dtype=bool)

    def below(self, other: "Ratios") -> np.ndarray:
        return other.above(self)

    def above_by_more(self, other: "Ratios", step: int) -> np.ndarray:
        gained = self.part * other.whole - other.part * self.whole
        return np.asarray(gained > step * self.whole * other.whole, dtype=bool)

    def take(self, schools) -> "Ratios":
        return Ratios(self.part[..., schools], self.whole[..., schools])

    def rounded(self) -> list[int | None]:
        """Half up; of figures without worlds."""
        pairs = zip(self.part.tolist(), self.whole.tolist(), strict=True)
        return [(2 * part + whole) // (2 * whole) if whole else None for part, whole in pairs]


def of_line(cells: Cells, line: int, figure: str) -> Ratios:
    """A figure of every school at one procedure: by counts where counts are known."""
    if figure == "mean":
        mean = cells.mean[..., line]
        return Ratios(np.where(mean > GAP, mean, 0), np.where(mean > GAP, 1, 0))
    low = figure == "share_low"
    count = (cells.low if low else cells.high)[..., line]
    share = (cells.share_low if low else cells.share_high)[..., line]
    counted, n = cells.counted[..., line], cells.participants[..., line]
    return Ratios(
        np.where(counted, WHOLE * count, np.maximum(share, 0)),
        np.where(counted, n, share > GAP),
    )


def of_numbers(numbers: Sequence[Fraction | int | None]) -> Ratios:
    told = [(0, 0) if number is None else number.as_integer_ratio() for number in numbers]
    # two of them multiplied stay within 64 bits, or are integers of Python
    small = all(abs(side) < 2**31 for pair in told for side in pair)
    kind = np.int64 if small else object
    part, whole = (np.array([pair[side] for pair in told], dtype=kind) for side in (0, 1))
    return Ratios(part, whole)
