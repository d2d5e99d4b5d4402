import pytest

from assessments.readers import fis_oko_journal
from assessments.readers.reading import Figures, Line, Place, Work
from schools.sheets import read_book
from tests.assessments.layouts import (
    JOURNAL,
    OURS,
    journal_long_rows,
    journal_wide_rows,
    make_book,
    make_file,
)

MATHS = Work("VPR", 4, "Математика", academic_year=2024, held_on="2024-04-16")
MOVES = {"lower": 20, "same": 60, "higher": 9}
OURS_LONG = (OURS, (20, 22.47), (60, 67.42), (9, 10.11), 89)
REGION_LONG = ("Красноярский край", (6000, 20), (21000, 70), (3000, 10), 30000)


def read(rows, year=2024, name=""):
    return fis_oko_journal.read(make_book(*rows, name=name), academic_year=year)


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def test_the_wide_form_is_read_from_its_workbook():
    book = read_book(
        make_file(journal_wide_rows(JOURNAL), "МА 4 Сравнение отметок с отметками по журналу")
    )

    assert fis_oko_journal.recognises(book)
    reading = fis_oko_journal.read(book, academic_year=2024)

    name = "МБОУ «Иланская СОШ № 1»"
    assert reading.lines == [Line(11, MATHS, Figures(89, journal=MOVES), "edu203389", name=name)]
    assert [(b.place, b.participants, b.journal) for b in reading.benchmarks] == [
        (
            Place("region", "Красноярский край"),
            *(30000, {"lower": 2000, "same": 7000, "higher": 1000}),
        ),
        (
            Place("municipality", "Иланский муниципальный район"),
            *(400, {"lower": 2500, "same": 6250, "higher": 1250}),
        ),
    ]
    assert (reading.problems, reading.notes, reading.header) == ([], [], (8,))


def test_the_form_in_rows_gives_the_same():
    rows = journal_long_rows(REGION_LONG, OURS_LONG)

    assert fis_oko_journal.recognises(make_book(*rows))
    reading = read(rows, year=2021)

    (line,) = reading.lines
    assert (line.row, line.login, line.figures) == (14, "edu203389", Figures(89, journal=MOVES))
    assert line.work == Work("VPR", 4, "Математика", academic_year=2021, held_on="2021-03-15")
    (region,) = reading.benchmarks
    assert region.journal == {"lower": 2000, "same": 7000, "higher": 1000}
    assert reading.problems == []


def test_subject_and_grade_stand_in_the_name_of_the_sheet_too():
    rows = journal_wide_rows(JOURNAL)
    rows[2], rows[3] = [""], [""]

    (line,) = read(rows, name="МА 4 Сравнение отметок с отметк").lines

    assert line.work == MATHS


def test_a_number_is_restored_from_its_percentage():
    rows = journal_wide_rows([OURS, 89, "22,47 %", "", 67.42, "", 10.11, ""])

    assert read(rows).lines[0].figures == Figures(89, journal=MOVES)


@pytest.mark.parametrize(("row", "at"), [(9, (9, "A")), (12, (9, "A"))])
def test_a_row_that_lacks_under_a_group_is_told(row, at):
    rows = journal_long_rows(OURS_LONG)
    del rows[row]

    reading = read(rows, year=2021)

    assert reading.lines == []
    assert complaints(reading) == [(*at, "МБОУ «Иланская СОШ № 1»")]


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        (["", 22.47, 20, 67.42, 60, 10.11, 9], (11, "B", "")),
        ([90, 22.22, 20, 66.67, 60, 10, 9], (11, "B", "90")),
        ([89, 22.47, 20.5, 67.42, 60, 10.11, 9], (11, "D", "20.5")),
        ([89, 12.47, 20, 67.42, 60, 10.11, 9], (11, "C", "12.47")),
        ([89, 22.45, 20, 67.42, 60, 10.11, 9], (11, "C", "22.45")),
        ([89, 22.4, 20, 67.42, 60, 10.11, 9], (11, "C", "22.4")),
        ([89, 22.4, 20, 67.4, 60, 10.1, 9], (11, "C", "22.4")),
        ([2999, 33.3, "", 33.6, 1007, 33.1, 993], (11, "C", "33.3")),
        ([89, 22.47, 20, 67.42, 60, "x", 9], (11, "G", "x")),
        ([89, 22.47, 20, 67.42, 60, "", ""], (11, "G", "")),
        ([89, 0, 20, 67.42, 60, 10.11, 9], (11, "C", "0")),
    ],
)
def test_a_row_that_cannot_be_is_a_problem_and_no_line(cells, at):
    reading = read(journal_wide_rows([OURS, *cells]))

    assert reading.lines == []
    assert complaints(reading) == [at]


