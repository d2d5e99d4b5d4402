"""Positive dynamics against the year before. Cases worked by hand, and random towns told anew."""

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
    assert_worlds_are_judged_one_by_one,
    counts,
    fewest_by_force,
    figure_of,
    judged,
    last_years,
    mean,
    not_held,
    random_town,
    result,
    shares,
    statuses,
    told,
    town,
)


def rule(*procedures, figure="share_high", tolerance=0, when="all", **more):
    parameters = {
        **{"procedures": list(procedures), "figure": figure},
        **{"tolerance": tolerance, "improved_when": when},
    } | more
    assert problems_of("dynamics", parameters) == []
    return method_of("dynamics", parameters)


def two_years(now, before, procedure=FOURTH, school=1, *, year=2022):
    return [result(school, procedure, now), result(school, procedure, before, year)]


@pytest.mark.parametrize(
    ("figure", "now", "before", "tolerance", "status"),
    [
        ("share_high", counts(20, 0, 5), counts(20, 0, 4), 0, "improved"),
        ("share_high", counts(20, 0, 5), counts(20, 0, 4), 4.99, "improved"),
        ("share_high", counts(20, 0, 5), counts(20, 0, 4), 5, "none"),  # exactly five points
        ("share_high", counts(20, 0, 5), counts(4, 0, 1), 0, "none"),
        ("share_high", counts(3, 0, 1), counts(100, 0, 33), 0, "improved"),
        ("share_low", counts(20, 4, 0), counts(20, 5, 0), 0, "improved"),
        ("share_low", counts(20, 4, 0), counts(20, 5, 0), 5, "none"),
        ("share_low", counts(20, 5, 0), counts(20, 4, 0), 0, "none"),
        ("share_low", shares(1000, 0), shares(1500, 0), 4.99, "improved"),
        ("share_low", shares(1000, 0), shares(1500, 0), 5, "none"),
        ("mean", mean(60), mean(58), 1.99, "improved"),
        ("mean", mean(60), mean(58), 2, "none"),
        ("mean", counts(4, 2, 0), counts(4, 1, 0), 0, "no_data"),
    ],
)
def test_better_by_more_than_the_tolerance(figure, now, before, tolerance, status):
    facts = town((1,), two_years(now, before))

    assert statuses(rule(FOURTH, figure=figure, tolerance=tolerance), facts) == {1: status}


@pytest.mark.parametrize(("when", "status"), [("all", "none"), ("any", "improved")])
def test_all_procedures_or_any_of_them(when, status):
    better = two_years(counts(4, 0, 2), counts(4, 0, 1))
    worse = two_years(counts(4, 0, 1), counts(4, 0, 2), MATHS)
    facts = town((1,), [*better, *worse])

    assert statuses(rule(FOURTH, MATHS, when=when), facts) == {1: status}


def test_a_procedure_without_both_years_is_left_out():
    better = two_years(counts(4, 0, 2), counts(4, 0, 1))
    facts = town((1,), [*better, result(1, MATHS, counts(4, 0, 0))])

    found = judged(rule(FOURTH, MATHS), facts)[1]

    assert found["status"] == "improved"
    assert [reason["met"] for reason in found["reasons"]] == [True, None]


def test_nothing_in_both_years_is_no_data():
    facts = town(
        (1, 2), [result(1, FOURTH, counts(4, 0, 2)), *two_years(None, counts(3, 0, 0), school=2)]
    )
    method = rule(FOURTH)

    assert statuses(method, facts) == {1: "no_data", 2: "no_data"}
    assert [row["pupils_to_flip"] for row in judged(method, facts).values()] == [None, None]
    assert stability(method, facts, seed=1) == [None, None]


def test_a_year_in_which_it_was_not_held_is_passed_over_for_that_procedure_only():
    facts = town(
        (1,),
        [
            *two_years(counts(4, 0, 2), counts(4, 0, 1), year=2021),
            *two_years(counts(4, 0, 2), counts(4, 0, 1), MATHS),
        ],
        absent=[not_held(FOURTH, 2022)],
    )

    found = judged(rule(FOURTH, MATHS), facts)[1]

    assert found["status"] == "improved"
    assert [reason["before"]["academic_year"] for reason in found["reasons"]] == [2021, 2022]


def test_a_procedure_may_have_a_rule_of_its_own():
    own = {"procedure": MATHS, "figure": "share_low", "tolerance": 10}
    facts = town(
        (1,),
        [
            *two_years(counts(4, 0, 2), counts(4, 0, 1)),
            *two_years(counts(10, 2, 0), counts(10, 3, 0), MATHS),
        ],
    )

    assert statuses(rule(FOURTH, MATHS, exceptions=[own]), facts) == {1: "none"}
    assert statuses(rule(FOURTH, MATHS, exceptions=[own | {"tolerance": 9}]), facts) == {
        1: "improved"
    }


def test_a_rule_for_every_grade_is_one_for_each():
    own = {"procedure": FOURTH | {"grade": None}, "figure": "share_low", "tolerance": 0}
    facts = town((1,), two_years(counts(4, 0, 1), counts(4, 1, 1)))

    assert statuses(rule(FOURTH, exceptions=[own]), facts) == {1: "improved"}
    assert statuses(rule(FOURTH | {"grade": None}, exceptions=[own]), facts) == {1: "improved"}


