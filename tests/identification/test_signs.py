"""Signs of results that ask for a closer look: each rule by hand, at its border, and at random."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest

from identification.methods import method_of, problems_of
from identification.methods.facts import ENROLMENT, MARKERS
from identification.methods.signs import Signs
from identification.methods.stability import stability
from identification.methods.wording.signs import RULES
from tests.identification.towns import (
    YEAR,
    assert_worlds_are_judged_one_by_one,
    counts,
    result,
    shares,
    town,
)
from tests.identification.towns import judged as judged_of

SUBJECT = {"subject": "Математика", "variant": None}
FOURTH, FIFTH = ({"kind": "VPR", "grade": grade} | SUBJECT for grade in (4, 5))
NINTH = {"kind": "OGE", "grade": 9} | SUBJECT
EVERY = [{"kind": "VPR", "grade": None} | SUBJECT, NINTH]
OFF = dict.fromkeys(
    [
        *("markers_years", "lower_excess", "jump_low", "jump_high"),
        *("cohort_low", "cohort_high", "reversal"),
    ]
) | {"over_enrolment": False, "unequal_counts": False}


def only(**rule):
    return method_of("signs", {"procedures": EVERY, "min_participants": 10} | OFF | rule)


def compared(lower, whole, **figures):
    """Nothing is known but the comparison with the class register, unless figures say more."""
    return {"journal": {"lower": lower, "same": whole - lower, "higher": 0}} | figures


def with_frames(facts, *, marks=(), pupils=()):
    """`marks`: (school, procedure, year); `pupils`: (school, year, grade, number)."""
    told = [
        {"school_id": school, "academic_year": year, "source": "перечень"}
        | procedure
        | {"variant": procedure["variant"] or ""}
        for school, procedure, year in marks
    ]
    return replace(
        facts,
        markers=pd.DataFrame(told, columns=MARKERS, dtype=object),
        enrolment=pd.DataFrame(list(pupils), columns=ENROLMENT, dtype=object),
    )


def found(method, facts):
    """School → rules of its signs, and its status."""
    return {
        school: ([reason["rule"] for reason in row["reasons"] if reason["met"]], row["status"])
        for school, row in judged_of(method, facts).items()
    }


def expected(rule, is_sign):
    return ([rule], "biased_signs") if is_sign else ([], "none")


def sentences(method, facts, school=1):
    row = judged_of(method, facts)[school]
    return [reason["found"].replace("\xa0", " ") for reason in row["reasons"] if reason["met"]]


# the federal list


@pytest.mark.parametrize(("year", "is_sign"), [(YEAR, True), (YEAR - 2, True), (YEAR - 3, False)])
def test_a_mark_of_the_federal_list_is_remembered_for_three_years(year, is_sign):
    facts = with_frames(town([1]), marks=[(1, FIFTH, year)])

    remembered = (["federal-list"], "biased_signs") if is_sign else ([], "no_data")
    assert found(only(markers_years=3), facts) == {1: remembered}


def test_a_mark_counts_also_where_the_methodology_looks_at_another_procedure():
    facts = with_frames(town([1]), marks=[(1, FOURTH | {"subject": "Русский язык"}, YEAR - 1)])

    assert sentences(only(markers_years=3), facts) == [
        "ВПР-4, русский язык, 2021/2022: результаты отмечены в федеральном перечне. "
        "Признак, требует дополнительного анализа."
    ]


# the class register


@pytest.mark.parametrize(("lower", "is_sign"), [(24, False), (25, True)])
def test_lower_than_the_register_is_held_against_the_municipality_s_own_share(lower, is_sign):
    # 24 of 40 are 60 %, of 100 in the municipality 40 are lower: exactly 20 points are no sign
    results = [
        result(1, FOURTH, compared(lower, 40)),
        result(2, FOURTH, compared(40 - lower, 60)),
    ]

    rules, status = found(only(lower_excess=20), town([1, 2], results))[1]

    assert (rules, status) == expected("below-register", is_sign)


def test_what_was_seen_is_told_in_pupils_and_in_neutral_words():
    results = [result(1, FOURTH, compared(25, 40)), result(2, FOURTH, compared(15, 60))]

    assert sentences(only(lower_excess=20), town([1, 2], results)) == [
        "ВПР-4, математика, 2022/2023: отметка ниже, чем в журнале, — у 25 из 40, 62,5 %; "
        "по муниципалитету — 40 %. Признак, требует дополнительного анализа."
    ]


@pytest.mark.parametrize(("whole", "status"), [(9, "no_data"), (10, "biased_signs")])
def test_of_a_small_group_nothing_is_said(whole, status):
    results = [
        result(1, FOURTH, compared(whole, whole)),
        result(2, FOURTH, compared(0, 100)),
    ]

    assert found(only(lower_excess=20), town([1, 2], results))[1][1] == status


def test_small_groups_are_still_a_part_of_the_municipality():
    results = [
        result(1, FOURTH, compared(5, 10)),
        *(result(n, FOURTH, compared(9, 9)) for n in (2, 3)),
    ]

    assert found(only(lower_excess=0), town([1, 2, 3], results))[1] == ([], "none")


# from year to year


@pytest.mark.parametrize(
    ("before", "now", "is_sign"), [(2, 4, False), (2, 5, True), (5, 2, True), (4, 2, False)]
)
def test_a_share_that_changes_by_more_than_the_points_is_a_sign_in_either_direction(
    before, now, is_sign
):
    results = [
        result(1, FOURTH, counts(20, before, 0), YEAR - 1),
        result(1, FOURTH, counts(20, now, 0)),
    ]

    rules, status = found(only(jump_low=10), town([1], results))[1]

    assert (rules, status) == expected("jump-low", is_sign)


def test_a_jump_tells_both_years_in_pupils():
    results = [
        result(1, FOURTH, counts(20, 0, 4), YEAR - 1),
        result(1, FOURTH, counts(25, 0, 20)),
    ]

    assert sentences(only(jump_high=20), town([1], results)) == [
        "ВПР-4, математика, 2022/2023: высокие результаты — 20 из 25, 80 %; в 2021/2022 — "
        "4 из 20, 20 %. Признак, требует дополнительного анализа."
    ]


def test_a_year_in_which_the_procedure_was_not_held_is_passed_over():
    absent = [{"kind": "VPR", "grade": 4, "subject": "Математика", "variant": ""}]
    results = [
        result(1, FOURTH, counts(20, 1, 0), YEAR - 2),
        result(1, FOURTH, counts(20, 9, 0)),
    ]
    facts = town([1], results, absent=[one | {"academic_year": YEAR - 1} for one in absent])

    assert found(only(jump_low=10), facts)[1] == (["jump-low"], "biased_signs")


@pytest.mark.parametrize(("then", "now"), [(9, 20), (20, 9)])
def test_both_years_need_enough_participants(then, now):
    results = [
        result(1, FOURTH, counts(then, 0, 0), YEAR - 1),
        result(1, FOURTH, counts(now, now, 0)),
    ]

    assert found(only(jump_low=10), town([1], results))[1] == ([], "no_data")


def test_shares_without_a_number_of_participants_say_nothing():
    results = [
        result(1, FOURTH, shares(0, 0), YEAR - 1),
        result(1, FOURTH, shares(9000, 0)),
    ]

    assert found(only(jump_low=10), town([1], results))[1] == ([], "no_data")


# the same children


@pytest.mark.parametrize(("high", "is_sign"), [(5, True), (6, False)])
def test_the_same_children_are_followed_from_the_fourth_grade_to_the_fifth(high, is_sign):
    results = [
        result(1, FOURTH, counts(20, 0, 16), YEAR - 1),
        result(1, FIFTH, counts(20, 0, high)),
    ]

    rules, _status = found(only(cohort_high=50), town([1], results))[1]

    assert rules == (["cohort-high"] if is_sign else [])


def test_other_children_are_not_compared():
    results = [
        result(1, FOURTH, counts(20, 0, 20)),
        result(1, FIFTH, counts(20, 0, 0)),
    ]

    assert found(only(cohort_high=10), town([1], results))[1] == ([], "no_data")


def cohort(high, low, *, year=YEAR - 5):
    """School 1 beside a large one in which half are high in ВПР-4 and a tenth are low in ОГЭ."""
    return [
        result(1, FOURTH, counts(20, 0, high), year),
        result(2, FOURTH, counts(80, 0, 40), year),
        result(1, NINTH, counts(20, low, 0)),
        result(2, NINTH, counts(80, 8, 0)),
    ]


@pytest.mark.parametrize(
    ("high", "low", "is_sign"), [(18, 10, True), (18, 2, False), (10, 10, False)]
)
def test_high_in_the_fourth_grade_and_low_in_the_ninth_is_a_sign(high, low, is_sign):
    rules, _status = found(only(reversal=10), town([1, 2], cohort(high, low)))[1]

    assert rules == (["reversal"] if is_sign else [])


def test_exactly_the_points_above_the_municipality_is_no_sign():
    # 58 of 100 in the municipality; 68 of 100 are ten points more
    border = [
        result(1, FOURTH, counts(50, 0, 34), YEAR - 5),
        result(2, FOURTH, counts(50, 0, 24), YEAR - 5),
        result(1, NINTH, counts(20, 20, 0)),
        result(2, NINTH, counts(80, 0, 0)),
    ]

    assert found(only(reversal=10), town([1, 2], border))[1] == ([], "none")
    assert found(only(reversal=9.99), town([1, 2], border))[1][0] == ["reversal"]


def test_the_ninth_grade_of_five_years_later_is_the_same_children_and_no_other():
    facts = town([1, 2], cohort(18, 10, year=YEAR - 4))

    assert found(only(reversal=10), facts)[1] == ([], "no_data")
    assert (only(reversal=10).years, only(jump_low=1).years, only(markers_years=3).years) == (
        6,
        2,
        3,
    )


def test_both_ends_of_the_thread_are_told():
    assert sentences(only(reversal=10), town([1, 2], cohort(18, 10))) == [
        "ОГЭ, математика, 2022/2023: не достигли минимума — 10 из 20, 50 %, по муниципалитету — "
        "18 %; у той же параллели (ВПР-4, математика, 2017/2018) высокие результаты — 18 из 20, "
        "90 %, по муниципалитету — 58 %. Признак, требует дополнительного анализа."
    ]


# numbers that do not fit


@pytest.mark.parametrize(("pupils", "is_sign"), [(20, False), (19, True)])
def test_more_participants_than_pupils_is_a_sign(pupils, is_sign):
    facts = town([1], [result(1, FOURTH, counts(20, 0, 0))])
    facts = with_frames(facts, pupils=[(1, YEAR, 4, pupils), (1, YEAR, 5, 1), (1, 2022, 4, 1)])

    rules, status = found(only(over_enrolment=True), facts)[1]

    assert (rules, status) == expected("over-enrolment", is_sign)
    if is_sign:
        assert sentences(only(over_enrolment=True), facts) == [
            "ВПР-4, математика, 2022/2023: участников 20, а в 4-х классах по карточке школы "
            "19 учеников. Признак, требует дополнительного анализа."
        ]


@pytest.mark.parametrize(("whole", "is_sign"), [(19, False), (20, False), (21, True)])
def test_more_marks_compared_with_the_register_than_participants_is_a_sign(whole, is_sign):
    facts = town([1], [result(1, FOURTH, compared(0, whole, **counts(20, 0, 0)))])

    rules, _status = found(only(unequal_counts=True), facts)[1]

    assert rules == (["unequal-counts"] if is_sign else [])


# the status


@pytest.mark.parametrize(
    ("least", "status"), [(1, "biased_signs"), (2, "biased_signs"), (3, "none")]
)
def test_so_many_signs_give_the_status(least, status):
    facts = with_frames(
        town([1], [result(1, FOURTH, counts(20, 0, 0))]),
        marks=[(1, FOURTH, YEAR)],
        pupils=[(1, YEAR, 4, 19)],
    )
    method = only(markers_years=3, over_enrolment=True, signs_for_status=least)

    assert found(method, facts)[1] == (["federal-list", "over-enrolment"], status)


def test_a_school_of_which_nothing_can_be_told_has_no_data():
    facts = town([1, 2], [result(1, FOURTH, counts(20, 0, 0)), result(2, FOURTH, None)])
    facts = with_frames(facts, pupils=[(1, YEAR, 4, 20)])

    assert found(only(over_enrolment=True), facts) == {1: ([], "none"), 2: ([], "no_data")}


def test_a_sign_leads_to_its_results():
    rows = [
        result(1, FOURTH, counts(20, 0, 0), YEAR - 1) | {"result_id": 7},
        result(1, FOURTH, counts(20, 9, 0)) | {"result_id": 8},
    ]
    reason = judged_of(only(jump_low=10), town([1], rows))[1]["reasons"][0]

    assert (reason["result"], reason["results"]) == (8, [8, 7])


def test_no_sentence_accuses_anybody():
    words = " ".join([*RULES.values(), method_of("signs", {"procedures": EVERY}).in_words()])

    assert "фальсифик" not in words.lower()
    assert "Признак — не вывод" in words


# parameters


def test_a_file_may_name_the_procedures_alone():
    assert problems_of("signs", {"procedures": EVERY}) == []
    assert method_of("signs", {"procedures": EVERY}) == Signs(procedures=EVERY)


def test_every_rule_may_be_switched_off_but_not_all():
    assert problems_of("signs", {"procedures": EVERY} | OFF) == ["Нужен хотя бы один признак"]
    for name in OFF:
        rule = {name: True if OFF[name] is False else 3}
        assert problems_of("signs", {"procedures": EVERY} | OFF | rule) == []


def signs_of(parameters, facts):
    answers = found(method_of("signs", parameters), facts)
    return {rule for rules, _status in answers.values() for rule in rules}


def test_a_rule_that_is_off_finds_nothing():
    rows = random_rows(Random(1))
    facts = with_frames(town(range(4), rows), marks=random_marks(Random(1)))
    seen = {
        rule for rules, _s in found(method_of("signs", whole()), facts).values() for rule in rules
    }

    for name, slug in NAMES.items():
        off = whole() | {name: False if OFF[name] is False else None}
        left = {
            rule for rules, _s in found(method_of("signs", off), facts).values() for rule in rules
        }
        assert left == seen - {slug}


# another program


NAMES = {
    "markers_years": "federal-list",
    "lower_excess": "below-register",
    "jump_low": "jump-low",
    "jump_high": "jump-high",
    "cohort_low": "cohort-low",
    "cohort_high": "cohort-high",
    "reversal": "reversal",
    "over_enrolment": "over-enrolment",
    "unequal_counts": "unequal-counts",
}


def whole():
    return {
        "procedures": EVERY,
        "min_participants": 3,
        "markers_years": 2,
        "lower_excess": 12.5,
        "jump_low": 20,
        "jump_high": 25,
        "cohort_low": 25,
        "cohort_high": 20,
        "reversal": 5,
        "over_enrolment": True,
        "unequal_counts": True,
        "signs_for_status": 2,
    }


def random_rows(random):
    rows = []
    for school in range(4):
        for procedure in (FOURTH, FIFTH, NINTH):
            for year in (YEAR, YEAR - 1, YEAR - 5):
                n = random.randint(1, 8)
                low = random.randint(0, n)
                told = random.random()
                figures = counts(n, low, random.randint(0, n - low)) if told < 0.8 else {}
                if random.random() < 0.6:
                    of = random.randint(1, 9)
                    figures = compared(random.randint(0, of), of, **figures)
                if figures:
                    rows.append(result(school, procedure, figures, year))
    return rows


def random_marks(random):
    years = (YEAR, YEAR - 1, YEAR - 2)
    return [(s, FOURTH, y) for s in range(4) for y in years if random.random() < 0.2]


def told_anew(rows, marks, pupils, rule):
    """The same signs, without a line of the portal: school → (sorted slugs, status)."""
    schools = range(4)
    known = {(r["school_id"], r["kind"], r["grade"], r["academic_year"]): r for r in rows}

    def part(school, procedure, year, side):
        row = known.get((school, procedure["kind"], procedure["grade"], year))
        if row is None or row["participants"] is None:
            return None
        return row[side], row["participants"]

    def enough(pair):
        return pair is not None and pair[1] >= rule["min_participants"]

    def town_share(pairs):
        pairs = [pair for pair in pairs if pair]
        return Fraction(sum(a for a, _n in pairs), sum(n for _a, n in pairs))

    def register(school, procedure):
        row = known.get((school, procedure["kind"], procedure["grade"], YEAR))
        journal = row and row["journal"]
        return (journal["lower"], sum(journal.values())) if journal else None

    answers = {}
    for school in schools:
        signs, checked = [], 0
        for _s, _procedure, year in (mark for mark in marks if mark[0] == school):
            if year > YEAR - rule["markers_years"]:
                signs.append("federal-list")
        for procedure in (FOURTH, FIFTH, NINTH):
            pair = register(school, procedure)
            if enough(pair):
                checked += 1
                everybody = town_share([register(s, procedure) for s in schools])
                if 100 * (Fraction(*pair) - everybody) > Fraction(str(rule["lower_excess"])):
                    signs.append("below-register")
            pairs = [("jump", procedure)]
            if procedure is FIFTH:
                pairs.append(("cohort", FOURTH))
            for name, earlier in pairs:
                for side in ("low", "high"):
                    now = part(school, procedure, YEAR, f"{side}_n")
                    then = part(school, earlier, YEAR - 1, f"{side}_n")
                    if enough(now) and enough(then):
                        checked += 1
                        change = 100 * abs(Fraction(*now) - Fraction(*then))
                        if change > rule[f"{name}_{side}"]:
                            signs.append(f"{name}-{side}")
            row = known.get((school, procedure["kind"], procedure["grade"], YEAR))
            n = row and row["participants"]
            if n and (school, YEAR, procedure["grade"]) in pupils:
                checked += 1
                if n > pupils[school, YEAR, procedure["grade"]]:
                    signs.append("over-enrolment")
            if n and pair:
                checked += 1
                if pair[1] > n:
                    signs.append("unequal-counts")
        early = part(school, FOURTH, YEAR - 5, "high_n")
        late = part(school, NINTH, YEAR, "low_n")
        if enough(early) and enough(late):
            checked += 1
            high = town_share([part(s, FOURTH, YEAR - 5, "high_n") for s in schools])
            low = town_share([part(s, NINTH, YEAR, "low_n") for s in schools])
            above = (100 * (Fraction(*early) - high), 100 * (Fraction(*late) - low))
            if min(above) > rule["reversal"]:
                signs.append("reversal")
        status = "none" if checked else "no_data"
        if len(signs) >= rule["signs_for_status"]:
            status = "biased_signs"
        answers[school] = (sorted(signs), status)
    return answers


def random_facts(seed):
    random = Random(seed)
    rows, marks = random_rows(random), random_marks(random)
    pupils = {
        (school, YEAR, grade): random.randint(1, 9)
        for school in range(4)
        for grade in (4, 5, 9)
        if random.random() < 0.4
    }
    facts = with_frames(
        town(range(4), rows), marks=marks, pupils=[(*key, n) for key, n in pupils.items()]
    )
    return facts, rows, marks, pupils


@pytest.mark.parametrize("seed", range(60))
def test_another_program_finds_the_same_signs(seed):
    facts, rows, marks, pupils = random_facts(seed)

    answers = found(method_of("signs", whole()), facts)

    assert {s: (sorted(rules), status) for s, (rules, status) in answers.items()} == told_anew(
        rows, marks, pupils, whole()
    )


def test_random_towns_show_every_sign():
    facts = [random_facts(seed)[0] for seed in range(60)]

    assert set(RULES) == set().union(*(signs_of(whole(), one) for one in facts))


# stability


@pytest.mark.parametrize("seed", range(3))
def test_many_worlds_are_judged_as_one_by_one(seed):
    assert_worlds_are_judged_one_by_one(method_of("signs", whole()), random_facts(seed)[0], seed)


def test_where_a_rule_on_marks_decides_the_verdict_can_be_drawn_anew():
    results = [
        *(result(s, FOURTH, counts(40, low, 0), YEAR - 1) for s, low in ((1, 2), (2, 8))),
        *(result(s, FOURTH, counts(40, low, 0)) for s, low in ((1, 30), (2, 12))),
    ]
    firm = stability(only(jump_low=10), town([1, 2], results), seed=1)

    assert firm[0] == 1
    assert 0.2 < firm[1] < 0.9


def test_where_a_list_a_register_or_a_card_decides_there_is_nothing_to_draw():
    results = [
        *(result(s, FOURTH, counts(20, 2, 0), YEAR - 1) for s in range(4)),
        *(result(s, FOURTH, compared(0, 20, **counts(20, 2, 0))) for s in (0, 1, 3)),
        result(2, FOURTH, compared(20, 20, **counts(20, 2, 0))),
    ]
    facts = with_frames(
        town(range(4), results), marks=[(0, FOURTH, YEAR)], pupils=[(1, YEAR, 4, 9)]
    )
    method = only(jump_low=90, markers_years=3, lower_excess=20, over_enrolment=True)

    assert stability(method, facts, seed=1) == [None, None, None, 1]
    assert judged_of(method, facts)[3]["pupils_to_flip"] is None


def test_a_town_without_results_has_no_data():
    method = method_of("signs", {"procedures": EVERY})

    assert found(method, town([1, 2])) == {1: ([], "no_data"), 2: ([], "no_data")}
    assert np.array(method.decide(town([]), method.cells(town([])))).shape == (0,)
