"""Who gets which template, and what of the portal stands in it."""

import io
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.readers import own_template
from assessments.services import ensure_sitting
from schools.models import SchoolAlias
from schools.sheets import read_book
from tests.factories import make_lock, make_result, make_school, make_sitting

from ..conftest import OURS, THEIRS


@pytest.fixture
def sitting(db):
    return make_sitting()


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"assessments:{name}", args=args))


def book_of(response):
    return load_workbook(io.BytesIO(response.content))


def names_in(sheet):
    return [row[1].value for row in sheet.iter_rows(min_row=5)]


def test_a_coordinator_gets_all_schools_in_the_order_of_the_board(
    client, coordinator, municipality, school, foreign_school, sitting
):
    for number, cluster in ((11, "сельские школы"), (2, "сельские школы"), (1, "городские школы")):
        make_school(municipality=municipality, short_name=f"СОШ {number}", cluster=cluster)

    response = get(client, coordinator, "template", sitting.pk)

    sheet = book_of(response).active
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=5)] == [
        ["городские школы", "СОШ 1", None],
        ["сельские школы", "СОШ 2", None],
        ["сельские школы", f"СОШ 5 {OURS}", "edu203389"],
        ["сельские школы", "СОШ 11", None],
    ]
    assert sheet["A1"].value == "ВПР · 4 класс · Русский язык · 2025/2026 учебный год"
    assert sheet["A2"].value == (
        f"{municipality}. Ниже минимума: «2». Высокий результат: «4» и «5»."
    )
    assert "ВПР-4, русский язык, 2025-2026.xlsx" in unquote(response["Content-Disposition"])
    assert THEIRS not in str(list(sheet.values))


def test_a_director_gets_the_own_school_and_its_branch(
    client, director, municipality, school, branch, sitting
):
    make_school(municipality=municipality)

    sheet = book_of(get(client, director, "template", sitting.pk)).active

    assert set(names_in(sheet)) == {school.short_name, branch.short_name}


def test_who_writes_everywhere_gets_the_municipality_where_he_or_she_is(
    client, superuser, municipality, school, foreign_school, sitting
):
    client.force_login(superuser)
    for home, own in ((municipality, school), (foreign_school.municipality, foreign_school)):
        client.post(reverse("schools:place"), {"municipality": home.pk})

        sheet = book_of(client.get(reverse("assessments:template", args=[sitting.pk]))).active

        assert names_in(sheet) == [own.short_name]


@pytest.mark.parametrize("person", ["head", "curator", "region_operator", "outsider"])
def test_who_writes_for_no_school_here_gets_none(client, school, sitting, person, request):
    user = request.getfixturevalue(person)

    assert get(client, user, "template", sitting.pk).status_code == 404
    assert get(client, user, "template-year").status_code == 404


def test_there_is_none_for_what_was_not_held(client, coordinator, school):
    sitting = ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026, held=False)

    assert get(client, coordinator, "template", sitting.pk).status_code == 404
    assert get(client, coordinator, "template-year").status_code == 404


def test_what_is_stored_stands_in_it_and_says_the_same_when_read(
    client, coordinator, municipality, sitting
):
    schools = [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in range(1, 5)]
    counts = {"2": 3, "3": 3, "4": 5, "5": 1}
    make_result(school=schools[0], sitting=sitting, counts=counts)
    make_result(school=schools[1], sitting=sitting, no_data="hidden")
    make_result(school=schools[2], sitting=sitting, share_low=2500, share_high=5000)
    make_result(school=schools[3], sitting=sitting, class_label="4А", counts=counts)

    response = get(client, coordinator, "template", sitting.pk)
    reading = own_template.read(read_book(io.BytesIO(response.content)), academic_year=2026)

    assert [(line.name, line.figures.counts, line.figures.no_data) for line in reading.lines] == [
        ("СОШ 1", counts, ""),
        ("СОШ 2", None, "hidden"),
    ]
    assert reading.notes == ["Не заполнено: 2\xa0строки. То, что уже внесено, не изменится."]


def test_what_is_confirmed_cannot_be_typed_over(client, coordinator, municipality, sitting):
    closed, _free = (make_school(municipality=municipality, short_name=f"СОШ {n}") for n in (1, 2))
    make_lock(school=closed, by=coordinator)

    sheet = book_of(get(client, coordinator, "template", sitting.pk)).active

    assert [sheet[f"D{row}"].protection.locked for row in (5, 6)] == [True, False]


def test_the_current_login_is_the_one_that_is_written(client, director, school, sitting):
    for value in ("edu203390", "sch224143"):
        SchoolAlias.objects.create(
            municipality=school.municipality, school=school, kind="fis_oko", value=value
        )

    sheet = book_of(get(client, director, "template", sitting.pk)).active

    assert sheet["C5"].value == "edu203390"


def test_a_year_has_a_sheet_for_each_procedure_that_was_held_in_it(
    client, coordinator, municipality, school, abroad
):
    common = {"kind": "VPR", "grade": 4, "academic_year": 2026}
    for subject in ("Русский язык", "Математика"):
        ensure_sitting(subject=subject, **common)
    ensure_sitting(subject="Музыка", held=False, **common)
    ensure_sitting(subject="Труд", region=abroad.region, **common)
    ensure_sitting(subject="Окружающий мир", **common | {"academic_year": 2025})

    response = get(client, coordinator, "template-year")

    assert book_of(response).sheetnames == ["ВПР-4, русский язык", "ВПР-4, математика"]
    assert "Результаты, 2025-2026.xlsx" in unquote(response["Content-Disposition"])


@pytest.mark.parametrize("amount", [1, 3])
def test_a_year_of_three_schools_and_procedures_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, django_assert_num_queries
):
    for number in range(amount):
        school = make_school(municipality=municipality, login=f"edu10000{number}")
        for n in range(amount):
            make_result(school=school, sitting=make_sitting(subject=f"Предмет {n}"))
    make_lock(school=school, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        client.get(reverse("assessments:template-year"))


@pytest.mark.parametrize(
    ("person", "offered"),
    [("coordinator", True), ("director", True), ("head", False), ("curator", False)],
)
def test_the_page_of_a_procedure_offers_it_to_who_may_have_it(
    client, school, sitting, person, offered, request
):
    page = get(client, request.getfixturevalue(person), "sitting", sitting.pk).content.decode()

    assert (reverse("assessments:template", args=[sitting.pk]) in page) is offered
