"""A register file on the page, and the workbook that can be read as one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from schools.models import School
from schools.readers import COLUMNS
from tests.factories import make_school, make_workbook

from .pages import page, press


def upload(client, admin, file, name="register.xlsx"):
    return press(client, admin, "import", file=SimpleUploadedFile(name, file.getvalue()))


def test_the_workbook_of_the_list_is_a_register_file_that_changes_nothing(client, admin, district):
    school = School.objects.get(short_name="СОШ 1")
    school.full_name, school.settlement = "=1+1", "с. Дальнее; у реки"
    school.save()
    for kind, value in (("fis_oko", "edu1"), ("fis_oko", "edu2"), ("name", "Первая школа")):
        school.aliases.create(municipality=district, kind=kind, value=value)

    response = page(client, admin, "list-workbook")
    file = io.BytesIO(response.content)
    plan = upload(client, admin, file).context["plan"]

    assert plan.problems == []
    assert plan.counts == {"created": 0, "updated": 0, "unchanged": 5}
    sheet = load_workbook(file).active
    assert [cell.value for cell in sheet[1]] == list(COLUMNS.values())
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert sheet["B2"].value == "=1+1"


def test_the_workbook_holds_what_the_filter_shows(client, director, school, branch):
    response = page(client, director, "list-workbook", legal_status="branch")

    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert [row[0] for row in rows] == ["Краткое название", "Ельниковская СОШ"]


def test_the_empty_register_file_has_the_columns(client, admin):
    response = page(client, admin, "import-template")

    assert list(load_workbook(io.BytesIO(response.content)).active.values) == [
        tuple(COLUMNS.values())
    ]


def test_a_file_is_shown_first_and_stored_on_the_second_press(client, admin, school):
    file = make_workbook(
        ["Краткое название", "Полное название", "Телефон"],
        ["СОШ 77", "МБОУ «СОШ № 77»", "1"],
        [school.short_name, "МБОУ «Южно-Александровская СОШ № 5»", "2"],
    )

    shown = upload(client, admin, file)
    assert School.objects.count() == 1
    content = shown.content.decode()
    assert "Столбец «Телефон» порталу не&nbsp;известен" in content
    response = press(client, admin, "import", staged=shown.context["staged"])

    assert response.url == reverse("schools:list")
    assert School.objects.get(short_name="СОШ 77").history.get().history_user == admin
    school.refresh_from_db()
    assert school.full_name == "МБОУ «Южно-Александровская СОШ № 5»"


def test_a_file_with_problems_shows_them_all_and_cannot_be_stored(client, admin):
    file = make_workbook(["Краткое название", "Полное название"], ["СОШ 1", ""], ["", "МБОУ"])

    shown = upload(client, admin, file)

    assert shown.context["staged"] == ""
    content = shown.content.decode()
    assert "Нет полного названия новой школы." in content
    assert "Нет краткого названия школы." in content


def test_a_register_that_has_moved_meanwhile_is_shown_again(client, admin, municipality):
    file = make_workbook(["Краткое название", "Полное название"], ["СОШ 1", "МБОУ «СОШ № 1»"])
    staged = upload(client, admin, file).context["staged"]
    make_school(municipality=municipality, short_name="СОШ 1")

    response = press(client, admin, "import", staged=staged)

    assert "Пока вы смотрели, реестр изменился." in response.content.decode()
    assert School.objects.get().full_name == ""


@pytest.fixture
def moves_under_the_lock(municipality):
    """Somebody adds the same school just before the import locks the register."""
    made = []

    def look(execute, sql, params, many, context):
        if not made and sql.startswith("SAVEPOINT"):
            made.append(None)
            make_school(municipality=municipality, short_name="СОШ 1")
            municipality.aliases.create(
                school=make_school(municipality=municipality), kind="fis_oko", value="edu1"
            )
        return execute(sql, params, many, context)

    return look


def test_a_register_that_moves_before_the_lock_is_shown_again(client, admin, moves_under_the_lock):
    header = [COLUMNS[name] for name in ("short_name", "full_name", "fis_oko")]
    file = make_workbook(header, ["СОШ 1", "МБОУ «СОШ № 1»", "edu1"])
    staged = upload(client, admin, file).context["staged"]
    client.force_login(admin)

    with connection.execute_wrapper(moves_under_the_lock):
        response = client.post(reverse("schools:import"), {"staged": staged})

    assert "Пока вы смотрели, реестр изменился." in response.content.decode()
    assert response.context["plan"].problems
    assert School.objects.get(short_name="СОШ 1").full_name == ""


@pytest.mark.parametrize("staged", ["", "forged:1:2"])
def test_forged_rows_are_not_stored(client, admin, staged):
    assert press(client, admin, "import", staged=staged).url == reverse("schools:import")
    assert not School.objects.exists()


def test_rows_staged_for_another_municipality_are_not_stored(client, superuser, school, abroad):
    client.force_login(superuser)
    client.post(reverse("schools:place"), {"municipality": abroad.pk})
    file = make_workbook(["Краткое название", "Полное название"], ["СОШ 1", "МБОУ «СОШ № 1»"])
    staged = upload(client, superuser, file).context["staged"]
    client.post(reverse("schools:place"), {"municipality": school.municipality.pk})

    assert press(client, superuser, "import", staged=staged).url == reverse("schools:import")
    assert School.objects.count() == 1


def test_what_is_no_table_is_explained_at_the_field(client, admin):
    response = upload(client, admin, io.BytesIO(b"%PDF-1.7"), name="register.pdf")

    assert response.context["form"].errors["file"] == [
        "Это документ PDF, а не таблица. Подойдут файлы .xlsx, .xls, .ods и .csv."
    ]
