import pytest

from assessments.readers import bias_list
from assessments.readers.reading import MarkerLine, Work
from schools.sheets import read_book
from tests.assessments.layouts import bias_row, bias_rows, make_book, make_file


def read(*rows, year=2025):
    return bias_list.read(make_book(*bias_rows(*rows)), academic_year=year)


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def test_each_sign_of_several_years_becomes_a_line():
    book = read_book(
        make_file(
            bias_rows(
                bias_row(2023, "edu203389", 1, 0, "", 1),
                bias_row(2024, "edu203389", 0, 1, "", ""),
                bias_row(2024, "edu555555", "", "", 1, ""),
            )
        )
    )

    assert bias_list.recognises(book)
    reading = bias_list.read(book, academic_year=2024)

    whose = ("МБОУ «СОШ № 3»", "Иланский район")
    russian, maths = "Русский язык", "Математика"
    assert reading.markers == [
        MarkerLine(2, Work("VPR", 4, russian, academic_year=2023), "edu203389", *whose),
        MarkerLine(2, Work("VPR", 5, maths, academic_year=2023), "edu203389", *whose),
        MarkerLine(3, Work("VPR", 4, maths, academic_year=2024), "edu203389", *whose),
        MarkerLine(4, Work("VPR", 5, russian, academic_year=2024), "edu555555", *whose),
    ]
    assert (reading.lines, reading.problems, reading.header) == ([], [], (1,))
    assert reading.notes == ["Учебные годы взяты из файла: 2022/2023 и 2023/2024."]


def test_a_list_of_the_chosen_year_needs_no_remark():
    assert read(bias_row(2025, "edu1", 1, 0, 0, 0)).notes == []


def test_a_school_without_signs_gives_nothing():
    reading = read(bias_row(2025, "edu1", 0, "", 0, ""))

    assert (reading.markers, reading.problems) == ([], [])


@pytest.mark.parametrize(
    ("row", "at"),
    [
        (bias_row("", "edu1", 1, 0, 0, 0), (2, "A", "")),
        (bias_row("прошлый", "edu1", 1, 0, 0, 0), (2, "A", "прошлый")),
        (bias_row(2025, "", 1, 0, 0, 0, school=""), (2, "B", "")),
        (bias_row(2025, "edu1", 1, 2, 0, 0), (2, "F", "2")),
        (bias_row(2025, "edu1", 1, 1, 0, 0, total=1), (2, "I", "1")),
        (bias_row(2025, "edu1", 1, 1, 0, 0, total="два"), (2, "I", "два")),
    ],
)
def test_a_row_that_cannot_be_is_a_problem_and_gives_no_sign(row, at):
    reading = read(row)

    assert reading.markers == []
    assert complaints(reading) == [at]


def test_a_school_stands_once_in_a_year():
    row = bias_row(2025, "edu1", 1, 0, 0, 0)
    reading = read(row, bias_row(2024, "EDU1", 1, 0, 0, 0), bias_row(2025, "edu1", 0, 1, 0, 0))

    assert [marker.work.academic_year for marker in reading.markers] == [2025, 2024]
    assert [(p.row, p.message) for p in reading.problems] == [
        (4, "Противоречит: смотрите строку 2. Оставьте одну из них.")
    ]


def test_years_and_texts_are_read_as_people_type_them():
    reading = read(bias_row("2022/2023", "EDU1 ", "1", "0", "", "", total="1"))

    (marker,) = reading.markers
    assert (marker.work.academic_year, marker.login) == (2023, "edu1")


def test_a_count_that_is_left_out_is_not_missed():
    assert len(read(bias_row(2025, "edu1", 1, 1, 0, 0, total="")).markers) == 2


def test_a_register_is_another_layout():
    assert not bias_list.recognises(make_book(["Год", "Логин", "ОО"], [2025, "edu1", "СОШ 1"]))


def test_headings_typed_in_latin_letters_are_the_same_headings():
    rows = bias_rows(bias_row(2025, "edu1", 1, 1, 0, 1))
    rows[0] = [str(heading).replace("МА", "MA").replace("РУ", "PY") for heading in rows[0]]

    reading = bias_list.read(make_book(*rows), academic_year=2025)

    assert (len(reading.markers), reading.problems) == (3, [])


@pytest.mark.parametrize("heading", ["4 АЯ", "5 МА", "10 РУ", "4 ОМ*"])
def test_a_work_that_is_unknown_or_stands_twice_is_told(heading):
    rows = bias_rows(bias_row(2025, "edu1", 1, 1, 0, 1))
    rows[0][6] = heading

    reading = bias_list.read(make_book(*rows), academic_year=2025)

    twice_or_unknown = (1, "H", "5 МА") if heading == "5 МА" else (1, "G", heading)
    assert complaints(reading)[0] == twice_or_unknown


def test_a_dash_and_a_no_are_no_sign():
    reading = read(bias_row(2025, "edu1", 1, "-", "нет", "–"))

    assert (len(reading.markers), reading.problems) == (1, [])


def test_a_row_that_stands_twice_word_for_word_is_taken_once():
    row = bias_row(2024, "edu1", 1, "", 0, "")

    reading = read(row, row)

    assert (len(reading.markers), reading.problems) == (1, [])
    assert any("слово в слово" in note for note in reading.notes)
