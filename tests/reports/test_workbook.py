"""The workbook of a note: the tables of the paper, with numbers that are numbers."""

import io

import pytest
from openpyxl import load_workbook

from reports.notes import identification, tables
from schools.workbooks import write_sheets

from . import districts


@pytest.fixture
def book(ilansky_run):
    content = identification.content(ilansky_run)
    return load_workbook(io.BytesIO(write_sheets(tables.sheets(content))))


def rows_of(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_table_of_the_note_is_a_sheet(book):
    assert book.sheetnames == [
        "Индексы и места",
        "Линии",
        "Полнота данных",
        "Внешние перечни",
        "Устойчивость",
        "О справке",
    ]
    assert [sheet.max_row - 1 for sheet in book][:5] == [15, 105, 7, 6, 4]


def test_scores_are_numbers_and_those_of_the_run(book, ilansky_run):
    found = {row["Школа"]: row for row in rows_of(book["Индексы и места"])}

    school = found["НОШ №\xa021"]
    assert (school["Индекс"], school["Место"], school["Линий"]) == (72.5, 6, 2)
    assert (school["Индекс с поправкой"], school["Место с поправкой"]) == (91.25, 1)
    assert (school["Статус"], school["Статус с поправкой"]) == ("вне перечней", "лидер")
    assert book["Индексы и места"]["E2"].number_format == "0.00"


def test_a_gap_is_empty_and_has_its_reason(book):
    gaps = [row for row in rows_of(book["Линии"]) if row["Почему нет данных"]]

    assert len(gaps) == 18
    assert {row["Доля высоких"] for row in gaps} == {None}
    assert {row["Почему нет данных"] for row in gaps} == {"нет ступени", "нет информации"}
    assert sum(row["Пара «0 и 0»"] == "да" for row in rows_of(book["Линии"])) == 13


def test_sheets_can_be_read_and_printed_as_they_are(book):
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A1"].font.bold
        assert sheet.column_dimensions["A"].width > 10


def test_the_last_sheet_tells_what_the_tables_were_made_of(book, ilansky_run):
    about = dict(book["О справке"].iter_rows(values_only=True))

    assert about["Отпечаток данных"] == ilansky_run.fingerprint
    assert about["Учебный год"] == "2018/2019"
    assert about["Правила статусов"].startswith("первое место — лидер")


@pytest.mark.parametrize("district", districts.DISTRICTS)
def test_a_district_of_any_shape_has_a_workbook_without_formulas(db, district):
    content = identification.content(district())

    book = load_workbook(io.BytesIO(write_sheets(tables.sheets(content))))

    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []
    assert book["Индексы и места"].max_row - 1 == content["total"]


def test_hostile_names_stay_names(db):
    content = identification.content(districts.hostile_names())

    book = load_workbook(io.BytesIO(write_sheets(tables.sheets(content))))

    names = {row["Школа"] for row in rows_of(book["Индексы и места"])}
    assert names == set(districts.HOSTILE)
