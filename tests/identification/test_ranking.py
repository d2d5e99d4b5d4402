"""The lowest part of the list. Cases worked by hand, and random towns told anew."""

from fractions import Fraction
from random import Random

import pytest

from identification.methods import method_of, problems_of
from identification.methods.stability import stability
from tests.identification.towns import (
    FOURTH,
    MATHS,
    PROCEDURES,
    RUSSIAN,
    YEAR,
    assert_worlds_are_judged_one_by_one,
    counts,
    fewest_by_force,
    figure_of,
    judged,
    mean,
    measure,
    measure_of,
    random_town,
    result,
    shares,
    statuses,
    told,
    town,
)


def of(procedure, figure="share_low"):
    return {"procedure": procedure, "figure": figure}


def by(code, direction="lower"):
    return {"measure": code, "direction": direction}


def rule(*indicators, part=25, least=1, **more):
    parameters = {"indicators": list(indicators), "lowest_part": part, "hits_for_low": least}
    assert problems_of("ranking", parameters | more) == []
    return method_of("ranking", parameters | more)


def by_means(*points):
    """Schools 1, 2, 3 … with these means; None: no result."""
    schools = range(1, len(points) + 1)
    rows = [result(n, RUSSIAN, p and mean(p)) for n, p in zip(schools, points, strict=True)]
    return town(schools, rows)


def low(facts, *indicators, **more):
    return [n for n, s in statuses(rule(*indicators, **more), facts).items() if s == "low"]


@pytest.mark.parametrize(
    ("points", "schools"),
    [
        ((50, 60, 70, 80), [1]),
        ((60, 50, 70, 80, 90, 40, 55, 65), [2, 6]),
        ((50, 60, 70), []),  # of three schools no one is a quarter
        ((50, 50, 70, 80), []),  # two of four are more than a quarter
        ((50, 50, 70, 80, 85, 86, 87, 88), [1, 2]),
        ((50, 60, 60, 80, 85, 86, 87, 88), [1]),
        ((50, 60, 70, None), []),  # a gap makes the list no longer
        ((50, 60, 70, 80, 90), [1]),
        ((50, 50, 50, 50), []),
    ],
)
def test_equal_schools_are_in_the_lowest_quarter_together_or_not_at_all(points, schools):
    assert low(by_means(*points), of(RUSSIAN, "mean")) == schools


def test_a_higher_share_below_the_minimum_is_worse():
    facts = town(range(4), [result(n, FOURTH, counts(10, n, n)) for n in range(4)])

    assert low(facts, of(FOURTH, "share_low")) == [3]
    assert low(facts, of(FOURTH, "share_high")) == [0]


def test_counts_are_compared_and_not_what_is_printed():
    # 1 of 3 is more than 3333 of 10000 and is printed the same
    close = [counts(3, 1, 0), shares(3333, 0), counts(10, 3, 0), counts(10, 0, 0)]
    facts = town(range(4), [result(n, FOURTH, one) for n, one in enumerate(close)])

    assert low(facts, of(FOURTH)) == [0]


def test_a_measure_has_its_direction():
    facts = town(range(4), measured=[measure("absences", n, of=(n, 10)) for n in range(4)])

    assert low(facts, by("absences", "lower")) == [3]
    assert low(facts, by("absences", "higher")) == [0]
    assert rule(by("absences")).measures == ("absences",)


def test_the_lowest_quarter_of_the_district_by_three_indicators_of_six():
    # school 1 is last in maths of the fourth grade and in Russian, 2 in maths, 3 in absences
    def last_in(school, one):
        return counts(10, 9, 0) if school == one else counts(10, 1, 1)

    rows = [
        result(n, procedure, last_in(n, one))
        for procedure, one in ((FOURTH, 1), (MATHS, 2))
        for n in range(4)
    ]
    rows += [result(n, RUSSIAN, mean(40 if n == 1 else 60)) for n in range(4)]
    absences = [measure("absences", n, 3 if n == 3 else 1) for n in range(4)]
    facts = town(range(4), rows, measured=absences)
    both = [of(p, figure) for p in (FOURTH, MATHS) for figure in ("share_low", "share_high")]
    six = [*both, of(RUSSIAN, "mean"), by("absences")]

    assert low(facts, *six, least=3) == [1]
    assert low(facts, *six, least=2) == [1, 2]
    assert low(facts, *six, least=1) == [1, 2, 3]


def test_without_a_single_indicator_there_is_no_data():
    facts = by_means(50, 60, 70, 80, None)
    method = rule(of(RUSSIAN, "mean"))

    assert statuses(method, facts)[5] == "no_data"


def test_too_few_indicators_for_the_status_are_no_verdict():
    # the rule asks for two of three; school 1 has one figure, and that one is not in the quarter
    rows = [result(n, RUSSIAN, mean(50 + n)) for n in range(5)]
    rows += [result(n, FOURTH, counts(10, n, n)) for n in (0, 2, 3, 4)]
    facts = town(range(5), rows)
    three = [of(RUSSIAN, "mean"), of(FOURTH, "share_high"), by("absences")]

    found = statuses(rule(*three, least=2), facts)
    assert list(found.values()) == ["low", "no_data", "none", "none", "none"]
    # three of three: what school 1 misses already, nothing can make up for
    assert statuses(rule(*three, least=3), facts)[1] == "none"


