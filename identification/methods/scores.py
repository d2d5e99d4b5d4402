"""Weighted sums of shares, their rounding and ranking, in integers so that nothing drifts. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from .cells import GAP, WHOLE
from .schema import exactly
from .statuses import CODES, NO_DATA, NONE, OPERATORS

UNSCORED = np.iinfo(np.int64).min
HUNDREDTHS = 100


@dataclass(frozen=True)
class Weights:
    """Weights as integers: `scale` to the point. With 90 lines of 100,000 it all fits int64."""

    scale: int
    base: int
    high: np.ndarray
    low: np.ndarray

    @classmethod
    def of(cls, base: float, lines: Sequence[dict]) -> "Weights":
        numbers = [exactly(base), *(exactly(line[side]) for line in lines for side in SIDES)]
        scale = 10 ** max(0, *(-number.normalize().as_tuple().exponent for number in numbers))
        high, low = (
            np.array([int(exactly(line[side]) * scale) for line in lines], dtype=np.int64)
            for side in SIDES
        )
        return cls(scale=scale, base=int(numbers[0] * scale), high=high, low=low)

    def gains(self, share_low: np.ndarray, share_high: np.ndarray) -> np.ndarray:
        """What each line gives, in 1 / (scale · WHOLE) of a point; a gap gives nothing."""
        return np.where(share_high > GAP, self.high * share_high - self.low * share_low, 0)

    def gain(self, share_low: np.ndarray, share_high: np.ndarray, line: int) -> np.ndarray:
        return self.high[line] * share_high - self.low[line] * share_low

    def score(self, total: np.ndarray, held: np.ndarray, gaps: str) -> np.ndarray:
        """Hundredths of a point, half up; `held`: the high weights of the lines with numbers."""
        part = self.scale * WHOLE // HUNDREDTHS
        if gaps == "zero":
            score = half_up(self.base * WHOLE + total, part)
        else:
            full = int(self.high.sum())
            spread = np.maximum(held, 1)
            lost = held * WHOLE - total
            score = half_up((self.base + full) * WHOLE * spread - full * lost, part * spread)
        return np.where(held > 0, score, UNSCORED)


SIDES = ("high", "low")


def half_up(part: np.ndarray, whole: np.ndarray | int) -> np.ndarray:
    """Away from zero at the half, as `Decimal` does."""
    return np.sign(part) * ((2 * np.abs(part) + whole) // (2 * whole))


def decimals(score: np.ndarray) -> list[Decimal | None]:
    return [
        None if value == UNSCORED else Decimal(value).scaleb(-2).quantize(Decimal("0.01"))
        for value in score.tolist()
    ]


def rivals_above(score: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many schools of the own group have a higher score, and how many have one."""
    above, size = np.zeros_like(score), np.zeros_like(score)
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        scores = score[..., own]
        above[..., own] = _above(scores)
        size[..., own] = (scores != UNSCORED).sum(axis=-1, keepdims=True)
    return above, size


def _above(scores: np.ndarray) -> np.ndarray:
    """How many along the last axis are higher: one sorting, as there may be many worlds."""
    # not −scores: the least integer, of a school without a score, is its own opposite
    order = np.argsort(~scores, axis=-1, kind="stable")
    falling = np.take_along_axis(scores, order, axis=-1)
    first = np.ones(scores.shape, dtype=bool)  # of those that are equal
    first[..., 1:] = falling[..., 1:] < falling[..., :-1]
    place = np.where(first, np.arange(scores.shape[-1]), 0)
    above = np.empty_like(scores)
    np.put_along_axis(above, order, np.maximum.accumulate(place, axis=-1), axis=-1)
    return above


def places(score: np.ndarray, groups: np.ndarray) -> list[int | None]:
    above, _size = rivals_above(score, groups)
    return [
        None if value == UNSCORED else 1 + better
        for value, better in zip(score.tolist(), above.tolist(), strict=True)
    ]


def holds(rule: dict, score: np.ndarray, above: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Whether a rule on score, place or share of the list holds; exact, in integers."""
    limit = Fraction(exactly(rule["value"]))  # as printed: the float 75.45 is a little more
    left = {
        "score": lambda: score,
        "place": lambda: 1 + above,
        "share_of_cluster": lambda: HUNDREDTHS * (1 + above),
    }[rule["where"]]()
    if rule["where"] == "score":
        limit *= HUNDREDTHS
    right = limit.numerator * (size if rule["where"] == "share_of_cluster" else 1)
    return OPERATORS[rule["op"]](left * limit.denominator, right) & (score != UNSCORED)


def first_status(score, above, size, rules: Iterable[dict]) -> np.ndarray:
    """The code of the first status whose rule holds."""
    found = np.full(score.shape, NONE)
    for rule in reversed(list(rules)):
        found = np.where(holds(rule, score, above, size), CODES[rule["status"]], found)
    return np.where(score == UNSCORED, NO_DATA, found)


def every_status(score: np.ndarray, groups: np.ndarray, rules: Iterable[dict]) -> list[list[str]]:
    """All statuses whose rules hold, in the order of the rules."""
    above, size = rivals_above(score, groups)
    held = [(rule["status"], holds(rule, score, above, size).tolist()) for rule in rules]
    return [[status for status, who in held if who[n]] for n in range(len(score))]


def rounded(score: Fraction) -> Decimal:
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def points_of(reason: dict) -> Fraction:
    """What a line gave: its part of the score, nothing for a gap."""
    if reason["share_high"] is None:
        return Fraction(0)
    high = Fraction(exactly(reason["weight"])) * reason["share_high"]
    return (high - Fraction(exactly(reason["low_weight"])) * reason["share_low"]) / WHOLE


def adjusted(reasons: list[dict], base: float) -> Decimal | None:
    """The adjusted score of stored reasons: losses spread over all lines; None without any."""
    there = [reason for reason in reasons if reason["share_high"] is not None]
    if not there:
        return None
    full = sum(Fraction(exactly(reason["weight"])) for reason in reasons)
    held = sum(Fraction(exactly(reason["weight"])) for reason in there)
    return rounded(
        Fraction(exactly(base)) + full - full / held * (held - sum(map(points_of, there)))
    )
