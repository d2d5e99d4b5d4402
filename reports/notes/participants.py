"""How much one pupil weighs, as far as anybody can tell. Pure.

Where only shares are known no count is derived from them, but the fewest pupils that fit can
be told: «не менее чем 11».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from identification.methods.cells import WHOLE

from .standings import Cell, Standing

FEW = 10  # a sample below this is called small
MOST = 200  # with so many pupils any pair of whole percents fits


@dataclass(frozen=True)
class Example:
    name: str
    title: str
    high: int
    low: int
    fewest: int

    @property
    def weight(self) -> int:
        """One pupil weighs no more than so many percent."""
        return ceil(100 / self.fewest)


@dataclass(frozen=True)
class Participants:
    present: int  # values with numbers
    counted: int  # those whose participants are known
    small: int  # those with fewer than FEW
    least: int | None
    most: int | None
    step: int  # to how many hundredths of a percent the shares are rounded
    examples: tuple[Example, ...]


def participants_of(standings: Sequence[Standing], among: Sequence[Standing]) -> Participants:
    """`among`: the schools from whose shares examples may be taken."""
    cells = [cell for standing in standings for cell in standing.cells if not cell.is_gap]
    counts = [c.reason["participants"] for c in cells if c.reason["participants"] is not None]
    step = _step(cells)
    return Participants(
        present=len(cells),
        counted=len(counts),
        small=sum(count < FEW for count in counts),
        least=min(counts, default=None),
        most=max(counts, default=None),
        step=step,
        examples=_examples(among, step),
    )


def _step(cells: Sequence[Cell]) -> int:
    """100, 10 or 1: shares of a printed table are whole percents more often than not."""
    shares = [
        cell.reason[side]
        for cell in cells
        if cell.reason["participants"] is None
        for side in ("share_high", "share_low")
    ]
    return next(step for step in (100, 10, 1) if all(share % step == 0 for share in shares))


def _examples(among: Sequence[Standing], step: int) -> tuple[Example, ...]:
    """The line that surely had most pupils, and the one that may have had fewest."""
    found = [
        Example(standing.name, cell.reason["title"], *_shares(cell), fewest)
        for standing in among
        for cell in standing.cells
        if not cell.is_gap and not cell.is_zero_pair and cell.reason["participants"] is None
        if (fewest := fewest_pupils(*_shares(cell), step)) and fewest > 1
    ]
    if not found:
        return ()
    most, least = (pick(found, key=lambda example: example.fewest) for pick in (max, min))
    return (most,) if most.fewest == least.fewest else (most, least)


def _shares(cell: Cell) -> tuple[int, int]:
    return cell.reason["share_high"], cell.reason["share_low"]


def fewest_pupils(high: int, low: int, step: int) -> int | None:
    """With fewer pupils both shares are impossible, whether they were rounded or cut."""
    for pupils in range(1, MOST + 1):
        parts = [_least_part(share, pupils, step) for share in (high, low)]
        if None not in parts and sum(parts) <= pupils:
            return pupils
    return None


def _least_part(share: int, pupils: int, step: int) -> int | None:
    """The smallest number of pupils whose share could be printed so; None: no number could."""
    part = max((share - step) * pupils // WHOLE + 1, 0)
    return part if part <= pupils and part * WHOLE < (share + step) * pupils else None
