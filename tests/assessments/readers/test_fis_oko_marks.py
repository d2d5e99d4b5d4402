import pytest

from assessments.readers import fis_oko_marks
from assessments.readers.reading import BenchmarkLine, Figures, Line, Place, Work
from schools.sheets import read_book
from tests.assessments.layouts import DISTRICT, MARKS, OURS, make_book, make_file, marks_rows

RUSSIAN = Work("VPR", 4, "Русский язык", academic_year=2026, held_on="2026-04-20")


def read(*schools, year=2026, name="", **above):
    return fis_oko_marks.read(
        make_book(*marks_rows(*schools, **above), name=name), academic_year=year
    )


def complaints(reading):
    return [(p.row, p.column, p.value, p.message) for p in reading.problems]


def test_a_workbook_gives_counts_and_those_it_is_compared_with():
    book = read_book(make_file(marks_rows(MARKS), "РУ 4 Статистика по отметкам"))

    assert fis_oko_marks.recognises(book)
    reading = fis_oko_marks.read(book, academic_year=2026)

    counts = {"2": 11, "3": 47, "4": 24, "5": 7}
    name = "МБОУ «Иланская СОШ № 1»"
    assert reading.lines == [Line(12, RUSSIAN, Figures(89, counts), "edu203389", name=name)]
    country, region, district = reading.benchmarks
    assert country == BenchmarkLine(
        9,
        Place("country", "Вся выборка"),
        RUSSIAN,
        1722202,
        {"2": 506, "3": 3292, "4": 4433, "5": 1769},
    )
    assert region.place == Place("region", "Красноярский край")
    assert district.place == Place("municipality", "Иланский муниципальный район")
    assert (reading.problems, reading.notes, reading.header) == ([], [], (8,))


@pytest.mark.parametrize("participants", [1, 3, 7, 89, 333, 2999])
def test_every_count_is_restored_from_its_percentage(participants):
    low = participants // 3
    shares = [round(100 * n / participants, 2) for n in (low, participants - low, 0, 0)]

    (line,) = read(["СОШ(edu1)", "", participants, *shares]).lines

    assert line.figures.counts == {"2": low, "3": participants - low, "4": 0, "5": 0}


@pytest.mark.parametrize(
    "cells",
    [
        ["4", "25,0", "75,0", "0", "0"],
        ["4", "25.0", "75.0", "0", "0"],
        [4.0, "25 %", "75 %", "0 %", "0%"],
        ["4", "25,00 %", "75,00 %", 0, 0],
    ],
)
def test_numbers_may_be_texts_with_a_comma_or_a_sign(cells):
    (line,) = read(["СОШ(edu1)", "", *cells]).lines

    assert line.figures == Figures(4, {"2": 1, "3": 3, "4": 0, "5": 0})


@pytest.mark.parametrize("headings", [(2.0, 3.0, 4.0, 5.0), ("2", "3", "4", "5")])
def test_marks_may_be_headed_by_floats_or_texts(headings):
    rows = marks_rows(MARKS)
    rows[7][3:7] = headings

    assert len(fis_oko_marks.read(make_book(*rows), academic_year=2026).lines) == 1


def test_the_header_is_found_wherever_it_stands():
    rows = [[""], [""], *marks_rows(MARKS)]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert ([line.row for line in reading.lines], reading.header) == ([14], (10,))


@pytest.mark.parametrize("login", ["sch224143", "ksh220028"])
def test_an_old_login_is_a_login_and_so_is_that_of_a_school_of_the_region(login):
    (line,) = read([f"СОШ ({login.upper()}) ", "", 2, 50, 50, 0, 0]).lines

    assert (line.login, line.name) == (login, "СОШ")


def test_nobody_took_part():
    (line,) = read(["СОШ(edu1)", "", 0, 0, 0, 0, 0]).lines
    (blank,) = read(["СОШ(edu1)", "", 0, "", "", "", ""]).lines

    assert line.figures == blank.figures == Figures(no_data="no_participants")


@pytest.mark.parametrize(
    ("cells", "column", "value", "message"),
    [
        ([40.5, 25, 25, 25, 25], "C", "40.5", "Нужно целое число участников."),
        (["", 25, 25, 25, 25], "C", "", "Нужно целое число участников."),
        ([-4, 25, 25, 25, 25], "C", "-4", "Нужно целое число участников."),
        ([True, 25, 25, 25, 25], "C", "True", "Нужно целое число участников."),
        ([4, "x", 25, 25, 25], "D", "x", "Доля отметки «2» — число от 0 до 100."),
        ([4, 25, 101, 25, 25], "E", "101", "Доля отметки «3» — число от 0 до 100."),
        ([4, 25, 25, "", 25], "F", "", "Доля отметки «4» — число от 0 до 100."),
        (
            [4, 25, 25, 25, 0],
            *("C", "4", "По долям отметок участников 3. Проверьте доли и число участников."),
        ),
        (
            [4, 30, 25, 25, 25],
            *("D", "30", "Такой доли отметки «2» не бывает, если участников 4. "),
        ),
        (
            [0, 100, 0, 0, 0],
            *("C", "0", "Участников нет, а доли отметок есть. Проверьте их."),
        ),
    ],
)
def test_a_row_that_cannot_be_is_a_problem_and_no_line(cells, column, value, message):
    reading = read(["СОШ(edu1)", "", *cells])

    assert reading.lines == []
    (row, at, said, told), *more = complaints(reading)
    assert (row, at, said) == (12, column, value)
    assert told.startswith(message)
    assert more == []


