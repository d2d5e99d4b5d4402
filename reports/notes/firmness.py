"""How firm the list of schools with low results is: one line less, nobody behind «0 и 0». Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .standings import Standing


@dataclass(frozen=True)
class Firmness:
    rows: list[Standing]  # of the table; empty: there is nothing to check
    trials: int  # a school without one of its lines
    below: int  # those that left it below the threshold
    asked: list[Standing]  # low, with pairs «0 и 0»
    unsure: list[Standing]  # those that would not be low if nobody sat these pairs
    unsure_from: Decimal | None  # their scores then
    unsure_to: Decimal | None
    nearest: Standing | None  # where nobody is low: the school closest to the threshold


def firmness_of(
    standings: Sequence[Standing], low: Sequence[Standing], threshold: Decimal | None
) -> Firmness:
    """Without a threshold a place among others decides, and nothing of this can be told."""
    checked = list(low) if threshold is not None else []
    asked = [standing for standing in checked if standing.zero_pairs]
    unsure = [s for s in asked if s.row.explanation.status_if_nobody != "low"]
    scores = [s.row.explanation.if_nobody for s in unsure]
    scores = [score for score in scores if score is not None]
    above = [s for s in standings if s.row.distance is not None and s.row.distance >= 0]
    return Firmness(
        rows=checked,
        trials=sum(standing.row.lines for standing in checked),
        below=sum(standing.row.explanation.below_without_one or 0 for standing in checked),
        asked=asked,
        unsure=unsure,
        unsure_from=min(scores, default=None),
        unsure_to=max(scores, default=None),
        nearest=None if low else min(above, key=lambda s: (s.row.distance, s.name), default=None),
    )
