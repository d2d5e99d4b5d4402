"""A line of a method without a score, in words."""

import pytest

from identification.reasons import Line, years_of

HIT = {
    "title": "ОГЭ, математика",
    "kind": "OGE",
    "grade": 9,
    "academic_year": 2026,
    "participants": 30,
    "low_n": 12,
    "high_n": 3,
    "no_data": "",
    "figure": "share_low",
    "value": 4000,
    "limit": 3000,
    "op": ">=",
    "met": True,
    "pupils": 4,
}
MEASURE = HIT | {
    "title": "Доля учителей высшей категории",
    "kind": "",
    "participants": None,
    "figure": "measure",
    "numerator": 3,
    "denominator": 12,
    "unit": "%",
    "value": 25.0,
    "limit": 40.5,
    "op": "<",
    "pupils": None,
}

BEFORE = {"academic_year": 2025, "participants": 20, "low_n": 9, "value": 4500, "no_data": ""}


def line(**changes):
    return Line(HIT | changes)


def plain(text):
    return text.replace("\xa0", " ")


def test_a_line_is_told_with_its_count_and_its_limit():
    assert plain(line().told) == "ОГЭ, математика, 2025/2026: 12 из 30, 40 % при пороге 30 %"
    assert line().answer == "не ниже порога"
    assert plain(line().one_pupil) == "1 ученик = 3 %"


@pytest.mark.parametrize(
    ("changes", "limit", "answer"),
    [
        ({"average_of": "region"}, "среднее по региону 30 %", "не ниже среднего по региону"),
        ({"average_of": "zero", "limit": 0, "op": ">"}, "норма 0 %", "выше нормы"),
        (
            {"before": BEFORE, "op": "<", "met": False},
            "прошлый результат (2024/2025): 9 из 20, 45 %",
            "не ниже прошлого результата",
        ),
        ({"equal_or_worse": 2}, "граница нижней части списка 30 %", "не ниже границы нижней части"),
        ({"limit": None, "met": None}, "", "сравнить не с чем"),
        ({"met": None, "too_few": True}, "порог 30 %", "участников меньше, чем нужно по методике"),
    ],
)
def test_what_a_line_is_held_against_is_named(changes, limit, answer):
    told = line(**changes)

    assert plain(told.limit) == limit
    assert plain(told.answer) == answer


@pytest.mark.parametrize(
    ("changes", "turn"),
    [
        ({}, "на 4 ученика меньше с «2»"),
        ({"met": False, "pupils": 1}, "на 1 ученика больше с «2»"),
        ({"kind": "EGE"}, "на 4 ученика меньше с результатом ниже минимума"),
        ({"figure": "share_high", "op": "<"}, "на 4 ученика больше с «4» и «5»"),
        # in one year of the two, or in both together
        ({"before": BEFORE}, "на 4 ученика меньше с «2»"),
        ({"before": BEFORE, "pupils": 1}, "другие отметки у 1 ученика"),
        ({"pupils": None}, ""),
        ({"met": None}, ""),
    ],
)
def test_what_would_turn_a_line_round_is_told_in_pupils(changes, turn):
    assert plain(line(**changes).turn) == turn


def test_a_share_without_a_count_and_a_gap_say_so():
    alone = line(participants=None, low_n=None, pupils=None)
    gap = line(value=None, no_data="no_stage", met=None, participants=None)

    assert plain(alone.value) == "40 % (число участников неизвестно)"
    assert (alone.one_pupil, alone.is_small) == ("", False)
    assert (gap.value, gap.is_gap, gap.answer) == ("нет данных: нет ступени", True, "")


def test_a_measure_has_its_counts_or_its_unit():
    assert plain(Line(MEASURE).value) == "3 из 12, 25 %"
    assert plain(Line(MEASURE).answer) == "ниже порога"
    assert plain(Line(MEASURE | {"denominator": None, "unit": "ч."}).limit) == "порог 40,5 ч."
    group = MEASURE | {"groups": [3, 4], "label": "низкое качество", "value": 4, "unit": ""}
    assert plain(Line(group).value) != "4"
    assert Line(group | {"denominator": None}).value == "4 (низкое качество)"
    assert (Line(group).limit, Line(group).answer) == ("группы 3 или 4", "")
    assert Line(group | {"groups": []}).limit == "подходит любая группа"
    assert Line(group | {"met": False}).answer == "такой клетки правила не называют"


def test_large_counts_have_their_thousands_apart():
    lessons = MEASURE | {"numerator": 690, "denominator": 38000}

    assert plain(Line(lessons).value) == "690 из 38 000, 1,82 %"


@pytest.mark.parametrize(
    ("op", "met", "value", "excess"),
    [(">=", True, 4000, 1000), (">=", False, 2900, -100), ("<", True, 2000, 1000)],
)
def test_the_distance_counts_to_the_side_where_the_line_is_met(op, met, value, excess):
    assert line(op=op, met=met, value=value).excess == excess


def test_years_between_those_that_were_read_were_passed_over():
    reasons = [{"academic_year": year} for year in (2026, 2023, 2026)]

    assert years_of(reasons) == ([2026, 2023], [2025, 2024])
    assert years_of([{"academic_year": 2026, "before": BEFORE}]) == ([2026, 2025], [])


@pytest.mark.parametrize(
    ("op", "change", "words"),
    [
        (">", 300, "стало на 3 п. п. больше, нужно больше чем на 15"),
        (">", 0, "не выше прошлого результата"),
        (">", -300, "не выше прошлого результата"),
        ("<", -300, "стало на 3 п. п. меньше, нужно больше чем на 15"),
        ("<", 300, "не ниже прошлого результата"),
    ],
)
def test_a_change_for_the_better_that_is_too_small_is_not_called_none(op, change, words):
    line = Line(HIT | {"before": BEFORE, "op": op, "met": False, "change": change})

    assert plain(line.answer) == words


def test_the_small_change_of_a_mean_is_told_in_points():
    before = {"academic_year": 2025, "participants": 20, "value": 60.1}
    told = line(figure="mean", op=">", met=False, change=1.25, limit=62.1, before=before)

    assert plain(told.answer) == "стало на 1,25 балла больше, нужно больше чем на 2"


def test_no_percent_is_told_of_one_pupil_of_a_mean():
    assert line(figure="mean", value=61.5, participants=50).one_pupil == ""
    assert plain(line(figure="mean", value=61.5, participants=4).one_pupil) == "4 участника"


def test_a_part_of_a_number_is_told_to_the_hundredth_like_every_share():
    assert plain(Line(MEASURE | {"numerator": 1, "denominator": 32}).value) == "1 из 32, 3,13 %"
