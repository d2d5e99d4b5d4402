"""The rule of 30 %: cases worked by hand, then a program written in another way."""

import random
from decimal import Decimal

import pytest

from identification.methods import method_of, problems_of
from identification.methods.stability import stability
from tests.identification.counted import (
    MATHS,
    OGE,
    OGE_MATHS,
    RUSSIAN,
    YEAR,
    facts_of,
    procedure,
)

FOUR = [procedure(key) for key in (RUSSIAN, MATHS, OGE, OGE_MATHS)]
RULE = {
    "procedures": FOUR,
    "threshold": 30,
    "hits_last_year": 2,
    "hits_each_year": 1,
    "years": 2,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}
HIT, NEAR, FINE = (10, 3, 2), (1000, 299, 200), (10, 0, 5)


def facts_told(results, absent=()):
    """Of one school: {(years before the last, procedure): figures}; `absent`: not held at all."""
    told = {("А", YEAR - ago, key): found for (ago, key), found in results.items()}
    return facts_of(told, not_held=[(YEAR - ago, key) for ago, key in absent])


def verdict(results, *, absent=(), **changes):
    facts = facts_told(results, absent)
    return method_of("share_below", RULE | changes).judge(facts).to_dict("records")[0]


def status(results, **changes):
    return verdict(results, **changes)["status"]


@pytest.mark.parametrize(
    ("figures", "is_hit"),
    [
        ((10, 3, 0), True),
        ((10, 2, 0), False),
        ((1000, 299, 0), False),
        ((1000, 300, 0), True),
        ((10_000, 2989, 0), False),
        ((20_000, 5999, 0), False),  # 29.995 % is printed as 30.00
        ((7, 2, 0), False),  # 28.57 %
        ((3, 1, 0), True),
        ((1, 1, 0), True),
        ((0, 0, 0), False),
        ((3000, 0), True),  # only a share is known
        ((2999, 0), False),
        ("not_given", False),
    ],
)
def test_a_hit_is_counted_in_pupils_where_they_are_known(figures, is_hit):
    found = status({(0, RUSSIAN): figures, (0, MATHS): FINE}, hits_last_year=1)

    assert found == ("low" if is_hit else "none")


@pytest.mark.parametrize(
    ("threshold", "figures", "found"),
    [
        (33.33, (3, 1, 0), "low"),
        (33.34, (3, 1, 0), "none"),
        (0.01, (10_000, 1, 0), "low"),
        (100, (5, 5, 0), "low"),
        (100, (5, 4, 0), "none"),
    ],
)
def test_a_threshold_may_have_two_places(threshold, figures, found):
    assert status({(0, RUSSIAN): figures}, threshold=threshold, hits_last_year=1) == found


def test_two_procedures_of_the_last_year_are_enough_and_one_is_not():
    assert status({(0, RUSSIAN): HIT, (0, OGE): HIT}) == "low"
    assert status({(0, RUSSIAN): HIT, (0, OGE): NEAR}) == "none"
    assert status({(1, RUSSIAN): HIT, (1, OGE): HIT, (0, OGE): FINE}) == "none"


def test_any_procedure_in_each_of_two_years_is_enough_in_the_first_reading():
    running = {(0, RUSSIAN): HIT, (1, OGE): HIT}

    assert status(running) == "low"
    assert status(running, same_procedure=True) == "none"


def test_the_same_procedure_in_two_years_is_needed_in_the_second_reading():
    running = {(0, RUSSIAN): HIT, (1, RUSSIAN): HIT, (1, OGE): HIT}

    assert status(running, same_procedure=True) == "low"
    assert status(running, same_procedure=True, hits_each_year=2) == "none"
    assert status(running, hits_each_year=2) == "none"
    other_grade = {(0, ("VPR", 5, "Русский язык", "")): HIT, (1, RUSSIAN): HIT}
    every = {"procedures": [procedure(RUSSIAN) | {"grade": None}]}
    assert status(other_grade, **every) == "low"
    assert status(other_grade, same_procedure=True, **every) == "none"


def test_basic_and_profile_mathematics_are_two_procedures():
    basic, profile = (("EGE", 11, "Математика", variant) for variant in ("база", "профиль"))

    found = status(
        {(0, basic): HIT, (0, profile): HIT}, procedures=[procedure(basic), procedure(profile)]
    )

    assert found == "low"


