"""Order 662: criteria on averages. Cases worked by hand, and random towns told anew."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from identification.methods import method_of, problems_of
from identification.methods.averages import average_code
from identification.methods.stability import stability
from identification.methods.statuses import NAMES
from tests.identification.towns import (
    FOURTH,
    MATHS,
    PROCEDURES,
    RUSSIAN,
    YEAR,
    assert_worlds_are_judged_one_by_one,
    benchmark,
    counts,
    fewest_by_force,
    figure_of,
    judged,
    last_years,
    mean,
    measure,
    measure_of,
    not_held,
    random_town,
    result,
    shares,
    statuses,
    told,
    town,
)

MEAN_OF_RUSSIAN = average_code(("EGE", 11, "русский язык", ""), "mean")


def criterion(benchmark="municipality", direction="lower", **reads):
    return {"benchmark": benchmark, "direction": direction} | reads


def of(procedure, figure="share_low", **rest):
    return criterion(procedure=procedure, figure=figure, **rest)


def rule(*criteria, least=1, **more):
    parameters = {"criteria": list(criteria), "misses_for_low": least} | more
    assert problems_of("against_average", parameters) == []
    return method_of("against_average", parameters)


def reasons(method, facts, school=1):
    return judged(method, facts)[school]["reasons"]


def test_the_municipality_s_average_is_over_all_pupils():
    # 3 of 14 below the minimum: 21.4 %; a plain mean of 20, 50 and 0 % would be 23.3 %
    facts = town(
        (1, 2, 3),
        [
            result(1, FOURTH, counts(10, 2, 0)),
            result(2, FOURTH, counts(2, 1, 0)),
            result(3, FOURTH, counts(2, 0, 0)),
        ],
    )
    method = rule(of(FOURTH))

    assert statuses(method, facts) == {1: "none", 2: "low", 3: "none"}
    (reason,) = reasons(method, facts)
    assert (reason["value"], reason["limit"], reason["op"], reason["met"]) == (
        2000,
        2143,
        ">",
        False,
    )
    assert (reason["average_of"], reason["average_source"]) == (
        "municipality",
        "по школам муниципалитета, с учётом численности",
    )


def test_a_plain_mean_stands_in_where_a_number_of_pupils_is_lacking_and_says_so():
    facts = town(
        (1, 2), [result(1, FOURTH, counts(10, 2, 0)), result(2, FOURTH, shares(5000, 1000))]
    )
    method = rule(of(FOURTH))

    (reason,) = reasons(method, facts)
    assert reason["limit"] == 3500
    assert reason["average_source"].startswith("простое среднее школ муниципалитета")
    assert statuses(method, facts) == {1: "none", 2: "low"}


def test_the_average_itself_is_no_miss_whichever_way_is_better():
    facts = town((1, 2), [result(n, FOURTH, counts(3, 1, 1)) for n in (1, 2)])

    assert statuses(rule(of(FOURTH)), facts) == {1: "none", 2: "none"}
    assert statuses(rule(of(FOURTH, "share_high", direction="higher")), facts) == {
        1: "none",
        2: "none",
    }


def test_a_third_is_compared_by_counts_and_not_as_it_is_printed():
    entered = measure(
        average_code(("VPR", 4, "математика", ""), "share_low"), None, Decimal("33.33")
    )
    facts = town(
        (1,),
        [result(1, FOURTH, counts(3, 1, 0))],
        measured=[entered | {"place": "region"}],
    )

    assert statuses(rule(of(FOURTH, benchmark="region")), facts) == {1: "low"}


def test_an_entered_average_comes_before_the_federal_and_that_before_the_computed():
    results = [result(1, RUSSIAN, counts(10, 3, 0)), result(2, RUSSIAN, counts(10, 1, 0))]
    code = average_code(("EGE", 11, "русский язык", ""), "share_low")
    entered = measure(code, None, Decimal("40"), place="municipality", source="Справка")
    federal = benchmark("municipality", RUSSIAN, "share_low", 3500)
    method = rule(of(RUSSIAN))

    limits = [
        (reason["limit"], reason["average_source"])
        for facts in (
            town((1, 2), results, measured=[entered], benchmarks=[federal]),
            town((1, 2), results, benchmarks=[federal]),
            town((1, 2), results, benchmarks=[benchmark("region", RUSSIAN, "share_low", 1)]),
        )
        for reason in reasons(method, facts)
    ]

    assert limits == [
        (4000, "Справка"),
        (3500, "федеральный файл"),
        (2000, "по школам муниципалитета, с учётом численности"),
    ]


def test_a_municipality_may_enter_what_it_knows_of_its_region():
    results = [result(1, RUSSIAN, mean(60))]
    own = measure(f"region-{MEAN_OF_RUSSIAN}", None, Decimal("60.01"), place="municipality")
    method = rule(of(RUSSIAN, "mean", benchmark="region", direction="higher"))

    (reason,) = reasons(method, town((1,), results, measured=[own]))

    assert (reason["value"], reason["limit"], reason["met"]) == (60.0, 60.01, True)
    assert reason["average_source"] == "внесено в портал"
    assert own["measure"] in method.measures


def test_what_the_region_says_of_itself_comes_before_what_a_municipality_entered():
    said = measure(MEAN_OF_RUSSIAN, None, Decimal("59"), place="region")
    own = measure(f"region-{MEAN_OF_RUSSIAN}", None, Decimal("61"), place="municipality")
    facts = town((1,), [result(1, RUSSIAN, mean(60))], measured=[said, own])

    assert statuses(rule(of(RUSSIAN, "mean", benchmark="region", direction="higher")), facts) == {
        1: "none"
    }


def test_without_an_average_a_criterion_cannot_be_judged():
    facts = town((1,), [result(1, RUSSIAN, mean(60))])
    method = rule(of(RUSSIAN, "mean", benchmark="region", direction="higher"))

    (reason,) = reasons(method, facts)

    assert (reason["met"], reason["limit"], reason["value"]) == (None, None, 60.0)
    assert reason["average_source"] == "среднее не известно"
    assert statuses(method, facts) == {1: "no_data"}


TWO_YEARS = [
    measure(MEAN_OF_RUSSIAN, None, Decimal("70"), place="region", year=year)
    for year in (2021, 2022, 2023)
]


@pytest.mark.parametrize(
    ("last", "before", "status"),
    [
        (69, 69, "low"),
        (69, 70, "none"),
        (70, 69, "none"),
        (69, None, "none"),
        (None, 69, "no_data"),
    ],
)
def test_the_mean_of_the_exam_is_below_the_region_two_years_running(last, before, status):
    points = {2023: last, 2022: before}
    facts = town(
        (1,),
        [result(1, RUSSIAN, mean(p) if p else None, year) for year, p in points.items()],
        measured=TWO_YEARS,
    )
    method = rule(of(RUSSIAN, "mean", benchmark="region", direction="higher"), years=2)

    assert statuses(method, facts) == {1: status}
    assert [reason["academic_year"] for reason in reasons(method, facts)] == [2023, 2022]
    assert method.years == 2


def test_a_year_in_which_the_exam_was_not_held_is_passed_over():
    facts = town(
        (1,),
        [result(1, RUSSIAN, mean(60), 2023), result(1, RUSSIAN, mean(60), 2021)],
        measured=TWO_YEARS,
        absent=[not_held(RUSSIAN, 2022)],
    )
    method = rule(of(RUSSIAN, "mean", benchmark="region", direction="higher"), years=2)

    assert statuses(method, facts) == {1: "low"}


def test_the_criteria_of_order_662():
    """No certificates, the exam at the region, 80 points and more, absences below the district."""
    facts = town(
        (1, 2),
        [result(1, RUSSIAN, mean(69)), result(2, RUSSIAN, mean(75))],
        measured=[
            *TWO_YEARS,
            measure("no-certificate", 1, of=(1, 40)),
            measure("no-certificate", 2, of=(0, 30)),
            measure("ege-80", 1, of=(2, 20)),
            measure("ege-80", 2, of=(6, 20)),
            measure("ege-80", None, Decimal("15.5"), place="region"),
            measure("absences", 1, of=(30, 1000)),
            measure("absences", 2, of=(10, 3000)),
        ],
    )
    method = rule(
        criterion("zero", measure="no-certificate"),
        of(RUSSIAN, "mean", benchmark="region", direction="higher"),
        criterion("region", "higher", measure="ege-80"),
        criterion("municipality", measure="absences"),
        least=4,
    )

    assert statuses(method, facts) == {1: "low", 2: "none"}
    found = [(r["value"], r["limit"], r["met"]) for r in reasons(method, facts)]
    assert found == [(2.5, 0.0, True), (69.0, 70.0, True), (10.0, 15.5, True), (3.0, 1.0, True)]
    certificate = reasons(method, facts)[0]
    assert (certificate["title"], certificate["numerator"], certificate["denominator"]) == (
        "Показатель no-certificate",
        1,
        40,
    )
    assert (certificate["unit"], certificate["figure"], certificate["kind"]) == ("%", "measure", "")


def test_a_part_of_nobody_is_a_gap():
    facts = town((1,), measured=[measure("no-certificate", 1, of=(0, 0))])
    method = rule(criterion("zero", measure="no-certificate"))

    (reason,) = reasons(method, facts)

    assert (reason["met"], reason["value"], reason["no_data"]) == (None, None, "no_participants")


def test_another_status_may_be_given():
    facts = town((1,), measured=[measure("poor", 1, 5)])
    method = rule(criterion("zero", measure="poor"), statuses=[{"status": "at_risk"}])

    assert statuses(method, facts) == {1: "at_risk"}


def test_without_a_grade_every_grade_is_a_criterion_by_itself():
    fifth = FOURTH | {"grade": 5}
    facts = town((1,), [result(1, p, counts(4, 2, 0)) for p in (FOURTH, fifth)])
    method = rule(of(FOURTH | {"grade": None}, benchmark="zero"), least=2)

    assert statuses(method, facts) == {1: "low"}
    assert average_code(("VPR", 5, "математика", ""), "share_low") in method.measures


def test_codes_of_averages_are_slugs_that_fit_and_stay_apart():
    long = "Информатика и информационно-коммуникационные технологии в школе"
    codes = [
        average_code(("EGE", 11, "математика", "профиль"), "mean"),
        average_code(("OGE", 9, long, ""), "share_low"),
        average_code(("OGE", 9, f"{long} 2", ""), "share_low"),
    ]

    assert codes[0] == "ege-11-matematika-profil-mean"
    assert len(set(codes)) == 3
    assert all(len(f"region-{code}") <= 60 and code.isascii() for code in codes)


def test_pupils_that_turn_a_verdict_move_the_average_too():
    # 2 of 4 against 3 of 8; with one less 1 of 4 against 2 of 8: equal, no miss any more
    facts = town((1, 2), [result(1, FOURTH, counts(4, 2, 0)), result(2, FOURTH, counts(4, 1, 0))])
    method = rule(of(FOURTH))

    found = judged(method, facts)

    assert (found[1]["status"], found[1]["pupils_to_flip"]) == ("low", 1)
    assert found[1]["reasons"][0]["pupils"] == 1
    assert (found[2]["status"], found[2]["pupils_to_flip"]) == ("none", 2)


def test_marks_are_never_more_than_pupils():
    # one pupil cannot be below the minimum and high at once
    facts = town((1,), [result(1, FOURTH, counts(1, 1, 0))])
    zero = [of(FOURTH, figure, benchmark="zero") for figure in ("share_low", "share_high")]

    found = judged(rule(*zero, least=2), facts)[1]

    assert (found["status"], found["pupils_to_flip"]) == ("none", None)


def test_where_nothing_can_be_judged_nothing_is_firm():
    facts = town((1,), [result(1, FOURTH, counts(4, 2, 0))])
    method = rule(of(FOURTH, benchmark="region"))

    assert statuses(method, facts) == {1: "no_data"}
    assert stability(method, facts, seed=1) == [None]


def test_where_a_mean_a_measure_or_an_uncounted_share_decides_nobody_knows_the_distance():
    facts = town(
        (1, 2, 3),
        [result(1, FOURTH, counts(4, 2, 0, 50)), result(2, FOURTH, shares(3000, 1000))],
        measured=[measure("poor", 3, 5)],
    )
    by_mean = rule(of(FOURTH), of(FOURTH, "mean", direction="higher"))
    by_measure = rule(of(FOURTH), criterion("zero", measure="poor"))

    assert judged(by_mean, facts)[1]["pupils_to_flip"] is None
    assert stability(by_mean, facts, seed=1)[0] is None
    found = judged(by_measure, facts)
    assert [found[n]["pupils_to_flip"] is None for n in (1, 2, 3)] == [False, True, True]
    assert [firm is None for firm in stability(by_measure, facts, seed=1)] == [False, True, True]


def test_impossible_rows_are_named():
    rows = [
        criterion(),
        of(RUSSIAN, figure=None),
        criterion(measure="poor", figure="mean"),
        of(RUSSIAN),
        of(RUSSIAN | {"subject": "русский язык"}),
        of(RUSSIAN, benchmark="region"),
    ]

    assert problems_of("against_average", {"criteria": rows, "misses_for_low": 6}) == [
        "criteria, строка 1: укажите показатель или процедуру, что-то одно",
        "criteria, строка 2: figure: укажите, что сравнивается: доля или средний балл",
        "criteria, строка 3: figure: доля или средний балл указывается только для процедуры",
        "criteria, строка 5: такая строка уже стоит выше",
    ]
    assert problems_of("against_average", {"criteria": [of(RUSSIAN)], "misses_for_low": 2}) == [
        "«Невыполненных критериев для статуса» (misses_for_low): больше, чем строк в списке"
    ]


def random_rule(seed, figures=("share_low", "share_high", "mean"), measures=True, **fixed):
    random = Random(seed)
    criteria = [
        of(procedure, figure, benchmark=place, direction="lower" if "low" in figure else "higher")
        for procedure in PROCEDURES
        for figure in figures
        for place in ("municipality", "zero", "region")
        if random.random() < 0.4
    ] or [of(RUSSIAN)]
    if measures:
        criteria.append(criterion(measure=random.choice(["absences", "poor"])))
    least, years = random.randint(1, max(1, len(criteria) // 2)), random.choice([1, 1, 2])
    return rule(*criteria, **{"least": least, "years": years} | fixed)


def status_told_anew(facts, method, school):
    misses, judged_in_all = 0, 0
    for row in method.criteria:
        years = (
            last_years(facts, row["procedure"], method.years)
            if "procedure" in row
            else [YEAR - back for back in range(method.years)]
        )
        missed = [miss_told_anew(facts, row, school, year) for year in years]
        misses += all(missed)
        judged_in_all += missed[0] is not None
    if misses >= method.misses_for_low:
        return "low"
    # fewer figures than the status needs, and those that are lacking could make up for it
    lacking = len(method.criteria) - judged_in_all
    open_end = judged_in_all < method.misses_for_low <= misses + lacking
    return "none" if judged_in_all and not open_end else "no_data"


def miss_told_anew(facts, row, school, year):
    everybody = list(facts.schools["school_id"])
    if "measure" in row:
        values = {n: measure_of(facts, row["measure"], n, year) for n in everybody}
        records = [
            r
            for r in facts.measured.to_dict("records")
            if (r["measure"], r["academic_year"]) == (row["measure"], year)
        ]
        weights = [(r["numerator"], r["denominator"], 100) for r in records]
    else:
        rows = {n: told(facts, n, row["procedure"], year) for n in everybody}
        values = {n: figure_of(r, row["figure"]) for n, r in rows.items()}
        known = [r for n, r in rows.items() if values[n] is not None]
        part = {"share_low": "low_n", "share_high": "high_n"}.get(row["figure"])
        weights = [
            (
                r[part] if part else r["participants"] and r["mean"] * r["participants"],
                r["participants"],
                1,
            )
            for r in known
        ]
    there = [value for value in values.values() if value is not None]
    if values[school] is None or row["benchmark"] == "region":
        return None
    if row["benchmark"] == "zero":
        average = 0
    elif all(whole is not None for _part, whole, _scale in weights):
        scale = weights[0][2]
        average = Fraction(scale * sum(w[0] for w in weights), sum(w[1] for w in weights))
    elif "measure" in row or row["figure"] == "mean":
        average = sum(there) / len(there)
    else:
        average = Fraction(sum(r[row["figure"]] for r in known), 10_000 * len(known))
    if row["direction"] == "lower":
        return values[school] > average
    return values[school] < average


@pytest.mark.parametrize("seed", range(60))
def test_verdicts_are_what_the_rule_says_told_anew(seed):
    facts, method = random_town(seed), random_rule(seed)

    found = statuses(method, facts)

    assert found == {school: status_told_anew(facts, method, school) for school in found}
    assert set(found.values()) <= set(NAMES)


@pytest.mark.parametrize("seed", range(60))
def test_the_fewest_marks_are_what_trying_all_of_them_finds(seed):
    facts = random_town(seed, most=3, schools=3, procedures=2, uncounted=0)
    method = random_rule(seed, figures=("share_low", "share_high"), measures=False)

    for school, verdict in judged(method, facts).items():
        if verdict["status"] != "no_data":
            assert verdict["pupils_to_flip"] == fewest_by_force(method, facts, school)


@pytest.mark.parametrize("seed", range(10))
def test_many_worlds_are_judged_as_each_of_them(seed):
    assert_worlds_are_judged_one_by_one(random_rule(seed), random_town(seed), seed)


def test_the_distance_of_a_criterion_on_a_line_is_told_in_maths_too():
    facts = town((1,), [result(1, MATHS, counts(10, 3, 0))])

    (reason,) = reasons(rule(of(MATHS, benchmark="zero")), facts)

    assert (reason["pupils"], reason["title"]) == (3, "ЕГЭ, математика (профиль)")
