"""How points are given, lines are joined, and a letter is chosen."""

from dataclasses import replace

import pytest

from reports.rules import Addressee, letter, recommend

from .borders_of_facts import marker
from .borders_of_results import ME, judged, line
from .imagined import NAMES, YEAR, Town
from .twelve import branch, weak


def drafts_of(town):
    return {draft.code: draft for draft in recommend(town.case()).drafts}


def test_a_school_on_the_list_is_told_of_one_thing_that_is_done_for_it():
    answers = recommend(weak().case())
    behind = [
        replace(draft, points=1) if draft.addressee is Addressee.METHODISTS else draft
        for draft in answers.drafts
    ]
    behind.sort(key=lambda draft: -draft.points)

    chosen = letter(replace(answers, drafts=behind)).chosen

    assert len(chosen) == 7
    assert [draft.addressee for draft in chosen].count(Addressee.METHODISTS) == 1


@pytest.mark.parametrize(("flip", "more"), [(2, 10), (3, 0)])
def test_a_line_that_decides_on_the_list_comes_first(flip, more):
    points = drafts_of(judged("ОГЭ мат", (30, 12, 5), pupils_to_flip=flip))["LT-1"].points

    assert points == 75 + 7 + 10 + more


def test_three_lines_are_told_and_the_rest_is_counted():
    town = Town().school(ME)
    for name in ("ВПР-4 рус", "ВПР-4 мат", "ВПР-5 рус", "ВПР-5 мат"):
        town.result(ME, name, 60, 17, 1)

    many = drafts_of(town.pupils(ME, g4=50, g5=50))["DQ-4"]

    assert many.reason.replace("\u00a0", " ").endswith("; и ещё по одной строке.")
    assert many.reason.count("участников 60") == 3


@pytest.mark.parametrize(("schools", "is_common"), [(6, True), (7, False)])
def test_a_third_of_a_cluster_makes_a_difficulty_common(schools, is_common):
    town = line("ОГЭ мат", (30, 12, 5))
    for number in range(schools - 4):
        town.school(f"Ещё {number}")
        town.result(f"Ещё {number}", "ОГЭ мат", 30, 12 if number == 0 else 2, 9)

    assert ("MU-1" in recommend(town.case()).fired) is is_common


def test_a_school_marked_in_two_of_three_lists_is_asked_although_the_last_has_it_not():
    town = marker(YEAR - 1, YEAR)
    key = NAMES["ВПР-5 мат"]._asdict()
    town.row("markers", school_id=ME, academic_year=YEAR - 2, source="Перечень", **key)

    assert "VO-6" in recommend(town.case()).fired


def test_a_line_that_is_judged_by_its_years_is_not_called_too_small():
    answers = recommend(branch().case())

    assert "LT-2" in answers.fired
    assert not [note for note in answers.notes if "меньше десяти" in note]