def test_of_a_school_without_a_verdict_no_distance_and_no_stability_is_told():
    rows = [result(n, FOURTH, counts(10, n, 0)) for n in range(4)]
    facts = town(range(4), rows)
    method = rule(of(FOURTH), of(MATHS), of(RUSSIAN), least=2)

    assert {row["pupils_to_flip"] for row in judged(method, facts).values()} == {None}
    assert stability(method, facts, seed=1) == [None] * 4


def test_a_reason_tells_the_boundary_and_how_many_stand_behind():
    facts = by_means(50, 51.5, 70, 80, 81, 82, 83, 84)

    reasons = [row["reasons"][0] for row in judged(rule(of(RUSSIAN, "mean")), facts).values()]

    assert [(r["value"], r["met"], r["equal_or_worse"]) for r in reasons[:3]] == [
        (50, True, 1),
        (51.5, True, 2),
        (70, False, 3),
    ]
    assert {(r["limit"], r["op"], r["schools"]) for r in reasons} == {(51.5, "<=", 8)}


def test_where_nobody_is_in_the_lowest_part_there_is_no_boundary():
    (reason, *_others) = judged(rule(of(RUSSIAN, "mean")), by_means(1, 1, 1, 1))[1]["reasons"]

    assert (reason["limit"], reason["met"]) == (None, False)


def test_the_distance_is_counted_with_the_others_as_they_are():
    # the last of four has 4 low; the next 2: at 2 both stand in it, and two are more than a quarter
    rows = [result(n, FOURTH, counts(10, marks, 0)) for n, marks in enumerate((4, 2, 1, 0))]

    found = judged(rule(of(FOURTH)), town(range(4), rows))

    assert [row["pupils_to_flip"] for row in found.values()] == [2, 3, 4, 5]
    assert [row["reasons"][0]["pupils"] for row in found.values()] == [2, 3, 4, 5]


def test_a_mean_or_a_measure_has_no_distance_and_no_stability():
    rows = [result(n, FOURTH, counts(4, n, 0)) for n in range(4)]
    facts = town(range(4), rows, measured=[measure("absences", 0, 5)])
    method = rule(of(FOURTH), by("absences"))

    found = judged(method, facts)
    assert [found[n]["pupils_to_flip"] is None for n in range(4)] == [True, False, False, False]
    assert [firm is None for firm in stability(method, facts, seed=1)] == [
        True,
        False,
        False,
        False,
    ]


def test_impossible_rows_are_named():
    rows = [{"measure": "absences"}, of(RUSSIAN) | {"direction": "lower"}, of(RUSSIAN)]

    assert problems_of("ranking", {"indicators": rows, "lowest_part": 25, "hits_for_low": 3}) == [
        "indicators, строка 3: такая строка уже стоит выше",
        "indicators, строка 1: direction: укажите, что для показателя лучше",
        "indicators, строка 2: direction: у процедуры выбирать нечего, оставьте «нет»",
    ]
    assert problems_of(
        "ranking", {"indicators": [of(RUSSIAN)], "lowest_part": 0, "hits_for_low": 1}
    ) == ["«Нижняя часть списка, %» (lowest_part): нужно число не меньше 0,01"]


def random_rule(seed, figures=("share_low", "share_high", "mean"), measures=True):
    random = Random(seed)
    indicators = [of(p, f) for p in PROCEDURES for f in figures if random.random() < 0.6]
    if measures:
        indicators.append(
            by(random.choice(["absences", "poor"]), random.choice(["lower", "higher"]))
        )
    indicators = indicators or [of(RUSSIAN)]
    least = random.randint(1, max(1, len(indicators) // 2))
    return rule(*indicators, part=random.choice([25, 33.33, 40, 50, 66.67]), least=least)


def status_told_anew(facts, method, school):
    hits, usable = 0, 0
    for row in method.indicators:
        values = {n: value_told_anew(facts, row, n) for n in facts.schools["school_id"]}
        there = {n: value for n, value in values.items() if value is not None}
        if school not in there:
            continue
        usable += 1
        lower_is_better = row.get("direction") == "lower" or row.get("figure") == "share_low"
        behind = [
            n
            for n, value in there.items()
            if (value >= there[school] if lower_is_better else value <= there[school])
        ]
        hits += Fraction(100 * len(behind), len(there)) <= Fraction(str(method.lowest_part))
    if hits >= method.hits_for_low:
        return "low"
    # fewer figures than the status needs, and those that are lacking could make up for it
    open_end = usable < method.hits_for_low <= hits + len(method.indicators) - usable
    return "none" if usable and not open_end else "no_data"


def value_told_anew(facts, row, school):
    if "measure" in row:
        return measure_of(facts, row["measure"], school, YEAR)
    return figure_of(told(facts, school, row["procedure"], YEAR), row["figure"])


@pytest.mark.parametrize("seed", range(60))
def test_verdicts_are_what_the_rule_says_told_anew(seed):
    facts, method = random_town(seed), random_rule(seed)

    found = statuses(method, facts)

    assert found == {school: status_told_anew(facts, method, school) for school in found}


@pytest.mark.parametrize("seed", range(60))
def test_the_fewest_marks_are_what_trying_all_of_them_finds(seed):
    facts = random_town(seed, most=4, schools=4, procedures=2, uncounted=0)
    method = random_rule(seed, figures=("share_low", "share_high"), measures=False)

    for school, verdict in judged(method, facts).items():
        if verdict["status"] != "no_data":
            assert verdict["pupils_to_flip"] == fewest_by_force(method, facts, school)


@pytest.mark.parametrize("seed", range(10))
def test_many_worlds_are_judged_as_each_of_them(seed):
    assert_worlds_are_judged_one_by_one(random_rule(seed), random_town(seed), seed)
