"""What the scores are made of: which lines took how much from whom. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .standings import Cell, Standing

SHOWN = 15  # schools; more only where more have low results


@dataclass(frozen=True)
class Losses:
    shown: list[Standing]  # the lowest score first
    is_whole: bool
    top: Decimal  # the largest loss by one line
    tops: list[tuple[Standing, Cell]]
    taken: Decimal  # from the schools with low results, and the parts of it
    by_zero_pairs: Decimal
    by_gaps: Decimal


def losses_of(standings: Sequence[Standing], low: Sequence[Standing]) -> Losses:
    scored = [standing for standing in standings if standing.score is not None]
    lowest = sorted(scored, key=lambda standing: (standing.score, standing.name))
    shown = lowest[: max(SHOWN, len(low))]
    there = [(s, cell) for s in scored for cell in s.cells if not cell.is_gap]
    top = max((cell.loss for _standing, cell in there), default=Decimal())
    of_low = [cell for standing in low for cell in standing.cells if cell.loss is not None]
    return Losses(
        shown=shown,
        is_whole=len(shown) == len(scored),
        top=top,
        tops=[(s, cell) for s, cell in there if cell.loss == top and top],
        taken=_sum(of_low),
        by_zero_pairs=_sum(cell for cell in of_low if cell.is_zero_pair),
        by_gaps=_sum(cell for cell in of_low if cell.is_gap),
    )


def _sum(cells) -> Decimal:
    return sum((cell.loss for cell in cells), Decimal())
