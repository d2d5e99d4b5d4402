"""The note on dynamics: two years of the same schools, and only what is more than chance."""

import pytest
from django.db.models import F, Sum

from assessments.models import Result, Sitting
from reports.notes import dynamics
from reports.rules.chance import RARE
from schools.russian import num
from tests.factories import make_result, make_school, make_sitting, make_user

from .kinds import ON, YEAR, make_lively, section, tell_results, words_in


@pytest.fixture
def lively(db):
    return make_lively()


def compose(municipality):
    return dynamics.compose(municipality, YEAR, ON)


def sums(municipality, year, **procedure):
    found = {f"sitting__procedure__{name}": value for name, value in procedure.items()}
    rows = Result.objects.filter(
        school__municipality=municipality, sitting__academic_year=year, **found
    )
    return rows.aggregate(below=Sum("low_n"), taken=Sum("participants"))


def test_the_whole_is_the_sum_of_the_same_schools(lively):
    newcomer = make_school(municipality=lively, short_name="Новая")
    tell_results([(3, newcomer)], make_user(), years=[YEAR])
    told = {"grade": 4, "subject": "Математика"}
    before = sums(lively, YEAR - 1, **told)
    now = Result.objects.exclude(school=newcomer).filter(
        sitting__academic_year=YEAR, sitting__procedure__grade=4
    )
    now = now.filter(sitting__procedure__subject="Математика").aggregate(n=Sum("low_n"))["n"]

    words = section(compose(lively), "whole")

    share = num(100 * now / before["taken"], 2).rstrip("0").rstrip(",")
    assert f"{now} из {before['taken']}, {share} %" in words


def test_schools_are_named_only_where_it_is_more_than_chance(lively):
    words = section(compose(lively), "schools")

    assert "Из 16 сравнений (школа и процедура)" in words
    assert "стало больше в 4, меньше — нигде" in words
    assert "СОШ № 1 ВПР-4, математика: было 4 из 40, 10 %, стало 20 из 40, 50 %" in words
    table = words.partition("Стало меньше")[2]
    assert "СОШ № 2" not in table


def test_it_says_how_much_chance_alone_would_find(lively):
    assert f"дали бы до {round(16 * RARE)} таких изменений" in section(compose(lively), "schools")


def test_a_procedure_that_was_not_held_the_year_before_is_not_compared(lively):
    for school in lively.schools.all():
        make_result(school=school, sitting=make_sitting(academic_year=YEAR, grade=7))

    words = section(compose(lively), "comparability")

    assert "Годом раньше не было результатов по 1 процедуре: ВПР-7, русский язык." in words


def test_few_participants_and_bare_shares_are_counted_as_reservations(lively):
    small, bare = lively.schools.order_by("pk")[2:4]
    Result.objects.filter(school=small, sitting__academic_year=YEAR).update(
        participants=9, low_n=2, high_n=2
    )
    Result.objects.filter(school=bare, sitting__academic_year=YEAR).update(
        participants=None, low_n=None, high_n=None, counts=None
    )

    words = section(compose(lively), "comparability")

    assert "В 4 сравнениях из 16 известны только доли" in words
    assert "В 4 сравнениях участников меньше 10" in words


def test_the_same_children_are_followed_while_they_can_be_the_same(lively):
    other = lively.schools.order_by("pk").last()
    Result.objects.filter(school=other, sitting__procedure__grade=5).update(
        participants=60, high_n=12
    )

    words = section(compose(lively), "cohorts")

    assert "ВПР-4, математика, затем ВПР-5, математика 3 " in words


def test_a_single_year_gives_no_dynamics_and_no_conclusion(lively):
    Sitting.objects.filter(academic_year=YEAR - 1).update(academic_year=YEAR - 9)

    note = compose(lively)

    assert "whole" not in [one.code for one in note.sections]
    assert "Выводов о динамике справка не делает." in words_in(note)


def test_a_municipality_without_results_is_asked_for_them(lively):
    Sitting.objects.update(academic_year=F("academic_year") - 9)

    assert "Внести результаты 2025/2026 учебного года" in words_in(compose(lively))


def test_no_school_has_a_place_in_it(lively):
    words = words_in(compose(lively))

    assert "места справка не распределяет" in words
    assert " место" not in words.replace("места справка", "")
