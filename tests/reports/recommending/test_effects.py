"""A year later: was it done, and did the figure move more than chance can?"""

import pytest

from reports.models import Recommendation
from reports.recommending.board import last_year
from reports.recommending.drafting import make_letters
from reports.recommending.facts import facts_of
from tests.factories import AT, make_letter, make_recommendation, make_run
from tests.reports.rules.imagined import Town

from .rows import rows_of

pytestmark = pytest.mark.django_db
EXAM = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": "", "years": [2025]}
VPR5 = EXAM | {"kind": "VPR", "grade": 5}
BEFORE = {"code": "E-L", "words": "Эффект виден", "k0": 12, "n0": 30, "goal": 6, "years": 1}


def told_of(town, **fields):
    """A recommendation of the year before, and what the letters of this year say of it."""
    run = rows_of(town)
    school = run.municipality.schools.get(short_name="Школа")
    earlier = make_run(
        municipality=run.municipality, academic_year=2025, methodology=run.methodology
    )
    letter = make_letter(school, run=earlier, sent_on=AT.date())
    said = {"lines": [EXAM], "effect": BEFORE, "state": "done"} | fields
    one = make_recommendation(letter, **said)
    make_letters(run, by=None, at=AT)
    one.refresh_from_db()
    return one


def exam(now, before=(30, 12, 5)):
    return Town().school("Школа").year_and_before("Школа", "ОГЭ мат", now, before)


@pytest.mark.parametrize(
    ("state", "now", "outcome", "words"),
    [
        pytest.param("done", (30, 3, 9), "better", "меру стоит сохранить", id="better"),
        pytest.param("partly", (30, 11, 9), "same", "в пределах случайных колебаний", id="same"),
        pytest.param("done", (30, 20, 2), "worse", "результат стал ниже", id="worse"),
        pytest.param("not_done", (30, 3, 9), "better", "Помогло что-то другое", id="by-itself"),
        pytest.param("not_done", (30, 12, 9), "same", "Чего не хватило", id="left"),
        pytest.param("done", (8, 2, 2), "too_early", "эффект по таким числам", id="few"),
    ],
)
def test_done_and_effect_are_told_apart(state, now, outcome, words):
    one = told_of(exam(now), state=state)

    assert one.outcome == outcome
    assert words in one.outcome_words


def test_the_same_children_are_looked_for_a_grade_higher():
    town = Town().school("Школа")
    town.result("Школа", "ВПР-5 мат", 30, 2, 12)
    line = EXAM | {"kind": "VPR", "grade": 4}

    one = told_of(town, lines=[line], effect=BEFORE | {"code": "E-C"})

    assert one.outcome_words.startswith("Рекомендация выполнена. ВПР-5, математика")


def test_what_was_to_be_kept_and_was_kept_is_good():
    one = told_of(exam((30, 3, 9), (30, 2, 9)), effect=BEFORE | {"code": "E-K", "k0": 2})

    assert one.outcome_words.endswith("Достигнутое сохранилось.")


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        pytest.param({"effect": {"code": "E-N", "words": "Смотрим"}}, "нет цифры", id="no-figure"),
        pytest.param({"lines": [VPR5]}, "результата этого года нет", id="not-held"),
        pytest.param({"effect": BEFORE | {"years": 2}}, "сумма нескольких лет", id="years"),
    ],
)
def test_where_nothing_can_be_compared_the_cause_is_told(fields, cause):
    one = told_of(exam((30, 3, 9)), **fields)

    assert one.outcome == "not_compared"
    assert cause in one.outcome_words


def test_shares_alone_are_not_compared():
    town = Town().school("Школа").shares("Школа", "ОГЭ мат", 10, 40)

    assert "число участников не указано" in told_of(town).outcome_words


def test_what_nobody_answered_has_no_effect():
    assert told_of(exam((30, 3, 9)), state="sent").outcome == ""


def test_the_year_of_a_municipality_is_told_in_one_sentence():
    one = told_of(exam((30, 3, 9)))
    letter = one.letter
    make_recommendation(letter, state="sent")
    make_recommendation(letter, state="not_done", outcome="same")

    told = last_year(Recommendation.objects.all(), letter.school.municipality, 2026)

    assert told["total"].startswith("Выполнено 1 из 2 (50\xa0%). Из выполненных: эффект больше")
    assert (told["given"], told["waiting"], told["rules"]) == (3, 1, [])


def test_what_was_done_is_among_the_facts_of_the_next_letters():
    one = told_of(exam((30, 3, 9)))
    run = one.letter.school.letters.exclude(pk=one.letter_id).get().run

    past = facts_of(run).past

    assert list(past["is_done"]) == [True]


def test_what_was_told_to_a_narrow_circle_is_repeated_in_no_letter():
    one = told_of(exam((30, 3, 9)), is_restricted=True)
    run = one.letter.school.letters.exclude(pk=one.letter_id).get().run

    assert facts_of(run).past.empty
