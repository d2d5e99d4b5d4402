"""Иланский, where only shares are known: no pupil is counted, and no chance is calculated."""

import pytest

from reports.rules import Case, letter, recommend

from . import ilansky
from .imagined import printed


@pytest.fixture
def answers():
    """Of Иланский, where only shares are known."""
    facts = ilansky.town().facts()
    return {school: recommend(Case.of(facts, school)) for school in facts.school_rows}


def test_rules_that_count_pupils_are_silent(answers):
    fired = {code for one in answers.values() for code in one.fired}

    assert not {code for code in fired if code[:2] in ("SB", "DY", "VO", "LD", "EG")}
    assert {"LT-1", "LT-2", "PR-2", "PR-3", "HI-1", "DQ-1"} <= fired


def test_no_effect_promises_a_number_of_pupils(answers):
    drafts = [draft for one in answers.values() for draft in one.drafts]

    assert [draft.code for draft in drafts if draft.effect.goal is not None] == []


def test_the_mean_of_shares_goes_by_its_honest_name(answers):
    told = printed(letter(answers["СОШ 41"]))

    assert "ниже минимума 40 % (не менее чем 2 из 5), в среднем" in told
    assert "Среднее — по школам без учёта их размера." in told


def test_shares_without_numbers_are_asked_for_once(answers):
    told = printed(letter(answers["СОШ 5"]))

    assert "По 15 школам известны только доли, числа участников нет." in told
    assert [draft.code for draft in letter(answers["СОШ 3"]).chosen] == []


def test_two_zeros_are_asked_of_the_school(answers):
    told = printed(letter(answers["СОШ 5"]))

    assert "по строкам «ОГЭ, математика» и «ЕГЭ, математика (профиль)»" in told


def test_a_recommendation_on_shares_stands_behind_one_on_counts(answers):
    points = {draft.code: draft.points for draft in answers["СОШ 41"].drafts}

    assert points["LT-1"] == 75 + 10 - 10
