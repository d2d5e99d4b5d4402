import pytest

from assessments.readers import FORMATS, holds_pupils
from schools.sheets import Book, Sheet
from tests.assessments import layouts

BOOKS = {
    "own_template": layouts.template_rows(),
    "fis_oko_marks": layouts.marks_rows(layouts.MARKS),
    "fis_oko_journal": layouts.journal_wide_rows(layouts.JOURNAL),
    "fis_oko_individual": layouts.individual_rows(),
    "ris_gia": layouts.protocol("12 - Обществознание 2026.07.03", (9306.0, 4.0)),
    "bias_list": layouts.bias_rows(),
    "shares_wide": layouts.annex_rows(),
}


@pytest.mark.parametrize("code", BOOKS)
def test_a_file_is_recognised_by_its_own_reader_and_by_no_other(code):
    book = layouts.make_book(*BOOKS[code])

    assert [name for name, reader in FORMATS.items() if reader.recognises(book)] == [code]


@pytest.mark.parametrize("reader", FORMATS.values(), ids=list(FORMATS))
def test_a_reader_keeps_the_contract(reader):
    nothing = layouts.make_book([""], ["", 2, None, True, "x"])

    assert reader.TITLE
    assert isinstance(reader.HAS_PUPILS, bool)
    assert not reader.recognises(nothing)


SHARES = ["Группы участников", "Кол-во ОО", "Кол-во участников"]


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        (range(25), "«Распределение первичных баллов»"),
        (range(1, 9), "«Выполнение заданий»"),
        (["1К1", 2, 3, 4, 5], "«Выполнение заданий»"),
        ([2, 3, 4, 5, 6.1], "«Выполнение заданий»"),
        ([2, 3, 4, 5, 2, 3, 4, 5], "дважды"),
    ],
)
def test_a_report_that_only_looks_like_statistics_of_marks_gives_no_results(headings, why):
    row = [layouts.OURS, "", 4, *[25.0] * len(headings)]
    book = layouts.make_book(*layouts.above("Отчёт"), [*SHARES, *headings], row)
    (reader,) = [reader for reader in FORMATS.values() if reader.recognises(book)]

    reading = reader.read(book, academic_year=2026)

    assert (reading.lines, reading.benchmarks) == ([], [])
    (problem,) = reading.problems
    assert why in problem.message


def test_beside_the_marks_another_report_is_only_told_of():
    tasks = [*layouts.above("Выполнение заданий"), [*SHARES, *range(1, 9)]]
    sheets = (Sheet("Отметки", layouts.marks_rows(layouts.MARKS)), Sheet("Задания", tasks))

    reading = FORMATS["fis_oko_marks"].read(Book(sheets), academic_year=2026)

    assert (len(reading.lines), reading.problems) == (1, [])
    assert len(reading.notes) == 1


@pytest.mark.parametrize("code", BOOKS)
def test_a_sheet_that_is_not_read_is_told_of(code):
    others = (Sheet("Другое", [["", "Итоги"]]), Sheet("Пусто", [[""]]))
    book = Book((Sheet("РУ 4", BOOKS[code]), *others))

    notes = FORMATS[code].read(book, academic_year=2026).notes

    assert [note for note in notes if "Лист" in note] == [
        "Лист «Другое» не читался: в нём другая таблица. Загрузите его отдельным файлом."
    ]


@pytest.mark.parametrize(
    ("code", "second"),
    [
        ("fis_oko_marks", layouts.marks_rows(work="ВПР 2026 Математика 4 класс")),
        ("fis_oko_journal", layouts.journal_wide_rows()),
        ("fis_oko_individual", layouts.individual_rows()),
    ],
)
def test_a_second_table_on_a_sheet_is_told_of_once(code, second):
    rows = [*BOOKS[code], *second]

    reading = FORMATS[code].read(layouts.make_book(*rows), academic_year=2026)

    assert (reading.lines, reading.benchmarks) == ([], [])
    row = len(BOOKS[code]) + 8
    assert [(p.row, p.message) for p in reading.problems] == [
        (row, f"На листе вторая таблица (строка {row}): оставьте одну.")
    ]


@pytest.mark.parametrize("is_hidden", [False, True])
@pytest.mark.parametrize("code", BOOKS)
def test_pupils_are_found_on_any_sheet(code, is_hidden):
    marks = Sheet("Отметки", BOOKS["fis_oko_marks"])
    book = Book((marks, Sheet("Ещё", BOOKS[code], is_hidden=is_hidden)))

    assert holds_pupils(book) == FORMATS[code].HAS_PUPILS
