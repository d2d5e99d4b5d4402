"""The file with its problems marked: what comes back of it, and that it stays small."""

import csv
import io
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.imports import marking
from assessments.imports.marking import marked_workbook
from assessments.models import ImportBatch
from schools.sheets import Book, Problem, Sheet
from tests.factories import make_school

from .test_import_pages import WRONG, send, text_of
from .test_imports import FIRST, marks

COLOUR = "00F9D5D3"


def opened(*sheets, problems=(), header=()):
    made = marked_workbook(Book(sheets), problems, header=header)
    return load_workbook(io.BytesIO(made))


def listed(book):
    return [[cell.value for cell in row] for row in book["Что исправить"].iter_rows(min_row=2)]


def test_what_xml_cannot_hold_is_left_out_everywhere():
    sheet = Sheet("Лист\x0b 1", [["СОШ\x07 1\ufffe", 1.0]])
    problem = Problem(1, "A", "СОШ\x07 1", "Это\x00 не число", "Лист\x0b 1")

    book = opened(sheet, problems=[problem])

    assert book.sheetnames == ["Что исправить", "Лист 1"]
    assert book["Лист 1"]["A1"].value == "СОШ 1"
    assert book["Лист 1"]["A1"].comment.text == "Это не число"
    assert listed(book) == [["Лист 1", 1, "A", "СОШ 1", "Это не число"]]


def test_a_text_that_becomes_a_formula_without_its_control_sign_stays_a_text():
    book = opened(Sheet("1", [["\x01=1+1", "#N/A", "=2"]]))

    assert {cell.data_type for cell in book["1"][1]} == {"s"}


def test_cells_are_merged_as_they_were():
    sheet = Sheet("1", [["Итоги", "", ""], ["a", "b", "c"]], merged=(((0, 0), (0, 2)),))

    assert [str(extent) for extent in opened(sheet)["1"].merged_cells.ranges] == ["A1:C1"]


def test_names_of_sheets_are_such_as_excel_takes_and_none_is_lost():
    names = ["'Лист'", "ЛИСТ", "что исправить", "", "[a]:*?/\\", "д" * 40, "Д" * 31, "лист 2"]

    book = opened(*(Sheet(name, [["x"]]) for name in names))

    assert len(book.sheetnames) == len({name.lower() for name in book.sheetnames}) == 9
    assert all(0 < len(name) <= 31 for name in book.sheetnames)
    assert not [name for name in book.sheetnames if set(name) & set("[]:*?/\\'")]


@pytest.fixture
def few_cells(monkeypatch):
    """A file is large from a hundred cells on."""
    monkeypatch.setattr(marking, "MOST_CELLS", 100)


ROWS = [["ВПР", ""], ["Школа", "2"], *([f"СОШ {n}", n] for n in range(3, 201))]


def test_of_a_large_file_the_header_and_the_wrong_rows_come_back_in_their_places(few_cells):
    problems = [Problem(row, "B", "", "Нужно число.") for row in (50, 180)]

    book = opened(Sheet("1", ROWS), problems=problems, header=(2,))

    told = {row[0].row: [cell.value or "" for cell in row] for row in book["1"] if row[0].value}
    assert told == {n: ROWS[n - 1] for n in (1, 2, 50, 180)}
    assert book["1"]["B180"].fill.fgColor.rgb == COLOUR
    assert book["1"]["B180"].comment.text == "Нужно число."
    note, *rows = listed(book)
    assert "только заголовок и строки, в которых что-то не так" in note[-1]
    assert [row[1] for row in rows] == [50, 180]


def test_no_more_cells_are_copied_than_may_be_however_many_rows_are_wrong(few_cells):
    problems = [Problem(row, "B", "", "Нужно число.") for row in range(3, 201)]
    sheets = [Sheet(name, ROWS) for name in ("1", "2")]

    book = opened(
        *sheets,
        problems=[Problem(p.row, p.column, p.value, p.message, "1") for p in problems],
        header=(2,),
    )

    copied = [cell for sheet in book.worksheets[1:] for row in sheet for cell in row if cell.value]
    assert 0 < len(copied) <= 100
    assert len(listed(book)) == len(problems) + 1


def test_comments_are_few_and_the_list_says_how_much_it_leaves_out(monkeypatch):
    monkeypatch.setattr(marking, "MOST_COMMENTS", 2)
    monkeypatch.setattr(marking, "MOST_LINES", 3)
    problems = [Problem(row, "B", "", "Нужно число.") for row in range(3, 8)]

    book = opened(Sheet("1", ROWS[:40]), problems=problems)

    cells = [book["1"][f"B{row}"] for row in range(3, 8)]
    assert [bool(cell.comment) for cell in cells] == [True, True, False, False, False]
    assert {cell.fill.fgColor.rgb for cell in cells} == {COLOUR}
    assert len(listed(book)) == 4
    assert "И ещё столько замечаний: 2" in listed(book)[-1][-1]


# the page


@pytest.fixture
def entered(client, coordinator, municipality):
    for n in (1, 2):
        make_school(municipality=municipality, login=f"edu20000{n}")
    client.force_login(coordinator)
    return client


def fetch(client):
    batch = ImportBatch.objects.get()
    answer = client.get(reverse("assessments:import-problems", args=[batch.pk]))
    return answer, load_workbook(io.BytesIO(answer.content))


def test_all_problems_are_in_the_file_though_the_page_shows_only_the_first(entered, monkeypatch):
    monkeypatch.setattr("assessments.imports.telling.MOST_PROBLEMS", 1)
    send(entered, marks(FIRST, WRONG, ("", "", "x", "y", 1, 1, 1)))
    batch = ImportBatch.objects.get()

    _answer, book = fetch(entered)

    assert len(batch.plan["problems"]) == 1
    assert len(listed(book)) == batch.plan["problem_count"] > 2


def as_csv(file):
    text = io.StringIO()
    rows = load_workbook(file).active.iter_rows(values_only=True)
    csv.writer(text, delimiter=";").writerows(rows)
    return io.BytesIO(text.getvalue().encode())


@pytest.mark.parametrize(("ending", "made"), [("csv", as_csv), ("xls", lambda file: file)])
def test_whatever_the_file_was_it_comes_back_as_a_workbook(entered, ending, made):
    upload = SimpleUploadedFile(f"отчёт.{ending}", made(marks(FIRST, WRONG)).getvalue())
    data = {"file": upload, "academic_year": "2026"}
    entered.post(reverse("assessments:imports"), data)

    answer, book = fetch(entered)

    assert quote("отчёт с пометками.xlsx") in answer["Content-Disposition"]
    assert [cell for row in book.worksheets[1] for cell in row if cell.comment]


def test_a_large_file_keeps_its_header_on_the_way_through_the_portal(entered, few_cells):
    rows = [(f"Лесная школа {n}(edu9{n:05})", "", 10, 30, 40, 20, 10) for n in range(30)]
    send(entered, marks(FIRST, *rows, WRONG))

    _answer, book = fetch(entered)

    numbers = [row[0].row for row in book["Лист1"] if any(cell.value for cell in row)]
    assert numbers == [1, 3, 4, 5, 6, 8, 43]


def test_a_file_that_is_gone_is_said_to_be_gone(entered):
    send(entered, marks(FIRST, WRONG))
    batch = ImportBatch.objects.get()
    batch.upload.storage.delete(batch.upload.name)

    page = text_of(
        entered.get(reverse("assessments:import-problems", args=[batch.pk]), follow=True)
    )

    assert "Файла больше нет. Загрузите его снова." in page