def test_all_problems_are_told_at_once():
    reading = read(["А(edu1)", "", "x", 0, "y", 0, 0], MARKS, MARKS, ["", "", 4, 25, 25, 25, 25])

    assert [(p.row, p.column) for p in reading.problems] == [
        *((12, "C"), (12, "E")),
        (14, "A"),
        (15, "A"),
    ]
    assert reading.problems[2].message == "Повторяет строку 13. Оставьте одну из них."


def test_a_school_that_lost_its_login_is_not_taken_for_a_region():
    reading = read(["МБОУ «СОШ № 9»", "", 4, 25, 25, 25, 25])

    assert len(reading.benchmarks) == 3
    ((row, column, value, message),) = complaints(reading)
    assert (row, column, value) == (12, "A", "МБОУ «СОШ № 9»")
    assert "(edu203389)" in message


def test_a_remark_under_the_table_is_no_group():
    assert read(MARKS, [], ["Данные на 01.06.2026"]).problems == []


def test_shares_of_a_district_that_do_not_make_a_whole_are_a_problem():
    rows = marks_rows(MARKS)
    rows[10] = [DISTRICT, 47, 3162, 10.5, 39.5, 35.0, 51.0, ""]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert [b.place.level for b in reading.benchmarks] == ["country", "region"]
    assert [p[:3] for p in complaints(reading)] == [(11, "D", "10.5")]


def test_the_year_of_the_file_wins_over_the_chosen_one():
    reading = read(MARKS, year=2025)

    assert reading.lines[0].work.academic_year == 2026
    assert reading.notes == [
        "В файле 2025/2026 учебный год, а выбран 2024/2025: взят год из файла."
    ]


def test_a_work_moved_to_the_autumn_tested_the_year_before():
    reading = read(MARKS, work="ВПР 2022 Математика 4 класс", day="20.09.2022", year=2022)

    work = reading.lines[0].work
    assert (work.grade, work.academic_year, work.held_on) == (4, 2022, "2022-09-20")
    assert reading.notes == [
        "Работа написана осенью 2022 года, но проверяла программу предыдущего класса: "
        "её учебный год — 2021/2022."
    ]


@pytest.mark.parametrize(
    ("work", "subject", "grade"),
    [
        ("ВПР 2024. Математика. 4 класс", "Математика", 4),
        ("ВПР 2024 5 класс Окружающий мир", "Окружающий мир", 5),
        ("ВПР 2020 Русский язык 5 класс (по программе 4 класса)", "Русский язык", 4),
        ("Результаты ВПР 2024 Английский язык 11-й класс", "Английский язык", 11),
        ("ВПР 2023/2024 Русский язык 4 класс", "Русский язык", 4),
        ("ВПР 2023-2024 уч. год Русский язык 4 класс", "Русский язык", 4),
        ("ВПР 2023/24 Русский язык 4 класс", "Русский язык", 4),
        ("ВПР 2024 г. Русский язык 4 класс", "Русский язык", 4),
        ("ВПР 2024г. Русский язык 4 класс", "Русский язык", 4),
        ("ВПР (осень) 2024 Русский язык 4 класс", "Русский язык", 4),
        ("ВПР (весна 2024 года) Русский язык 4 класс", "Русский язык", 4),
        ("ВПР 2024 Иностранный язык (немецкий) 7 класс", "Иностранный язык (немецкий)", 7),
    ],
)
def test_the_work_is_named_in_several_ways(work, subject, grade):
    rows = marks_rows(MARKS)
    rows[2], rows[3], rows[5] = [work], [""], [""]

    (line,) = fis_oko_marks.read(make_book(*rows), academic_year=2019).lines

    year = 2020 if "2020" in work else 2024
    assert line.work == Work("VPR", grade, subject, academic_year=year)


@pytest.mark.parametrize(
    "work", ["ВПР 2026 Русский язык 4 класс 1", "ВПР 2026 Русский язык 2 4 класс"]
)
def test_a_number_that_is_left_in_the_subject_is_a_problem(work):
    rows = marks_rows(MARKS)
    rows[2], rows[3] = [work], [""]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert reading.lines == []
    assert [p[:3] for p in complaints(reading)] == [(1, "A", work)]