@pytest.mark.parametrize(("not_held", "found"), [("skip", "low"), ("break", "none")])
def test_a_year_in_which_nothing_was_held_is_passed_over_or_ends_the_row(not_held, found):
    results = {(0, RUSSIAN): HIT, (2, RUSSIAN): HIT}

    assert status(results, absent=[(1, RUSSIAN)], not_held=not_held) == found
    assert status(results, not_held=not_held) == "none"  # nobody has said that nothing was held


def test_a_year_in_which_one_of_the_procedures_was_held_stands():
    results = {(0, RUSSIAN): HIT, (1, OGE): FINE, (2, RUSSIAN): HIT}

    assert status(results, absent=[(1, RUSSIAN)]) == "none"


def test_two_years_may_be_passed_over():
    results = {(0, RUSSIAN): HIT, (3, RUSSIAN): HIT}

    assert status(results, absent=[(1, RUSSIAN), (2, RUSSIAN), (2, OGE)]) == "low"


NOTHING_HELD = [(0, RUSSIAN), (0, MATHS), (0, OGE), (0, OGE_MATHS)]


@pytest.mark.parametrize(("not_held", "found"), [("skip", "low"), ("break", "no_data")])
def test_the_year_that_is_judged_is_passed_over_too_where_nothing_was_held(not_held, found):
    results = {(1, RUSSIAN): HIT, (2, OGE): HIT}

    assert status(results, absent=NOTHING_HELD, not_held=not_held) == found
    assert status(results, not_held=not_held) == "no_data"  # nobody has said it was not held


def test_hits_of_the_last_year_are_never_taken_from_a_year_before():
    results = {(1, RUSSIAN): HIT, (1, MATHS): HIT, (2, RUSSIAN): FINE}

    assert status(results, absent=NOTHING_HELD) == "no_data"
    assert status(results, absent=NOTHING_HELD, hits_each_year=None) == "no_data"


def test_a_row_that_starts_before_the_judged_year_is_as_long_as_any_other():
    absent = [*NOTHING_HELD, (2, RUSSIAN)]
    results = {(1, RUSSIAN): HIT, (3, RUSSIAN): HIT, (4, RUSSIAN): FINE}

    assert status(results, absent=absent) == "low"
    assert status(results, absent=absent, same_procedure=True) == "low"
    assert status(results, absent=absent, years=3) == "no_data"
    assert status(results | {(4, RUSSIAN): HIT}, absent=absent, years=3) == "low"


def test_what_would_change_a_status_of_earlier_years_lies_in_these_years():
    rule = method_of("share_below", RULE)
    # 5 of 10 are 3 pupils above the 2 that are no hit, 4 of 10 are 2
    facts = facts_told({(1, RUSSIAN): (10, 5, 0), (2, OGE): (10, 4, 0)}, NOTHING_HELD)

    found = rule.judge(facts).to_dict("records")[0]

    assert (found["status"], found["pupils_to_flip"]) == ("low", 2)
    assert stability(rule, facts, seed=1, draws=50)[0] is not None
    lone = facts_told({(1, RUSSIAN): (10, 5, 0), (2, OGE): FINE}, NOTHING_HELD)
    assert rule.judge(lone)["pupils_to_flip"][0] is None  # no status, nothing to change


@pytest.mark.parametrize(("least", "found"), [(0, "low"), (10, "low"), (11, "no_data")])
def test_procedures_of_few_participants_may_be_left_out(least, found):
    assert status({(0, RUSSIAN): HIT, (0, MATHS): HIT}, min_participants=least) == found


def test_a_share_of_an_unknown_number_is_never_too_small():
    shares = {(0, RUSSIAN): (3000, 0), (0, MATHS): (3000, 0)}

    assert status(shares, min_participants=100) == "low"


def test_a_school_that_is_not_low_and_said_nothing_usable_this_year_has_no_data():
    assert status({(0, RUSSIAN): "not_given", (1, RUSSIAN): FINE}) == "no_data"
    assert status({(1, RUSSIAN): HIT, (1, MATHS): HIT}) == "no_data"
    assert status({(0, RUSSIAN): (0, 0, 0)}) == "no_data"
    assert status({(0, RUSSIAN): FINE, (0, MATHS): "not_given"}) == "none"


