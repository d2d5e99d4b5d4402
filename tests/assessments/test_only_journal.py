"""A file has compared marks with the class register, and nobody has told the marks themselves."""

from decimal import Decimal

import pytest

from assessments.board import board_of
from assessments.collection import tally_of_year
from tests.factories import make_lock, make_result, make_school, make_sitting

from .test_views import show, text_of

TOLD = "есть только сравнение с журналом"
JOURNAL = {"lower": 2, "same": 9, "higher": 1}
ONLY = {"share_low": None, "journal": JOURNAL}


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def compared(school, sitting):
    return make_result(school=school, sitting=sitting, **ONLY)


def tally(municipality, coordinator):
    """Of the board and of the database, which must agree."""
    board = board_of(municipality, 2026, coordinator)
    assert board.tally == tally_of_year(municipality, 2026)
    return board.tally


@pytest.mark.parametrize("kind", ["secondary", "primary"])
def test_its_place_is_still_waited_for_whatever_the_register_says(municipality, coordinator, kind):
    """Who was compared has the stage."""
    exam = make_sitting(grade=9)
    make_result(school=make_school(municipality=municipality, kind=kind), sitting=exam, **ONLY)
    make_result(school=make_school(municipality=municipality), sitting=exam)
    make_result(school=make_school(municipality=municipality), sitting=exam, no_data="hidden")
    make_school(municipality=municipality)
    make_school(municipality=municipality, kind="primary")

    found = tally(municipality, coordinator)

    assert (found.numbers, found.reasons, found.missing, found.no_stage) == (1, 1, 2, 1)


def test_a_mean_or_marks_beside_the_comparison_are_a_result(municipality, coordinator, sitting):
    schools = [make_school(municipality=municipality) for _ in range(3)]
    make_result(school=schools[0], sitting=sitting, mean=Decimal("3.42"), **ONLY)
    make_result(school=schools[1], sitting=sitting, journal=JOURNAL)
    make_result(school=schools[2], sitting=sitting, **ONLY)

    found = tally(municipality, coordinator)

    assert (found.numbers, found.missing) == (2, 1)


def test_the_board_offers_to_enter_the_marks(client, coordinator, school, compared):
    page = text_of(show(client, coordinator, "overview"))

    assert f"внести : {school}, ВПР-4, русский язык {TOLD}" in page
    assert "только среднее" not in page
    assert "число участников неизвестно" not in page


@pytest.mark.parametrize("page", ["sitting", "school"])
def test_its_row_says_what_there_is_and_offers_to_enter(
    client, coordinator, school, sitting, compared, page
):
    address = {"sitting": sitting.pk, "school": school.pk}[page]

    text = text_of(show(client, coordinator, page, address))

    assert f"не внесено {TOLD}" in text
    assert "внести :" in text
    assert "исправить :" not in text
    assert "неизвестно" not in text
    assert "осталось внести 1" in text


def test_its_own_page_says_that_the_marks_are_missing(client, coordinator, compared):
    text = text_of(show(client, coordinator, "result", compared.pk))

    assert f"Отметки ещё не внесены, {TOLD}." in text
    assert "Как в журнале 9 учеников" in text
    assert "число неизвестно" not in text


@pytest.mark.parametrize("kind", ["secondary", "primary"])
def test_one_finds_it_among_what_is_not_entered(client, coordinator, municipality, kind):
    exam = make_sitting(grade=9)
    make_result(school=make_school(municipality=municipality, kind=kind), sitting=exam, **ONLY)

    found = [
        show(client, coordinator, "sitting", exam.pk, state=state).context["found"]
        for state in ("nothing", "numbers", "reason", "question", "small")
    ]

    assert found == [1, 0, 0, 0, 0]


def test_the_grid_waits_for_its_marks(client, coordinator, school, sitting, compared):
    response = show(client, coordinator, "grid", sitting.pk)

    assert response.context["grid"].missing == 1
    assert f"не внесено {TOLD}" in text_of(response)


def test_who_confirms_is_told_that_it_is_missing(client, coordinator, school, sitting, compared):
    page = text_of(show(client, coordinator, "sitting-lock", sitting.pk))

    assert "Не внесли результаты: 1 школа" in page


def test_confirmed_as_it_is_the_board_says_both(
    client, coordinator, director, municipality, school, sitting, compared
):
    make_lock(sitting=sitting, municipality=municipality)

    assert f"подтверждено {TOLD}" in text_of(show(client, coordinator, "overview"))
    assert f"не внесено {TOLD}" in text_of(show(client, director, "school", school.pk))


def test_over_the_years_it_is_no_number(client, coordinator, school, compared):
    for year, low in ((2024, 3), (2025, 4)):
        make_result(school=school, sitting=make_sitting(academic_year=year), low_n=low)

    text = text_of(show(client, coordinator, "school", school.pk))

    assert f"{TOLD} ниже минимума на 1 ученика больше" in text
