"""Stability against a simulation in plain loops, and where there is none."""

import random
from math import sqrt

import pytest

from identification.methods import method_of
from identification.methods.stability import seed_of, stability
from identification.services import fingerprint
from tests.factories import make_result, make_school, make_sitting, make_verdicts
from tests.identification.counted import (
    MATHS,
    OGE,
    RUSSIAN,
    YEAR,
    facts_of,
    procedure,
)
from tests.identification.test_share_below import RULE, in_loops

DRAWS = 4000
LOW = {"status": "low", "where": "score", "op": "<", "value": 65.3}
LEADER = {"status": "leader", "where": "place", "op": "<=", "value": 1}
WEIGHTED = {
    "base": 65,
    "lines": [{"procedure": procedure(key), "high": 5, "low": 10} for key in (RUSSIAN, OGE)],
    "gaps": "zero",
    "rank_within": "municipality",
    "statuses": [LOW, LEADER],
}
COUNTED = {
    ("А", YEAR, RUSSIAN): (12, 4, 5),
    ("А", YEAR, OGE): (30, 8, 6),
    ("А", YEAR - 1, OGE): (9, 3, 2),
    ("Б", YEAR, RUSSIAN): (50, 10, 25),
    ("Б", YEAR, OGE): (48, 2, 20),
    ("Б", YEAR - 1, RUSSIAN): (40, 11, 11),
    ("В", YEAR, RUSSIAN): (5, 0, 3),
    ("В", YEAR - 1, OGE): (1, 0, 0),
    ("Г", YEAR, OGE): (700, 209, 210),
    ("Г", YEAR - 1, OGE): (650, 200, 210),
}


def redrawn(chance, n, low, high):
    """Pupil by pupil: below the minimum, then high among the others."""
    share = chance.betavariate(low + 0.5, n - low + 0.5)
    then = sum(chance.random() < share for _ in range(n))
    share = chance.betavariate(high + 0.5, n - low - high + 0.5)
    return n, then, sum(chance.random() < share for _ in range(n - then))


def by_shares(town):
    """{school: status} by the rule of 30 %."""
    plain = {
        school: {
            (YEAR - year, key): told for (one, year, key), told in town.items() if one == school
        }
        for school in "АБВГ"
    }
    return {school: in_loops(RULE, school, plain, ()) for school in plain}


def by_scores(town):
    """{school: status} by two weighted lines: floats will do, the shares are rounded."""
    score = dict.fromkeys("АБВГ", 65.0)
    for (school, year, _key), (n, low, high) in town.items():
        if year == YEAR:
            score[school] += 5 * round(high / n, 4) - 10 * round(low / n, 4)
    score = {school: round(points + 1e-9, 2) for school, points in score.items()}
    best = max(score.values())
    return {
        school: "low" if points < 65.3 else "leader" if points == best else "none"
        for school, points in score.items()
    }


@pytest.mark.parametrize(
    ("name", "parameters", "judge"),
    [("share_below", RULE, by_shares), ("weighted_score", WEIGHTED, by_scores)],
)
def test_it_is_the_part_of_drawn_worlds_in_which_the_status_stays(name, parameters, judge):
    rule, facts = method_of(name, parameters), facts_of(COUNTED)
    chance = random.Random(2026)
    usual = judge(COUNTED)
    stayed = dict.fromkeys(usual, 0)
    for _ in range(DRAWS):
        world = judge({where: redrawn(chance, *told) for where, told in COUNTED.items()})
        for school in usual:
            stayed[school] += world[school] == usual[school]

    found = dict(zip("АБВГ", stability(rule, facts, seed=7, draws=DRAWS), strict=True))

    assert dict(zip("АБВГ", rule.judge(facts)["status"], strict=True)) == usual
    for school, times in stayed.items():
        part = times / DRAWS
        error = sqrt(2 * max(part * (1 - part), 0.001) / DRAWS)
        assert abs(found[school] - part) < 4 * error, (school, found, stayed)
    assert min(found.values()) < 0.9  # there is something to be unsure of


