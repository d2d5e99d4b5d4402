"""What is expected of whom: a school without the stage is not waited for."""

import pytest
from django.urls import reverse

from assessments.board import board_of
from assessments.collection import tally_of_year
from assessments.models import Result
from schools.models import SchoolYear
from tests.factories import (
    make_lock,
    make_remark,
    make_result,
    make_school,
    make_sitting,
)

from .test_views import show, text_of


@pytest.fixture
def exam(db):
    return make_sitting(kind="OGE", grade=9)


def tallies(municipality, coordinator):
    """Of the board and of the database, which must agree."""
    board = board_of(municipality, 2026, coordinator)
    assert board.tally == tally_of_year(municipality, 2026)
    return board.tally


@pytest.mark.parametrize(
    ("kind", "grade", "awaited"),
    [
        ("primary", 4, True),
        ("primary", 5, False),
        ("basic", 9, True),
        ("basic", 10, False),
        ("secondary", 11, True),
        ("evening", 11, True),
    ],
)
def test_a_school_is_waited_for_up_to_its_last_grade(
    municipality, coordinator, school, kind, grade, awaited
):
    make_result(school=school, sitting=make_sitting(kind="KDR", grade=grade))
    make_school(municipality=municipality, kind=kind)

    tally = tallies(municipality, coordinator)

    assert (tally.missing, tally.no_stage) == ((1, 0) if awaited else (0, 1))
    assert tally.expected == 1 + awaited


def test_the_kind_is_that_of_the_year(municipality, coordinator, school, exam):
    make_result(school=school, sitting=exam)
    grown = make_school(municipality=municipality, kind="secondary", cluster="сельские школы")
    SchoolYear.objects.filter(school=grown).update(kind="primary")

    assert tallies(municipality, coordinator).no_stage == 1


def test_a_result_of_a_stage_that_the_register_denies_is_counted(
    municipality, coordinator, school, exam
):
    make_result(school=make_school(municipality=municipality, kind="primary"), sitting=exam)
    make_result(school=school, sitting=exam, no_data="unknown")

    tally = tallies(municipality, coordinator)

    assert (tally.numbers, tally.reasons, tally.missing, tally.no_stage) == (1, 1, 0, 0)


def test_a_school_that_says_itself_that_it_has_no_stage_is_not_expected_either(
    municipality, coordinator, school, exam
):
    make_result(school=school, sitting=exam)
    make_result(school=make_school(municipality=municipality), sitting=exam, no_data="no_stage")
    make_result(
        school=make_school(municipality=municipality, kind="primary"),
        sitting=exam,
        no_data="no_stage",
    )

    tally = tallies(municipality, coordinator)

    assert (tally.expected, tally.reasons, tally.no_stage) == (1, 0, 2)


def test_one_press_writes_down_that_there_is_no_stage(
    client, municipality, coordinator, school, exam
):
    make_result(school=school, sitting=exam)
    small = make_school(municipality=municipality, kind="primary")
    silent = make_school(municipality=municipality)
    assert "Нет 9-х классов: 1 школа." in text_of(show(client, coordinator, "sitting", exam.pk))

    for _ in range(2):
        client.post(reverse("assessments:no-stage", args=[exam.pk]))

    assert Result.objects.get(school=small).no_data == "no_stage"
    assert Result.objects.filter(school=silent).count() == 0
    assert "Нет 9-х классов" not in text_of(show(client, coordinator, "sitting", exam.pk))


def test_a_school_s_own_page_leaves_out_what_is_not_expected(
    client, director, municipality, school, exam
):
    make_result(school=make_school(municipality=municipality), sitting=exam)
    make_result(school=school, sitting=make_sitting())
    school.kind = "primary"
    school.save()
    SchoolYear.objects.filter(school=school).update(kind="primary")

    response = show(client, director, "school", school.pk)

    assert [str(cell.sitting.procedure) for cell in response.context["cells"]] == [
        "ВПР-4, русский язык"
    ]
    assert "Нет ступени, результатов не ждут: ОГЭ, русский язык." in text_of(response)
    assert response.context["tally"].rest == "все места заполнены"


def test_only_what_is_missing_is_shown_on_request(client, coordinator, municipality, school):
    empty = make_school(municipality=municipality)
    half, full = make_sitting(), make_sitting(subject="Математика")
    make_result(school=school, sitting=half)
    for each in (school, empty):
        make_result(school=each, sitting=full)

    response = show(client, coordinator, "overview", only="missing")

    shown = response.context["shown"]
    assert [column.sitting for column in shown.columns] == [half]
    assert [(row.school, len(row.cells)) for _c, rows in shown.groups for row in rows] == [
        (empty, 1)
    ]
    assert response.context["board"].tally.expected == 4
    entry = reverse("assessments:entry", args=[empty.pk, half.pk])
    assert f'href="{entry}?from=missing"' in response.content.decode()


def test_procedures_with_gaps_come_first(client, coordinator, municipality, school):
    make_school(municipality=municipality)
    full, half = make_sitting(), make_sitting(subject="Математика")
    make_result(school=school, sitting=half)
    for each in municipality.schools.all():
        make_result(school=each, sitting=full)

    board = show(client, coordinator, "overview").context["board"]

    assert [column.sitting for column in board.columns_by_need] == [half, full]


def test_every_state_is_told_in_words(client, coordinator, municipality, school):
    """An icon and a word: nothing hangs on a colour."""
    sitting, confirmed = make_sitting(), make_sitting(subject="Математика")
    others = [make_school(municipality=municipality) for _ in range(3)]
    make_result(school=school, sitting=sitting)
    make_result(school=school, sitting=confirmed)
    make_result(school=others[0], sitting=sitting, no_data="hidden")
    make_result(school=others[1], sitting=sitting, share_low=0, share_high=0)
    make_lock(sitting=confirmed, municipality=municipality)

    text = text_of(show(client, coordinator, "overview"))

    assert "внесено 50 % 6 из 12" in text
    assert "подтверждено 50 % 6 из 12" in text
    assert "скрыто" in text
    assert "«0 и 0»" in text
    assert f"внести : {others[2].short_name}, ВПР-4, русский язык" in text


@pytest.mark.parametrize("amount", [1, 3])
def test_confirmed_places_and_remarks_cost_no_query_each(
    amount, client, coordinator, municipality, django_assert_num_queries
):
    sittings = [make_sitting(subject=f"Предмет {n}") for n in range(amount)]
    for _ in range(amount):
        school = make_school(municipality=municipality)
        for sitting in sittings:
            make_result(school=school, sitting=sitting)
            make_remark(school=school, sitting=sitting)
        make_lock(school=school)
    make_lock(sitting=sittings[0], municipality=municipality)
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        client.get(reverse("assessments:overview"))
    with django_assert_num_queries(17):
        client.get(reverse("assessments:sitting", args=[sittings[0].pk]))
    with django_assert_num_queries(17):
        client.get(reverse("assessments:school", args=[school.pk]))