def test_without_the_line_above_the_work_is_told_by_the_subject_and_the_sheet():
    rows = marks_rows(MARKS)
    rows[2] = ["Итоги"]

    reading = fis_oko_marks.read(make_book(*rows, name="РУ 4 Статистика"), academic_year=2025)

    assert reading.lines[0].work == RUSSIAN
    assert reading.problems == []


def test_a_work_that_is_not_told_is_not_guessed_at():
    rows = marks_rows(MARKS, ["А(edu1)", "", "x", 0, 0, 0, 0])
    rows[2], rows[3] = ["Итоги"], [""]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert (reading.lines, reading.benchmarks) == ([], [])
    assert [(p.row, p.column) for p in reading.problems] == [(1, "A"), (13, "C")]
    assert "«ВПР 2026 Русский язык 4 класс»" in reading.problems[0].message


@pytest.mark.parametrize("day", ["20.04.2025", "весной", "31.02.2026", "20.04.2025-05.05.2026"])
def test_a_date_that_disagrees_or_is_none_is_a_problem(day):
    reading = read(MARKS, day=day)

    assert [p[:3] for p in complaints(reading)] == [(6, "B", day)]


def test_a_subject_named_twice_must_be_the_same():
    rows = marks_rows(MARKS)
    rows[3] = ["Предмет:", "Математика"]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert [p[:3] for p in complaints(reading)] == [(4, "B", "Математика")]


def test_a_formula_that_nobody_calculated_is_not_a_blank():
    rows = marks_rows(MARKS)
    rows[11][3] = ""

    book = make_book(*rows, unvalued=frozenset({(11, 3), (11, 7), (2, 0)}))
    reading = fis_oko_marks.read(book, academic_year=2026)

    assert reading.lines == []
    assert [p[:3] for p in complaints(reading)] == [(12, "D", "")]
    assert "формула" in reading.problems[0].message


def test_a_hidden_row_is_read_and_told_of():
    book = make_book(*marks_rows(MARKS), hidden_rows=frozenset({11}))

    reading = fis_oko_marks.read(book, academic_year=2026)

    assert len(reading.lines) == 1
    assert reading.notes == ["Прочитаны и скрытые строки: 1\xa0строка."]


def test_a_hidden_sheet_is_not_read():
    book = read_book(make_file(marks_rows(MARKS), "РУ 4", hidden=["Служебный"]))

    reading = fis_oko_marks.read(book, academic_year=2026)

    assert reading.notes == ["Скрытый лист «Служебный» не читался."]
    assert [line.sheet for line in reading.lines] == ["РУ 4"]


def test_another_layout_is_not_recognised():
    rows = marks_rows(MARKS)
    del rows[7][6]

    assert not fis_oko_marks.recognises(make_book(*rows))


@pytest.mark.parametrize(
    "shares",
    [(12.4, 52.8, 27.0, 7.9), ("12,4", "52,8", "27,0", "7,9"), ("12", "53", "27", "8")],
)
def test_shares_may_be_rounded_more_coarsely_while_one_number_of_pupils_explains_them(shares):
    (line,) = read([OURS, "", 89, *shares]).lines

    assert line.figures.counts == {"2": 11, "3": 47, "4": 24, "5": 7}


@pytest.mark.parametrize(
    "cells",
    [[89, 12.38, 52.81, 26.97, 7.87], [89, 12.5, 52.8, 27, 7.9], [2999, 33.3, 66.7, 0, 0]],
)
def test_a_share_that_is_a_little_off_is_not_a_matter_of_rounding(cells):
    reading = read([OURS, "", *cells])

    assert reading.lines == []
    assert reading.problems


def test_a_benchmark_may_be_rounded_more_coarsely():
    rows = marks_rows()
    rows[9][3:7] = 13.4, 40.1, 33.5, 12.9

    assert fis_oko_marks.read(make_book(*rows), academic_year=2026).problems == []


@pytest.mark.parametrize(
    "name", ["МБОУ «Росток»", "Школа № 9", "Иланская СОШ 1", "Гимназия", "Ещё один край"]
)
def test_without_districts_too_a_school_without_login_is_not_taken_for_a_region(name):
    school = [name, "", 4, 25, 25, 25, 25]
    rows = marks_rows(school)
    del rows[10]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert [b.place.level for b in reading.benchmarks] == ["country", "region"]
    ((row, column, value, message),) = complaints(reading)
    assert (row, column, value) == (11, "A", name)
    assert message.startswith("У школы в скобках должен быть логин")


@pytest.mark.parametrize("name", ["МБОУ «Росток»", "Школа № 9", "Иланская СОШ 1", "Гимназия"])
def test_a_school_without_login_is_no_region_where_none_is_named(name):
    rows = marks_rows([name, "", 4, 25, 25, 25, 25])
    del rows[9:11]

    reading = fis_oko_marks.read(make_book(*rows), academic_year=2026)

    assert [b.place.level for b in reading.benchmarks] == ["country"]
    assert [p[:2] for p in complaints(reading)] == [(10, "A")]