def test_either_half_of_the_rule_may_be_switched_off():
    twice, running = {(0, RUSSIAN): HIT, (0, OGE): HIT}, {(0, RUSSIAN): HIT, (1, OGE): HIT}

    assert status(twice, hits_each_year=None) == "low"
    assert status(twice, hits_last_year=None) == "none"
    assert status(running, hits_last_year=None) == "low"
    assert status(running, hits_each_year=None) == "none"
    assert problems_of("share_below", RULE | {"hits_last_year": None, "hits_each_year": None}) == [
        "Нужно хотя бы одно условие: за последний год или подряд"
    ]


def test_a_quarter_of_twos_in_two_of_three_subjects_of_an_exam():
    subjects = [("OGE", 9, name, "") for name in ("Русский язык", "Математика", "Физика")]
    rule = {
        "procedures": [procedure(key) for key in subjects],
        "threshold": 25,
        "hits_each_year": None,
        "statuses": [{"status": "at_risk"}],
    }

    def of(*lows):
        return status(
            {(0, key): (8, low, 0) for key, low in zip(subjects, lows, strict=True)}, **rule
        )

    assert (of(2, 2, 0), of(2, 0, 2), of(2, 1, 1), of(8, 0, 0)) == (
        *("at_risk", "at_risk"),
        *("none", "none"),
    )


def test_three_years_running():
    results = {(ago, RUSSIAN): HIT for ago in range(3)}

    assert status(results, years=3) == "low"
    assert status(results | {(1, RUSSIAN): FINE}, years=3) == "none"
    assert status({(0, RUSSIAN): HIT}, years=1, hits_last_year=None) == "low"


def test_every_line_says_whether_it_is_a_hit_and_how_far_off():
    told = {
        (0, RUSSIAN): (10, 5, 0),
        (0, MATHS): NEAR,
        (0, OGE): "not_given",
        (0, OGE_MATHS): (2500, 0),
    }

    reasons = verdict(told, hits_each_year=None)["reasons"]

    assert [(r["met"], r["value"], r["limit"], r["op"], r["pupils"]) for r in reasons] == [
        (True, 5000, 3000, ">=", 3),
        (False, 2990, 3000, ">=", 1),
        (None, None, 3000, ">=", None),
        (False, 2500, 3000, ">=", None),
    ]


def test_what_cannot_be_counted_has_neither_pupils_nor_stability():
    counted = {(0, RUSSIAN): HIT, (0, MATHS): HIT}

    def firm(results, *, absent=(), **changes):
        rule = method_of("share_below", RULE | changes)
        facts = facts_told(results, absent)
        return (
            rule.judge(facts)["pupils_to_flip"][0],
            stability(rule, facts, seed=1, draws=50)[0] is not None,
        )

    assert firm(counted) == (1, True)
    assert firm(counted | {(0, OGE): (2500, 0)}) == (None, False)
    assert firm(counted | {(1, OGE): (2500, 0)}) == (None, False)
    # a year that the rule does not read does not matter
    assert firm(counted | {(1, OGE): (2500, 0)}, hits_each_year=None) == (1, True)
    # nor does one before a gap that breaks the row
    broken = {"years": 3, "not_held": "break", "absent": [(2, RUSSIAN)]}
    assert firm(counted | {(1, OGE): (2500, 0)}, **broken) == (1, True)
    # without a status there is nothing that could be firm
    assert firm({(0, RUSSIAN): "not_given", (1, RUSSIAN): HIT}) == (None, False)


