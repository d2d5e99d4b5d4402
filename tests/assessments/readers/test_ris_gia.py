from decimal import Decimal

import pytest

from assessments.readers import ris_gia
from assessments.readers.reading import Figures, Line, Work
from schools.sheets import read_book
from tests.assessments.layouts import NAMES, make_book, make_file, protocol
from tests.assessments.old_excel import make_xls

SOCIAL = Work("OGE", 9, "Обществознание", academic_year=2026, held_on="2026-07-03")
SUBJECT = "12 - Обществознание 2026.07.03"


def read(*protocols, year=2026, name=""):
    rows = [row for rows in protocols for row in rows]
    return ris_gia.read(make_book(*rows, name=name), academic_year=year)


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def test_several_subjects_of_an_old_workbook_become_counts_by_school():
    book = read_book(
        make_xls(
            *protocol(SUBJECT, (9306.0, 4.0), (9307.0, 2.0), (9306.0, 5.0)),
            *protocol("1 - Русский язык 2026.06.09", (9306.0, 3.0)),
        )
    )

    assert ris_gia.recognises(book)
    reading = ris_gia.read(book, academic_year=2026)

    russian = Work("OGE", 9, "Русский язык", academic_year=2026, held_on="2026-06-09")
    assert reading.lines == [
        Line(
            4,
            SOCIAL,
            Figures(2, {"2": 0, "3": 0, "4": 1, "5": 1}, mean=Decimal("4.50")),
            code="9306",
        ),
        Line(
            5,
            SOCIAL,
            Figures(1, {"2": 1, "3": 0, "4": 0, "5": 0}, mean=Decimal("2.00")),
            code="9307",
        ),
        Line(
            12,
            russian,
            Figures(1, {"2": 0, "3": 1, "4": 0, "5": 0}, mean=Decimal("3.00")),
            code="9306",
        ),
    ]
    assert (reading.problems, reading.notes, reading.header) == ([], [], (3,))


def test_a_new_workbook_is_read_alike():
    book = read_book(make_file(protocol(SUBJECT, (9306.0, 4.0), ("9306", "4"))))

    (line,) = ris_gia.read(book, academic_year=2026).lines

    assert (line.code, line.figures.counts["4"]) == ("9306", 2)


def test_it_is_a_file_with_pupils():
    assert ris_gia.HAS_PUPILS


def test_no_name_leaves_the_reader():
    broken = protocol(
        SUBJECT,
        (9306.0, NAMES[0]),
        (NAMES[1], 4.0),
        ("", 4.0),
        (9306.0, ""),
        (9307.0, f"{NAMES[2]} 4"),
    )
    reading = read(protocol(SUBJECT, (9306.0, 4.0)), broken, [[NAMES[0], *NAMES]])

    assert len(reading.problems) == 4
    assert [name for name in NAMES if name in repr(reading)] == []


def test_what_cannot_be_read_is_a_problem_and_its_school_no_line():
    reading = read(protocol(SUBJECT, (9306.0, 7.0), (9306.0, 4.0), ("9307", 5), ("х", 4), ("", 4)))

    assert [line.code for line in reading.lines] == ["9307"]
    assert complaints(reading) == [(4, "M", "7"), (7, "B", ""), (8, "B", "")]
    assert "«ЕГЭ»" in reading.problems[0].message


def test_who_has_no_mark_did_not_take_part():
    reading = read(protocol(SUBJECT, (9306.0, 4.0), (9306.0, ""), (9308.0, "")))

    assert [(line.code, line.figures.participants) for line in reading.lines] == [
        *(("9306", 1), ("9308", None)),
    ]
    assert reading.lines[1].figures == Figures(no_data="no_participants")
    assert reading.notes == ["Строки без оценки не считались: эти ученики не участвовали."]


@pytest.mark.parametrize(
    "told",
    [
        {"title": "Протокол проверки результатов ЕГЭ"},
        {"heading": "Тестовый балл"},
        {"heading": "Итоговый балл"},
    ],
)
def test_the_unified_exam_has_points_instead_of_marks(told):
    (line,) = read(
        protocol("1 - Русский язык 2026.06.04", (9306.0, 72.0), (9306.0, 0), **told)
    ).lines

    assert line.work == Work("EGE", 11, "Русский язык", "", 2026, "2026-06-04")
    assert line.figures == Figures(2, points={"72": 1, "0": 1}, mean=Decimal("36.00"))


def test_the_name_of_the_sheet_may_tell_the_exam():
    rows = protocol("3 - Физика 2026.06.04", (9306.0, 101.0), (9307.0, 40.0))

    reading = read(rows, name="ЕГЭ физика")

    assert [(line.work.kind, line.code) for line in reading.lines] == [("EGE", "9307")]
    assert complaints(reading) == [(4, "M", "101")]


