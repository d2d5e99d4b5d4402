"""When a verdict stands on the border, and how its firmness is told."""

from decimal import Decimal

import pytest

from identification.borders import (
    border_in_words,
    is_on_the_border,
    stability_in_words,
    stability_of,
    why_not_told,
    why_not_told_of,
)
from identification.models import Verdict
from tests.factories import make_result, make_verdicts


@pytest.mark.parametrize(
    ("pupils", "stability", "border"),
    [
        (1, Decimal("1.000"), True),
        (2, Decimal("0.800"), False),
        (2, Decimal("0.799"), True),
        (None, Decimal("0.900"), False),
        (None, None, False),
        (1, None, True),
    ],
)
def test_one_pupil_or_one_case_of_five_makes_a_border(pupils, stability, border):
    assert is_on_the_border(pupils, stability) is border
    assert bool(border_in_words(pupils, stability)) is border


def test_the_database_knows_the_same_border(municipality, school):
    make_result(school=school, low_n=1, high_n=0, participants=4)
    run = make_verdicts(municipality=municipality)
    (verdict,) = run.verdicts.all()

    assert is_on_the_border(verdict.pupils_to_flip, verdict.stability)
    assert list(Verdict.objects.on_the_border()) == [verdict]


@pytest.mark.parametrize(
    ("stability", "status", "said"),
    [
        ("0.872", "low", "школа осталась бы в списке в 87 случаях из 100."),
        ("0.214", "none", "школа осталась бы вне перечней в 21 случае из 100."),
        ("0.112", "leader", "школа осталась бы лидером в 11 случаях из 100."),
        ("0.996", "improved", "статус школы остался бы прежним более чем в 99 случаях из 100."),
        ("0.004", "low", "школа осталась бы в списке менее чем в одном случае из 100."),
        ("1.000", "low", "школа осталась бы в списке во всех случаях, которые проверил портал."),
    ],
)
def test_stability_is_told_in_cases_of_a_hundred(stability, status, said):
    told = stability_in_words(Decimal(stability), status).replace("\xa0", " ")

    assert told == f"Если бы работы писали другие дети той же подготовки, {said}"


def test_it_is_said_why_nobody_can_tell_the_firmness():
    share = {"no_data": "", "figure": "share_low"}
    measure = {"no_data": "", "figure": "measure"}

    assert "известны только доли" in why_not_told([share])
    assert "от среднего балла или показателя" in why_not_told([share, measure])
    assert why_not_told([{"no_data": "not_held", "figure": "share_low"}]) == ""


def test_what_was_not_judged_is_not_firm():
    silent = Verdict(status="no_data", stability=1, reasons=[])

    assert stability_of(silent) is None
    assert stability_of(Verdict(status="none", stability=1)) == 1
    assert why_not_told_of([silent]) == ""


def test_a_run_says_why_its_verdicts_cannot_be_firm_only_where_none_can():
    def verdict(figure, stability=None, **more):
        reasons = [{"figure": figure, "no_data": "", **more}]
        return Verdict(status="low", stability=stability, reasons=reasons)

    assert "известны только доли" in why_not_told_of([verdict("share_low")])
    assert "от показателей школы" in why_not_told_of([verdict("measure")])
    assert "следует из групп" in why_not_told_of([verdict("measure", groups=[3])])
    assert why_not_told_of([verdict("share_low"), verdict("share_low", Decimal("0.9"))]) == ""


def test_where_the_other_outcome_is_the_likelier_one_it_is_said():
    likelier = "другой статус вероятнее этого"

    assert likelier in border_in_words(1, Decimal("0.070"))
    assert likelier in border_in_words(None, Decimal("0.499"))
    assert likelier not in border_in_words(None, Decimal("0.500"))


@pytest.mark.parametrize(
    ("status", "pupils", "told"),
    [("none", 5, 5), ("none", 24, None), ("low", 24, 24), ("none", None, None)],
)
def test_of_a_school_far_from_any_status_the_distance_is_no_news(status, pupils, told):
    assert Verdict(status=status, pupils_to_flip=pupils).pupils_away == told
