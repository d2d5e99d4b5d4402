"""The integers of a weighted score against exact fractions, also where the schema ends."""

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest

from identification.methods import method_of, problems_of
from identification.methods.scores import (
    UNSCORED,
    adjusted,
    half_up,
    places,
    points_of,
    rounded,
)
from tests.identification.counted import RUSSIAN, YEAR, facts_of, procedure

MANY = [("VPR", grade, name, "") for grade in range(1, 11) for name in ("А", "Б", "В")]


def rule_of(weights, *, base=65, gaps="zero", statuses=()):
    """`weights`: (high, low) of lines of ВПР."""
    lines = [
        {"procedure": procedure(key), "high": high, "low": low}
        for key, (high, low) in zip(MANY, weights, strict=False)
    ]
    parameters = {"base": base, "lines": lines, "gaps": gaps, "rank_within": "municipality"}
    parameters |= {"statuses": list(statuses)}
    assert problems_of("weighted_score", parameters) == []
    return method_of("weighted_score", parameters)


def judged(rule, shares):
    """`shares`: (low, high) of the lines in hundredths of a percent, None for a gap."""
    told = {("А", YEAR, key): pair or "not_given" for key, pair in zip(MANY, shares, strict=False)}
    return rule.judge(facts_of(told)).to_dict("records")[0]


def exactly(number):
    return Fraction(str(number))


def by_the_order(weights, shares, base):
    """S = base + Σ high·Q − Σ low·L, in fractions, half up."""
    score = exactly(base)
    for (high, low), pair in zip(weights, shares, strict=True):
        if pair:
            score += (exactly(high) * pair[1] - exactly(low) * pair[0]) / 10_000
    return printed(score)


def left_out(weights, shares, base):
    """The formula of the model: what the lines that are there lose, spread over all."""
    there = [(w, pair) for w, pair in zip(weights, shares, strict=True) if pair]
    full = sum(exactly(high) for high, _low in weights)
    held = sum(exactly(high) for (high, _low), _pair in there)
    lost = sum(
        exactly(high) * (1 - Fraction(best, 10_000)) + exactly(low) * Fraction(worst, 10_000)
        for (high, low), (worst, best) in there
    )
    return printed(exactly(base) + full - full / held * lost)


def printed(score):
    number = Decimal(score.numerator) / Decimal(score.denominator)
    return number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def some_shares(chance):
    if chance.random() < 0.25:
        return None
    low = chance.randint(0, 10_000)
    return low, chance.randint(0, 10_000 - low)


@pytest.mark.parametrize("seed", range(60))
def test_scores_are_those_of_exact_fractions(seed):
    chance = random.Random(seed)
    weights = [
        (chance.choice([5, 2.5, 0.001, 3.333, 100]), chance.choice([10, 0, 0.5, 7.125, 100]))
        for _ in range(chance.choice([1, 2, 7]))
    ]
    shares = [(1234, 5678), *(some_shares(chance) for _ in weights[1:])]
    base = chance.choice([65, 0, -12.345, 999.999])

    verdict = judged(rule_of(weights, base=base), shares)

    assert verdict["score"] == by_the_order(weights, shares, base)
    assert verdict["adjusted_score"] == left_out(weights, shares, base)
    assert adjusted(verdict["reasons"], base) == verdict["adjusted_score"]
    total = exactly(base) + sum(map(points_of, verdict["reasons"]))
    assert rounded(total) == verdict["score"]


def test_two_scores_worked_by_hand():
    weights = [(5, 10), (5, 10)]

    whole = judged(rule_of(weights), [(1000, 5000), (0, 2500)])
    half = judged(rule_of(weights), [(1000, 5000), None])

    # 65 + 2.5 − 1 + 1.25; nothing is missing
    assert (whole["score"], whole["adjusted_score"]) == (Decimal("67.75"), Decimal("67.75"))
    # 65 + 2.5 − 1; and 75 − 2 · (2.5 + 1)
    assert (half["score"], half["adjusted_score"]) == (Decimal("66.50"), Decimal("68.00"))


@pytest.mark.parametrize(
    ("part", "whole", "found"), [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (1, 3, 0)]
)
def test_a_half_goes_away_from_zero(part, whole, found):
    assert half_up(np.array([part]), whole).tolist() == [found]


EVERY = [(99.999, 99.999)] * 30


@pytest.mark.parametrize("gaps", ["zero", "left_out"])
@pytest.mark.parametrize("base", [999.999, -999.999])
@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        (EVERY, [(10_000, 0)] * 30),
        (EVERY, [(0, 10_000)] * 30),
        ([(0.001, 100), *EVERY[1:]], [(10_000, 0)] + [None] * 29),
        ([(0.001, 99.999), *EVERY[1:]], [(0, 10_000)] + [None] * 29),
        ([(100, 100)] * 30, [(3333, 6667)] * 29 + [None]),
    ],
)
def test_nothing_overflows_where_the_schema_ends(weights, shares, base, gaps):
    rules = [{"status": "low", "where": "score", "op": "<", "value": 999_999.999}]

    verdict = judged(rule_of(weights, base=base, gaps=gaps, statuses=rules), shares)

    straight, spread = by_the_order(weights, shares, base), left_out(weights, shares, base)
    assert verdict["adjusted_score"] == spread
    assert verdict["score"] == (straight if gaps == "zero" else spread)
    assert verdict["status"] == "low"


@pytest.mark.parametrize("where", ["score", "place", "share_of_cluster"])
def test_a_limit_beyond_all_scores_is_refused(where):
    rule = {"status": "low", "where": where, "op": "<", "value": 10**25}
    parameters = {
        "base": 65,
        "lines": [{"procedure": procedure(RUSSIAN), "high": 5, "low": 10}],
        "gaps": "zero",
        "rank_within": "cluster",
        "statuses": [rule],
    }

    assert problems_of("weighted_score", parameters) == [
        "statuses, строка 1: «Граница» (value): нужно число не больше 1\xa0000\xa0000"
    ]


def test_a_school_without_a_score_takes_no_place_from_the_others():
    scores, groups = np.array([5000, UNSCORED, 3000, 3000]), np.zeros(4)

    assert places(scores, groups) == [1, None, 2, 2]