def test_who_has_no_mark_in_the_register_is_no_part_of_the_percentages():
    """29 589 took part, and 37.22 % of 29 586 is what the report prints."""
    region = ["Красноярский край", 29589, 37.22, 11011, 60.67, 17951, 2.11, 624]
    school = [OURS, 10, 44.44, 4, 44.44, 4, 11.11, 1]
    rows = journal_wide_rows(school)
    rows[8] = region

    reading = read(rows)

    assert reading.problems == []
    assert reading.lines[0].figures == Figures(10, journal={"lower": 4, "same": 4, "higher": 1})
    assert reading.benchmarks[0].participants == 29589
    assert reading.benchmarks[0].journal == {"lower": 3722, "same": 6067, "higher": 211}
    assert reading.notes == [
        "У части участников нет отметки в журнале. Доли посчитаны без них, как в отчёте."
    ]


@pytest.mark.parametrize("percentages", [(40, 40, 10), ("", "", "")])
def test_fewer_than_took_part_need_percentages_that_say_so(percentages):
    lower, same, higher = percentages

    reading = read(journal_wide_rows([OURS, 10, lower, 4, same, 4, higher, 1]))

    assert reading.lines == []
    assert complaints(reading) == [(11, "B", "10")]


def test_in_the_form_in_rows_a_problem_names_its_own_row():
    reading = read(journal_long_rows((OURS, (20, 22.47), ("x", 67.42), (9, 10.11), 89)), year=2021)

    assert complaints(reading) == [(11, "B", "x")]


def test_a_school_named_twice_counts_once():
    for rows in (journal_wide_rows(JOURNAL, JOURNAL), journal_long_rows(OURS_LONG, OURS_LONG)):
        reading = read(rows)

        assert len(reading.lines) == len(reading.problems) == 1


def test_groups_without_participants_are_passed_over():
    reading = read(journal_wide_rows([OURS, 0, 0, 0, 0, 0, 0, 0]))

    assert (reading.lines, reading.problems) == ([], [])
    assert reading.notes == ["Группы без участников пропущены: сравнивать с журналом нечего."]


def test_a_table_with_percentages_but_without_moves_is_another_layout():
    rows = [["Группы участников", "Кол-во участников", "%"], ["Школа(edu1)", 4, 100]]

    assert not fis_oko_journal.recognises(make_book(*rows))


@pytest.mark.parametrize(
    "cells",
    [[2, 50.0, "", 50.0, "", 0, ""], [2, 50, 1, 50, 1, "0,00 %", ""], [3, 33.3, 1, 66.7, 2, 0, ""]],
)
def test_nobody_moved_where_the_number_is_blank_and_the_percentage_is_zero(cells):
    (line,) = read(journal_wide_rows([OURS, *cells])).lines

    assert line.figures.journal["higher"] == 0


def test_in_the_form_in_rows_a_blank_beside_a_zero_is_read_too():
    (line,) = read(journal_long_rows((OURS, ("", 50.0), ("", 50.0), ("", 0), 2))).lines

    assert line.figures == Figures(2, journal={"lower": 1, "same": 1, "higher": 0})


@pytest.mark.parametrize(
    "rest", [["", "", "", "", "", ""], ["", 0, "", 0, "", 0], [0, "", 0, "", 0, ""]]
)
def test_blanks_beside_no_participants_are_zeros(rest):
    reading = read(journal_wide_rows([OURS, 0, *rest]))

    assert (reading.lines, reading.problems) == ([], [])


def test_a_share_of_a_large_school_may_have_one_decimal_where_the_number_stands_beside_it():
    (line,) = read(journal_wide_rows([OURS, 333, 33.3, 111, 33.6, 112, 33.0, 110])).lines

    assert line.figures.participants == 333


def test_what_has_no_login_and_no_numbers_is_a_remark_in_both_forms():
    remark = ["Примечание: учтены участники с отметкой по журналу", "", ""]
    legend = ["Понизили: отметка за работу ниже", "", ""]

    for rows in (journal_wide_rows(JOURNAL), journal_long_rows(OURS_LONG)):
        for below in ([remark, legend], [legend, remark]):
            reading = read([*rows, *below])

            assert (len(reading.lines), reading.problems) == (1, [])


@pytest.mark.parametrize(
    "rows",
    [
        [["Школа(edu77)", "", ""]],
        [["Школа(edu77)", 55, ""]],
        [["Школа(edu77)", "", ""], ["Всего", 0, ""]],
        [["Иланский район(reg20_m012)", "", ""]],
        [["Край", 55, ""]],
    ],
)
def test_a_group_without_the_rows_of_its_moves_is_told(rows):
    reading = read([*journal_long_rows(), *rows, *journal_long_rows(OURS_LONG)[8:]])

    assert [line.login for line in reading.lines] == ["edu203389"]
    assert [p[:2] for p in complaints(reading)] == [(9, "A")]


@pytest.mark.parametrize("row", [["Понизили", 30, 33.71], ["Всего", 89, 100]])
def test_a_row_that_stands_twice_under_a_group_is_told(row):
    reading = read([*journal_long_rows(OURS_LONG), row])

    assert reading.lines == []
    assert complaints(reading) == [(14, "A", row[0])]


def test_rows_above_the_first_group_are_told():
    rows = journal_long_rows(OURS_LONG)
    rows.insert(8, ["Понизили", 30, 33.71])

    reading = read(rows)

    assert len(reading.lines) == 1
    assert complaints(reading) == [(9, "A", "Понизили")]
