"""The fewest pupils with another mark until the status is another one, against brute force.

The brute force tries every way to mark every pupil low, middling or high, cheapest first; the rule
that it asks is the method's own, which test_share_below and test_scores hold against others.
"""

import random
from itertools import combinations_with_replacement, product

import pytest

from identification.methods import method_of
from tests.identification.counted import (
    MATHS,
    OGE,
    RUSSIAN,
    YEAR,
    facts_of,
    procedure,
)

MARKS = "lmh"


def remarked(line):
    """{how many pupils changed: the (participants, low, high) that one can come to}."""
    n, low, high = line
    now = {"l": low, "m": n - low - high, "h": high}
    found = {}
    for marks in combinations_with_replacement(MARKS, n):
        then = {mark: marks.count(mark) for mark in MARKS}
        changed = sum(max(0, then[mark] - now[mark]) for mark in MARKS)
        found.setdefault(changed, []).append((n, then["l"], then["h"]))
    return found


def by_force(rule, results, school, schools):
    """Of one school, the others staying as they are; None: no marks change its status."""

    def status(told):
        verdicts = rule.judge(facts_of(told, schools=schools))
        return dict(zip(verdicts["school_id"], verdicts["status"], strict=True))[school]

    now = status(results)
    own = [where for where, told in results.items() if where[0] == school and len(told) == 3]
    ways = [remarked(results[where]) for where in own]
    for pupils in range(1, 1 + sum(results[where][0] for where in own)):
        for spread in product(range(pupils + 1), repeat=len(own)):
            if sum(spread) != pupils:
                continue
            options = (way.get(changed, ()) for way, changed in zip(ways, spread, strict=True))
            for lines in product(*options):
                if status(results | dict(zip(own, lines, strict=True))) != now:
                    return pupils
    return None


def flips(rule, results, schools):
    verdicts = rule.judge(facts_of(results, schools=schools))
    return dict(zip(verdicts["school_id"], verdicts["pupils_to_flip"], strict=True))


def some_line(chance, most):
    n = chance.randint(1, most)
    low = chance.randint(0, n)
    return (n, low, chance.randint(0, n - low))


def share_below(chance):
    halves = [(2, 1, False), (2, 1, True), (1, None, False), (None, 1, True), (2, 2, True)]
    last, each, same = chance.choice([*halves, (None, 1, False), (3, 1, False)])
    return method_of(
        "share_below",
        {
            "procedures": [procedure(key) for key in (RUSSIAN, MATHS)],
            "threshold": chance.choice([30, 50, 34]),
            "hits_last_year": last,
            "hits_each_year": each,
            "years": 2,
            "same_procedure": same,
            "min_participants": chance.choice([0, 0, 0, 2]),
            "not_held": "skip",
            "statuses": [{"status": "low"}],
        },
    )


@pytest.mark.parametrize("seed", range(24))
def test_of_the_rule_of_30_percent(seed):
    chance = random.Random(seed)
    rule = share_below(chance)
    results = {
        ("А", year, key): some_line(chance, 3)
        for year in (YEAR, YEAR - 1)
        for key in (RUSSIAN, MATHS)
        if chance.random() < 0.9
    } or {("А", YEAR, RUSSIAN): (3, 1, 0)}
    school = {"А": "сёла"}

    assert flips(rule, results, school) == {"А": by_force(rule, results, "А", school)}


LEADER = {"status": "leader", "where": "place", "op": "<=", "value": 1}
LAST = {"status": "at_risk", "where": "share_of_cluster", "op": ">", "value": 60}


def low(score):
    return {"status": "low", "where": "score", "op": "<", "value": score}


def weighted_score(chance):
    limit = chance.choice([60, 64.5, 66, 70])
    rules = [[low(limit)], [LEADER, low(limit)], [low(limit), LAST, LEADER], [LEADER, LAST]]
    return method_of(
        "weighted_score",
        {
            "base": 65,
            "lines": [
                {"procedure": procedure(RUSSIAN), "high": 5, "low": 10},
                {"procedure": procedure(OGE), "high": 3.5, "low": chance.choice([0, 12])},
            ],
            "gaps": chance.choice(["zero", "left_out"]),
            "rank_within": chance.choice(["cluster", "municipality"]),
            "statuses": chance.choice(rules),
        },
    )


@pytest.mark.parametrize("seed", range(16))
def test_of_a_weighted_score_and_its_places(seed):
    chance = random.Random(seed)
    rule = weighted_score(chance)
    schools = {"А": "сёла", "Б": "сёла", "В": "город"}
    results = {
        (school, YEAR, key): some_line(chance, 4)
        for school in schools
        for key in (RUSSIAN, OGE)
        if key == RUSSIAN or chance.random() < 0.7
    }

    assert flips(rule, results, schools) == {
        school: by_force(rule, results, school, schools) for school in schools
    }


@pytest.mark.parametrize("seed", range(40))
def test_the_marks_of_each_line_of_an_index_make_up_the_way_and_give_another_status(seed):
    chance = random.Random(seed)
    rule = weighted_score(chance)
    schools = {"А": "сёла", "Б": "сёла", "В": "город"}
    results = {
        (school, YEAR, key): some_line(chance, 6) for school in schools for key in (RUSSIAN, OGE)
    }

    for row in rule.judge(facts_of(results, schools=schools)).to_dict("records"):
        told = {
            (row["school_id"], YEAR, key): (reason["pupils"], reason["better"])
            for key, reason in zip((RUSSIAN, OGE), row["reasons"], strict=True)
        }
        if row["pupils_to_flip"] is None:
            assert set(told.values()) == {(None, None)}
            continue
        assert sum(pupils for pupils, _better in told.values()) == row["pupils_to_flip"]
        then = results | {where: shifted(results[where], *way) for where, way in told.items()}
        after = rule.judge(facts_of(then, schools=schools)).set_index("school_id")["status"]
        assert after[row["school_id"]] != row["status"]


def shifted(line, pupils, better):
    """So many marks changed, each from the lowest to the highest there is, or back."""
    n, low, high = line
    if better:
        return n, max(low - pupils, 0), min(high + pupils, n)
    return n, min(low + pupils, n), max(high - pupils, 0)


def test_a_line_of_another_year_may_be_the_nearest():
    rule = share_below(random.Random(0))
    rule = method_of(
        "share_below",
        vars(rule)
        | {"threshold": 30, "hits_last_year": 2, "hits_each_year": 1}
        | {"same_procedure": False, "min_participants": 0},
    )
    results = {
        ("А", YEAR, RUSSIAN): (10, 9, 0),
        ("А", YEAR, MATHS): (20, 0, 0),
        ("А", YEAR - 1, RUSSIAN): (40, 10, 0),
    }

    # two more «2» a year ago, or six this year
    assert flips(rule, results, {"А": "сёла"}) == {"А": 2}


def test_without_counts_nobody_can_say_how_many_pupils():
    rule = weighted_score(random.Random(0))
    results = {("А", YEAR, RUSSIAN): (5, 1, 1), ("А", YEAR, OGE): (3000, 2000)}

    assert flips(rule, results, {"А": "сёла"}) == {"А": None}


def test_a_school_without_results_cannot_be_changed():
    rule = weighted_score(random.Random(0))
    results = {("А", YEAR, RUSSIAN): (5, 1, 1), ("Б", YEAR, OGE): "not_given"}

    assert flips(rule, results, {"А": "сёла", "Б": "сёла"})["Б"] is None