def test_the_same_input_gives_the_same_figure_and_another_seed_hardly_another():
    rule, facts = method_of("share_below", RULE), facts_of(COUNTED)
    seed = seed_of(fingerprint(facts, {"method": "share_below", "parameters": RULE}))

    first = stability(rule, facts, seed=seed)
    other = stability(rule, facts, seed=seed + 1)

    assert stability(rule, facts_of(COUNTED), seed=seed) == first
    assert other != first
    assert max(abs(a - b) for a, b in zip(first, other, strict=True)) < 0.1


def test_worlds_in_portions_are_as_many_as_were_asked_for(monkeypatch):
    rule, facts = method_of("share_below", RULE), facts_of(COUNTED)
    whole = stability(rule, facts, seed=1, draws=2000)

    monkeypatch.setattr("identification.methods.stability.AT_ONCE", 700)

    parts = stability(rule, facts, seed=1, draws=2000)
    assert max(abs(a - b) for a, b in zip(whole, parts, strict=True)) < 0.06
    assert max(parts) <= 1


def test_a_clear_result_of_many_is_firm():
    clear = {("А", YEAR, key): (500, 0, 400) for key in (RUSSIAN, OGE)}

    assert stability(method_of("share_below", RULE), facts_of(clear), seed=1) == [1.0]


def test_without_a_count_of_a_line_that_matters_there_is_none():
    rule = method_of("share_below", RULE)
    told = {
        ("А", YEAR, RUSSIAN): (10, 3, 0),
        ("Б", YEAR, RUSSIAN): (10, 3, 0),
        ("Б", YEAR, MATHS): (2000, 3000),
        ("В", YEAR, RUSSIAN): (2000, 3000),
        ("Г", YEAR, RUSSIAN): "not_given",
        ("Г", YEAR - 1, RUSSIAN): (10, 3, 0),
    }

    figures = stability(rule, facts_of(told), seed=1)

    assert [figure is None for figure in figures] == [False, True, True, True]


LISTED = [procedure(key) for key in (RUSSIAN, OGE)]
LOW_SHARES = [{"procedure": one, "figure": "share_low"} for one in LISTED]
BY_AVERAGE = [row | {"benchmark": "municipality", "direction": "lower"} for row in LOW_SHARES]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("weighted_score", WEIGHTED),
        ("share_below", RULE),
        ("against_average", {"criteria": BY_AVERAGE, "misses_for_low": 1, "years": 2}),
        ("ranking", {"indicators": LOW_SHARES, "lowest_part": 50, "hits_for_low": 1}),
        (
            "dynamics",
            {"procedures": LISTED, "figure": "share_low", "tolerance": 0, "improved_when": "all"},
        ),
        ("signs", {"procedures": LISTED, "min_participants": 1}),
    ],
)
def test_a_school_without_data_is_told_no_distance_and_no_stability_by_any_method(
    method, parameters
):
    rule = method_of(method, parameters)
    silent = {
        ("Д", YEAR, RUSSIAN): "not_given",
        ("Д", YEAR - 1, RUSSIAN): (10, 3, 0),
        ("Д", YEAR - 1, OGE): (10, 2, 1),
    }
    facts = facts_of(COUNTED | silent)

    verdicts, firm = rule.judge(facts), stability(rule, facts, seed=1, draws=50)

    assert [status == "no_data" for status in verdicts["status"]][-1]
    gaps = [n for n, status in enumerate(verdicts["status"]) if status == "no_data"]
    assert {verdicts["pupils_to_flip"][n] for n in gaps} | {firm[n] for n in gaps} == {None}
    assert any(one is not None for one in firm)


def test_two_runs_on_the_same_results_agree(municipality):
    for n in (1, 2, 3):
        school = make_school(municipality=municipality, short_name=f"СОШ {n}")
        make_result(school=school, sitting=make_sitting(), participants=12, low_n=n, high_n=5)

    first, second = (make_verdicts(municipality=municipality) for _ in range(2))

    figures = [
        dict(run.verdicts.values_list("school__short_name", "stability")) for run in (first, second)
    ]
    assert figures[0] == figures[1]
    assert None not in figures[0].values()