def in_loops(rule, school, town, absent):
    """The same rule as plain loops over dicts; `town`: {school: {(ago, procedure): figures}}."""

    def meant(key):
        return any(
            (p["kind"], p["subject"], p["variant"] or "") == (key[0], key[2], key[3])
            and p["grade"] in (None, key[1])
            for p in rule["procedures"]
        )

    def usable(found):
        if isinstance(found, str):
            return False
        return len(found) == 2 or found[0] >= max(1, rule["min_participants"])

    def is_hit(found):
        limit = Decimal(str(rule["threshold"]))
        if not usable(found):
            return False
        if len(found) == 2:
            return Decimal(found[0]) / 100 >= limit
        return Decimal(found[1]) * 100 >= limit * found[0]

    def held(ago):
        return any(
            year == ago and meant(key) and not isinstance(found, str)
            for told in town.values()
            for (year, key), found in told.items()
        )

    told, row, ago, broken = town[school], [], 0, False
    while len(row) < rule["years"] and not broken:
        gone = not held(ago) and any(year == ago and meant(key) for year, key in absent)
        if not gone:
            row.append(ago)
        elif rule["not_held"] == "break":
            broken = True
        ago += 1

    def hits_of(one):
        return {key for (year, key), f in told.items() if year == one and meant(key) and is_hit(f)}

    hits, low = [hits_of(one) for one in row], False
    if rule["hits_last_year"] is not None and len(hits_of(0)) >= rule["hits_last_year"]:
        low = True
    if rule["hits_each_year"] is not None and not broken:
        if rule["same_procedure"]:
            low = low or len(set.intersection(*hits)) >= rule["hits_each_year"]
        else:
            low = low or min(len(one) for one in hits) >= rule["hits_each_year"]
    if low:
        return "low"
    said = any(year == 0 and meant(key) and usable(f) for (year, key), f in told.items())
    return "none" if said else "no_data"


KEYS = [("VPR", grade, name, "") for grade in (4, 5) for name in ("Русский язык", "Математика")]
KEYS += [OGE, ("EGE", 11, "Математика", "база"), ("EGE", 11, "Математика", "профиль")]


def some_rule(chance):
    listed = chance.sample(KEYS, chance.randint(1, 4))
    procedures = [procedure(key) for key in listed]
    if chance.random() < 0.4:
        procedures.append(procedure(KEYS[0]) | {"grade": None})
    halves = chance.choice([(2, 1), (1, 1), (2, None), (None, 1), (None, 2), (3, 2)])
    return RULE | {
        "procedures": procedures,
        "threshold": chance.choice([30, 25, 33.33, 50, 12.5]),
        "hits_last_year": halves[0],
        "hits_each_year": halves[1],
        "years": chance.choice([1, 2, 2, 3]),
        "same_procedure": chance.random() < 0.4,
        "min_participants": chance.choice([0, 0, 5]),
        "not_held": chance.choice(["skip", "break"]),
    }


def some_figures(chance):
    kind = chance.random()
    if kind < 0.1:
        return chance.choice(["not_given", "no_participants"])
    if kind < 0.2:
        return (chance.choice([2499, 2500, 2999, 3000, 3333, 5000]), 100)
    n = chance.choice([0, 1, 3, 4, 8, 10, 12, 40])
    return (n, min(n, chance.choice([0, n // 4, -(-3 * n // 10), -(-n // 3), n // 2])), 0)


def some_school(chance, absent):
    return {
        (ago, key): some_figures(chance)
        for ago in range(6)
        for key in KEYS
        if chance.random() < 0.7 and (ago, key) not in absent
    }


def some_town(chance):
    """In half of the towns nothing was held a year ago, in a fifth nothing this year."""
    absent = {(1, key) for key in KEYS} if chance.random() < 0.5 else set()
    absent |= {(0, key) for key in KEYS} if chance.random() < 0.2 else set()
    absent |= {(chance.randint(1, 3), chance.choice(KEYS)) for _ in range(3)}
    town = {f"СОШ {n}": some_school(chance, absent) for n in range(chance.randint(1, 4))}
    # each was tested at some time, so that «every grade» means the same in both programs
    town["СОШ 0"] |= {(6, key): (40, 0, 0) for key in KEYS}
    return town, sorted(absent)


def test_a_program_of_plain_loops_gives_the_same_verdicts():
    seen = []
    for seed in range(300):
        chance = random.Random(seed)
        rule, (town, absent) = some_rule(chance), some_town(chance)
        results = {
            (school, YEAR - ago, key): found
            for school, told in town.items()
            for (ago, key), found in told.items()
        }
        not_held = [(YEAR - ago, key) for ago, key in absent]
        facts = facts_of(results, not_held=not_held, schools=dict.fromkeys(town, "сёла"))

        verdicts = method_of("share_below", rule).judge(facts)

        found = dict(zip(verdicts["school_id"], verdicts["status"], strict=True))
        assert found == {school: in_loops(rule, school, town, absent) for school in town}, seed
        seen += found.values()
    assert min(seen.count(name) for name in ("low", "none", "no_data")) > 30
