from decimal import Decimal

import pytest

from assessments.readers import fis_oko_individual
from assessments.readers.reading import Figures, Line, Work
from schools.sheets import read_book
from tests.assessments.layouts import (
    NAMES,
    OURS,
    PUPIL_CODES,
    individual_rows,
    make_book,
    make_file,
    pupil,
    pupils_of,
)

RUSSIAN = Work("VPR", 4, "Русский язык", academic_year=2026, held_on="2026-04-20")
OTHERS = "МБОУ «СОШ № 3»(edu203390)"


def read(*lines):
    return fis_oko_individual.read(make_book(*individual_rows(*lines)), academic_year=2026)


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def test_pupils_go_in_and_one_line_per_school_comes_out():
    lines = [
        pupils_of(OURS, 4),
        *(pupil(4, 5), pupil("3", "3"), pupil(2.0, "нет отметки"), pupil(5, 4)),
        pupils_of(OTHERS, 1),
        pupil(3, 3),
    ]
    book = read_book(make_file(individual_rows(*lines), "РУ 4 Индивидуальные результаты"))

    assert fis_oko_individual.recognises(book)
    reading = fis_oko_individual.read(book, academic_year=2026)

    assert reading.lines == [
        Line(
            9,
            RUSSIAN,
            Figures(
                4,
                {"2": 1, "3": 1, "4": 1, "5": 1},
                mean=Decimal("3.50"),
                journal={"lower": 1, "same": 1, "higher": 1},
            ),
            "edu203389",
            name="МБОУ «Иланская СОШ № 1»",
        ),
        Line(
            14,
            RUSSIAN,
            Figures(
                1,
                {"2": 0, "3": 1, "4": 0, "5": 0},
                mean=Decimal("3.00"),
                journal={"lower": 0, "same": 1, "higher": 0},
            ),
            "edu203390",
            name="МБОУ «СОШ № 3»",
        ),
    ]
    assert (reading.problems, reading.notes, reading.header) == ([], [], (8,))


def test_the_number_of_participants_may_stand_in_a_cell_of_its_own():
    (line,) = read([OURS, "Кол-во участников: 1"], pupil(4, 4)).lines

    assert (line.login, line.name) == ("edu203389", "МБОУ «Иланская СОШ № 1»")


def test_it_is_a_file_with_pupils():
    assert fis_oko_individual.HAS_PUPILS


@pytest.mark.parametrize("nothing", ["X", "x", "Х", "х", "отсутствовал", "нет отметки", "", "-"])
def test_who_has_no_mark_did_not_take_part(nothing):
    for declared in (1, 2):
        reading = read(pupils_of(OURS, declared), pupil(4, 4), pupil(nothing, 5))

        assert reading.problems == []
        assert reading.lines[0].figures.participants == 1
        assert reading.notes == ["Без отметки и поэтому не в счёт: 1\xa0ученик."]


def test_who_was_absent_has_no_mark_whatever_the_sum_of_points_says():
    reading = read(pupils_of(OURS, 1), pupil(4, 4), pupil(2, 5, variant="отсутствовал"))

    assert reading.lines[0].figures.counts == {"2": 0, "3": 0, "4": 1, "5": 0}


def test_without_a_mark_in_the_register_there_is_nothing_to_compare():
    assert read(pupils_of(OURS, 1), pupil(4, "Х")).lines[0].figures.journal is None


def test_a_mark_below_that_of_the_register_is_lower():
    (line,) = read(pupils_of(OURS, 3), pupil(3, 5), pupil(2, 3), pupil(5, 4)).lines

    assert line.figures.journal == {"lower": 2, "same": 0, "higher": 1}


def test_a_school_of_absent_pupils_has_no_participants():
    (line,) = read(pupils_of(OURS, 0), pupil("X", "X")).lines

    assert line.figures == Figures(no_data="no_participants")


@pytest.mark.parametrize("declared", [0, 1, 3])
def test_the_number_of_participants_must_be_that_of_the_rows(declared):
    reading = read(pupils_of(OURS, declared), pupil(4, 4), pupil(3, 3))

    assert reading.lines == []
    assert complaints(reading) == [(9, "A", str(declared))]


def test_pupils_are_told_apart_by_the_login_of_their_own_row():
    reading = read(pupil(4, 4, school="edu203389"), pupil(3, 3, school="edu203390"))

    assert [(line.login, line.figures.participants) for line in reading.lines] == [
        *(("edu203389", 1), ("edu203390", 1)),
    ]


def test_the_line_of_a_district_begins_no_school():
    reading = read(pupils_of("Иланский район(reg20_m012)", 1), pupils_of(OURS, 1), pupil(4, 4))

    assert [line.login for line in reading.lines] == ["edu203389"]
    assert reading.problems == []


def test_pupils_of_nobody_are_a_problem():
    assert complaints(read(pupil(4, 4))) == [(9, "A", "")]


def test_a_school_whose_marks_cannot_be_read_is_no_line():
    lines = pupils_of(OURS, 3), pupil(7, 4), pupil("Канарейкин", 4), pupil(4, "70011")
    reading = read(*lines, pupils_of(OTHERS, 1), pupil(5, 5))

    assert [line.login for line in reading.lines] == ["edu203390"]
    assert complaints(reading) == [(10, "L", "7"), (11, "L", ""), (12, "M", "")]


def test_nothing_of_a_pupil_leaves_the_reader():
    pupils = [
        pupil(4, 5, code=PUPIL_CODES[0], variant="ВАРИАНТ-77"),
        pupil(PUPIL_CODES[1], NAMES[0], code=PUPIL_CODES[2], variant="ВАРИАНТ-77"),
        pupil("X", "", code=PUPIL_CODES[3], variant="ВАРИАНТ-77"),
    ]
    reading = read(pupils_of(OURS, 9), *pupils, pupils_of(OTHERS, 9), *pupils[::2], [NAMES[1]])

    told = repr(reading)
    assert reading.problems
    assert [word for word in (*NAMES, *PUPIL_CODES, "ВАРИАНТ", "4А") if word in told] == []


def test_a_number_of_participants_that_disagrees_is_told_in_a_sentence():
    reading = read(pupils_of(OURS, 5), pupil(4, 4), pupil("н/я", 4))

    (problem,) = reading.problems
    assert problem.message == (
        "Названо участников: 5, а ниже строк с отметкой — 1. Выгрузите отчёт заново."
    )