@pytest.mark.parametrize(
    ("subject", "mark", "work"),
    [
        ("22 - Математика базовая", 5.0, ("EGE", 11, "Математика", "база")),
        ("2 - Математика профильная", 27.0, ("EGE", 11, "Математика", "профиль")),
        ("22 - Математика (базовый уровень)", 5.0, ("EGE", 11, "Математика", "база")),
        ("2 - Математика", 4.0, ("OGE", 9, "Математика", "")),
    ],
)
def test_mathematics_is_told_by_its_level(subject, mark, work):
    (line,) = read(protocol(f"{subject} 2026.06.03", (9306.0, mark))).lines

    assert line.work[:4] == work


def test_mathematics_of_the_unified_exam_is_the_profile_where_it_is_not_the_base():
    told = protocol("2 - Математика 2026.06.03", (9306.0, 27.0), title="Протокол ЕГЭ")

    assert read(told).lines[0].work.variant == "профиль"


@pytest.mark.parametrize(
    ("day", "period"),
    [
        *(("2026.04.21", "early"), ("2026.05.18", "early"), ("2026.05.19", "main")),
        *(("2026.07.03", "main"), ("2026.09.04", "additional")),
    ],
)
def test_the_period_is_told_by_the_day_and_september_ends_the_same_year(day, period):
    reading = read(protocol(f"12 - Обществознание {day}", (9306.0, 4.0)))

    (line,) = reading.lines
    assert (line.period, line.work.academic_year) == (period, 2026)
    assert len(reading.notes) == (period != "main")


def test_a_subject_on_two_days_is_one_work_and_this_is_told():
    reading = read(
        protocol("12 - Обществознание 2026.06.10", (9306.0, 2.0)),
        protocol(SUBJECT, (9306.0, 4.0)),
        year=2025,
    )

    (line,) = reading.lines
    assert (line.figures.participants, line.work.held_on) == (2, "2026-06-10")
    assert reading.notes == [
        "ОГЭ, обществознание: сложены протоколы за 10.06.2026 и 03.07.2026. "
        "Кто сдавал дважды, сосчитан дважды.",
        "ОГЭ, обществознание: в файле 2025/2026 учебный год, а выбран 2024/2025. "
        "Взят год из файла.",
    ]


def test_rows_behind_the_means_are_no_pupils():
    rows = protocol(SUBJECT, (9306.0, 4.0))
    rows.append(["", 9306.0, *[""] * 10, 5.0])

    assert read(rows).lines[0].figures.participants == 1


def test_a_protocol_without_its_subject_is_not_guessed_at():
    reading = read(protocol("Протокол № 5", (9306.0, 4.0)))

    assert reading.lines == []
    assert complaints(reading) == [(3, "B", "")]


def test_another_table_of_marks_is_not_recognised():
    assert not ris_gia.recognises(make_book(["Код ОО", "Оценка"], [9306, 4]))


@pytest.mark.parametrize(
    "day",
    [
        *("03.07.2026-05.07.2026", "03.07.2026 г.", "(03.07.2026)", "2026.07.03 10:00", "03.07.26"),
        *("3 июля 2026", "3 июля 2026 г.", "3–5 июля 2026", "05.07.2026, 03.07.2026", "2026-07-03"),
    ],
)
def test_whatever_begins_with_the_day_is_no_part_of_the_subject(day):
    (line,) = read(protocol(f"12 - Обществознание {day}", (9306.0, 4.0)), year=2024).lines

    assert line.work == SOCIAL


@pytest.mark.parametrize(
    "subject",
    [
        *("12 - Обществознание 3 июля", "12 - Обществознание 2", "12 - (2026.07.03)"),
        *("12 - Обществознание 31.06.2026", "12 - 2026.07.03", "12-2026.07.03"),
    ],
)
def test_a_subject_with_a_number_or_without_a_word_is_not_guessed_at(subject):
    reading = read(
        protocol("1 - Русский язык 2026.06.09", (9306.0, 3.0)), protocol(subject, (9307.0, 4.0))
    )

    assert [line.work.subject for line in reading.lines] == ["Русский язык"]
    assert complaints(reading) == [(9, "B", "")]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("51 - Русский язык", "Протокол"),
        ("1 - Русский язык (ГВЭ)", "Протокол"),
        ("51 - Русский язык ГВЭ-9", "Протокол"),
        ("1 - Русский язык", "Протокол ГВЭ"),
    ],
)
def test_the_exam_for_pupils_with_special_needs_is_not_summed_into_the_main_one(subject, title):
    reading = read(
        protocol("1 - Русский язык 2026.06.09", (9306.0, 3.0)),
        protocol(f"{subject} 2026.06.09", (9306.0, 5.0), title=title),
    )

    (line,) = reading.lines
    assert line.figures.participants == 1
    (note,) = reading.notes
    assert note.startswith(subject[:5])
    assert note.endswith("это ГВЭ, а не ОГЭ или ЕГЭ. Строки не загружены.")
    assert reading.problems == []


@pytest.mark.parametrize("mark", ["н/я", "Н/Я", "отсутствовал", "-", "не явился"])
def test_who_did_not_come_is_not_counted(mark):
    reading = read(protocol(SUBJECT, (9306.0, mark), (9306.0, 4.0)))

    (line,) = reading.lines
    assert (line.figures.participants, reading.problems) == (1, [])
    assert reading.notes == ["Строки без оценки не считались: эти ученики не участвовали."]
