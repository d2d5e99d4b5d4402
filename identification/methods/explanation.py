"""What can be said of a weighted score beyond its value. Pure: reasons of a verdict in.

A verdict keeps the reasons it was made of, so all this can be told of it at any time.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from .scores import adjusted, first_status
from .statuses import NAMES


@dataclass(frozen=True)
class Explanation:
    ceiling: int  # the most the school can reach by the order, with the lines it has
    full: int  # the most a school with all lines can reach
    gaps: tuple[dict, ...]  # lines without numbers
    zero_pairs: tuple[dict, ...]  # «0 и 0»: all got «3», or nobody took part?
    if_nobody: Decimal | None  # the adjusted score if nobody took part in the zero pairs
    status_if_nobody: str
    below_without_one: int | None  # leaving out one line: how often it stays below the threshold
    lines: int


def explain(reasons: list[dict], parameters: dict, *, threshold: Decimal | None) -> Explanation:
    """`threshold`: the score below which a school is on the list, or None."""
    base = parameters["base"]
    there = [reason for reason in reasons if reason["share_high"] is not None]
    zero_pairs = tuple(reason for reason in there if reason["two_zeros"])
    if_nobody = adjusted([_left_out(r) if r["two_zeros"] else r for r in reasons], base)
    return Explanation(
        ceiling=base + sum(reason["weight"] for reason in there),
        full=base + sum(reason["weight"] for reason in reasons),
        gaps=tuple(reason for reason in reasons if reason["share_high"] is None),
        zero_pairs=zero_pairs,
        if_nobody=if_nobody,
        status_if_nobody=_status_of(if_nobody, parameters),
        below_without_one=_below_without_one(reasons, base, threshold),
        lines=len(there),
    )


def _left_out(reason: dict) -> dict:
    return reason | {"share_high": None, "share_low": None}


def _status_of(score: Decimal | None, parameters: dict) -> str:
    """By the rules on scores alone: a place among others cannot be told for one school."""
    if score is None:
        return "no_data"
    rules = [rule for rule in parameters["statuses"] if rule["where"] == "score"]
    alone = (np.array([int(score * 100)]), np.array([0]), np.array([1]))
    return tuple(NAMES)[first_status(*alone, rules)[0]]


def _below_without_one(reasons, base, threshold) -> int | None:
    if threshold is None:
        return None
    trials = [
        adjusted([_left_out(r) if r is left else r for r in reasons], base)
        for left in reasons
        if left["share_high"] is not None
    ]
    return sum(score is not None and score < threshold for score in trials)