def test_a_reason_tells_both_years_the_change_and_the_pupils():
    facts = town((1,), two_years(counts(20, 3, 7), counts(25, 5, 5)))

    (reason,) = judged(rule(FOURTH, tolerance=5), facts)[1]["reasons"]

    assert (reason["title"], reason["figure"], reason["met"]) == (
        "ВПР-4, математика",
        "share_high",
        True,
    )
    assert (reason["value"], reason["limit"], reason["op"]) == (3500, 2500, ">")
    assert (reason["before"]["value"], reason["before"]["participants"]) == (2000, 25)
    assert (reason["change"], reason["change_in_pupils"]) == (1500, 2)
    assert reason["pupils"] == 2  # 5 of 20 is 25 %, no more than five points


def test_without_counts_no_change_in_pupils_is_invented():
    facts = town((1,), two_years(shares(2000, 3000), counts(10, 3, 2)))
    method = rule(FOURTH, figure="share_low")

    found = judged(method, facts)[1]

    (reason,) = found["reasons"]
    assert (reason["change"], reason["change_in_pupils"], reason["pupils"]) == (-1000, None, None)
    assert (found["status"], found["pupils_to_flip"]) == ("improved", None)
    assert stability(method, facts, seed=1) == [None]


def test_a_mean_has_no_distance_in_pupils():
    facts = town((1,), two_years(counts(4, 1, 1, 60), counts(4, 1, 1, 50)))
    method = rule(FOURTH, figure="mean")

    found = judged(method, facts)[1]

    assert (found["status"], found["pupils_to_flip"]) == ("improved", None)
    assert found["reasons"][0]["change"] == 10
    assert stability(method, facts, seed=1) == [None]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, []),
        ({"tolerance": -1}, ["«Изменение больше чем на» (tolerance): нужно число не меньше 0"]),
        (
            {"procedures": [RUSSIAN, RUSSIAN | {"subject": "русский язык"}]},
            ["procedures, строка 2: процедура «ЕГЭ, русский язык» уже стоит выше"],
        ),
        (
            {"exceptions": [{"procedure": MATHS, "figure": "mean", "tolerance": 1}]},
            [
                "exceptions, строка 1: процедура «ЕГЭ, математика (профиль)» "
                "в списке процедур не названа"
            ],
        ),
        (
            {"exceptions": [{"procedure": RUSSIAN, "figure": "mean", "tolerance": 1}] * 2},
            ["exceptions, строка 2: процедура «ЕГЭ, русский язык» уже стоит выше"],
        ),
    ],
)
def test_impossible_parameters_are_named(changes, problems):
    usual = {"figure": "mean", "tolerance": 1, "improved_when": "any", "procedures": [RUSSIAN]}

    assert problems_of("dynamics", usual | changes) == problems


def random_rule(seed, figures=("share_low", "share_high", "mean")):
    random = Random(seed)
    procedures = random.sample(PROCEDURES, random.randint(1, 3))
    own = [
        {"procedure": one, "figure": random.choice(figures), "tolerance": random.choice([0, 10])}
        for one in procedures
        if random.random() < 0.3
    ]
    return rule(
        *procedures,
        figure=random.choice(figures),
        tolerance=random.choice([0, 0, 5, 25, 50]),
        when=random.choice(["all", "any"]),
        exceptions=own,
    )


def status_told_anew(facts, method, school):
    better = []
    for procedure in method.procedures:
        own = [row for row in method.exceptions if row["procedure"] == procedure]
        asked = own[0] if own else {"figure": method.figure, "tolerance": method.tolerance}
        now, before = (
            figure_of(told(facts, school, procedure, year), asked["figure"])
            for year in last_years(facts, procedure, 2)
        )
        if now is None or before is None:
            continue
        step = Fraction(asked["tolerance"]) / (1 if asked["figure"] == "mean" else 100)
        gain = before - now if asked["figure"] == "share_low" else now - before
        better.append(gain > step)
    if not better:
        return "no_data"
    return "improved" if (all if method.improved_when == "all" else any)(better) else "none"


@pytest.mark.parametrize("seed", range(60))
def test_verdicts_are_what_the_rule_says_told_anew(seed):
    facts, method = random_town(seed), random_rule(seed)

    found = statuses(method, facts)

    assert found == {school: status_told_anew(facts, method, school) for school in found}


@pytest.mark.parametrize("seed", range(60))
def test_the_fewest_marks_are_what_trying_all_of_them_finds(seed):
    facts = random_town(seed, most=3, schools=3, procedures=2, uncounted=0)
    method = random_rule(seed, figures=("share_low", "share_high"))

    for school, verdict in judged(method, facts).items():
        if verdict["status"] != "no_data":
            assert verdict["pupils_to_flip"] == fewest_by_force(method, facts, school)


@pytest.mark.parametrize("seed", range(10))
def test_many_worlds_are_judged_as_each_of_them(seed):
    assert_worlds_are_judged_one_by_one(random_rule(seed), random_town(seed), seed)
