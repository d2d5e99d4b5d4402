"""What the formula of a methodology says, in figures. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from identification.methods.statuses import NAMES as STATUS_NAMES
from identification.methods.wording.weighted_score import status_in_words
from schools.russian import NB, compact

from .standings import SHADES, exact


@dataclass(frozen=True)
class Formula:
    base: object
    count: int
    full: Decimal  # what a school with all lines can reach
    high: object  # the weight that all lines share, or None
    low: object

    @property
    def is_even(self) -> bool:
        return self.high is not None


def formula_of(parameters: dict) -> Formula:
    lines = parameters["lines"]
    highs, lows = ([line[side] for line in lines] for side in ("high", "low"))
    even = len(set(highs)) == 1 and len(set(lows)) == 1
    return Formula(
        base=parameters["base"],
        count=len(lines),
        full=sum(map(exact, highs), exact(parameters["base"])),
        high=highs[0] if even else None,
        low=lows[0] if even else None,
    )


def rules_in_words(parameters: dict) -> list[str]:
    """«индекс ниже 72,50 — низкие результаты», in the order in which they are tried."""
    return [
        f"{status_in_words(rule)} — {STATUS_NAMES[rule['status']]}"
        for rule in parameters["statuses"]
    ]


def corridor(threshold: Decimal | None, scores: Sequence[Decimal]) -> tuple | None:
    """From the best score below the threshold to the worst above it the list stays the same."""
    if threshold is None:
        return None
    below = [score for score in scores if score < threshold]
    above = [score for score in scores if score >= threshold]
    return (max(below), min(above)) if below and above else None


def legend_of(formula: Formula) -> list[tuple[str, str]]:
    """What the shades of the heat map mean: points, or parts of a weight where weights differ."""
    shades = sorted(SHADES.items(), key=lambda item: item[1])
    unit, words = (exact(formula.high), "") if formula.is_even else (100, f"{NB}% веса")
    limits = [compact(limit * unit) for _shade, limit in shades]
    between = [f"{low}–{high}{words}" for low, high in pairwise(limits)]
    texts = [f"до {limits[0]}{words}", *between, f"свыше {limits[-1]}{words}"]
    return list(zip(["h0", *(shade for shade, _limit in shades)], texts, strict=True))
