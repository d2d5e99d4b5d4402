import csv
import io
from decimal import Decimal

import pytest

from assessments.naming import REASONS
from assessments.readers import own_template
from assessments.readers.reading import Figures, Line, Work
from schools.models import NoDataReason
from schools.sheets import Book, Sheet, read_book
from tests.assessments.layouts import make_book, make_file, template_row, template_rows

RUSSIAN = Work("VPR", 4, "Русский язык", academic_year=2026)
BANDS = ("ниже минимального", "от минимального до 60", "61–79", "80 и более")
MEAN = {"before": ["Средний балл"], "levels": BANDS}


def read(*rows, year=2026, facts=None, **layout):
    book = make_book(*template_rows(*rows, **layout), **facts or {})
    return own_template.read(book, academic_year=year)


def told(reading):
    return [line.figures for line in reading.lines]


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def only_message(reading):
    (problem,) = reading.problems
    return problem.message


def as_csv(rows, encoding="cp1251", delimiter=";"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    file = io.BytesIO(text.getvalue().encode(encoding))
    file.name = "шаблон.csv"
    return file


ROWS = template_rows(
    [*template_row("СОШ 5", 12, 3, 4, 4, 1, login="edu203389"), 0.25, 0.42, 3.25, "верно"],
    [*template_row("НОШ 21", "", "", "", "", "", reason="нет участников"), "", "", "", ""],
    [*template_row("СОШ 7", "", "", "", "", ""), "", "", "", ""],
)


@pytest.mark.parametrize(
    "file",
    [
        lambda: make_file(ROWS),
        lambda: as_csv(ROWS),
        lambda: as_csv(ROWS, "utf-8-sig", ","),
        lambda: as_csv(ROWS, "utf-8", "\t"),
    ],
    ids=["xlsx", "csv of Excel", "csv of LibreOffice", "tabs"],
)
def test_it_is_read_whatever_program_has_saved_it(file):
    book = read_book(file())

    assert own_template.recognises(book)
    reading = own_template.read(book, academic_year=2026)

    assert reading.lines == [
        Line(
            5,
            RUSSIAN,
            Figures(12, {"2": 3, "3": 4, "4": 4, "5": 1}),
            login="edu203389",
            name="СОШ 5",
        ),
        Line(
            6,
            RUSSIAN,
            Figures(no_data="no_participants"),
            name="НОШ 21",
            said="нет участников",
        ),
    ]
    assert (reading.problems, reading.header) == ([], (4,))
    assert reading.notes == ["Не заполнено: 1\xa0строка. То, что уже внесено, не изменится."]


def test_the_reasons_are_those_of_the_model():
    assert list(REASONS.items()) == NoDataReason.choices


@pytest.mark.parametrize(
    "work",
    [
        RUSSIAN,
        Work("EGE", 11, "Математика", "профиль", 2019),
        Work("OGE", 9, "Иностранный язык (английский)", academic_year=2026),
        Work("KDR", 4, "Читательская грамотность", academic_year=2026),
    ],
)
def test_the_title_says_the_work_whole(work):
    assert own_template.work_in(own_template.title_of(work)) == work


@pytest.mark.parametrize(
    "title",
    [
        "",
        "ВПР-4, русский язык",
        "ВПР · 4 класс · 2025/2026 учебный год",
        "ВПР · 4 класс · · 2025/2026 учебный год",
        "ВПР · 4 класс · Русский язык · 2024/2026 учебный год",
        "ВПР · четвёртый класс · Русский язык · 2025/2026 учебный год",
        "ПИЗА · 4 класс · Русский язык · 2025/2026 учебный год",
    ],
)
def test_a_changed_title_is_a_problem_beside_all_others(title):
    reading = read(template_row("СОШ 5", "много", 1, 1, 1, 1), work=title)

    assert complaints(reading) == [(1, "A", title or "Иланский район."), (5, "D", "много")]
    assert "Верните в ячейку A1 строку из шаблона" in reading.problems[0].message
    assert reading.lines == []


def test_a_row_inserted_above_the_title_does_no_harm():
    rows = [["Сдать до 1 июня"], *template_rows(template_row("СОШ 5", 1, 1, 0, 0, 0))]

    (line,) = own_template.read(make_book(*rows), academic_year=2026).lines

    assert (line.row, line.work) == (6, RUSSIAN)


def test_a_year_that_is_not_the_chosen_one_is_taken_and_told():
    reading = read(template_row("СОШ 5", 1, 1, 0, 0, 0), year=2025)

    assert reading.lines[0].work.academic_year == 2026
    assert reading.notes == [
        "В шаблоне 2025/2026 учебный год, а выбран 2024/2025: взят год из шаблона."
    ]


# columns


@pytest.mark.parametrize("heading", ["«2»", "2", 2.0, "2*"])
def test_a_mark_may_be_headed_as_another_program_writes_it(heading):
    reading = read(template_row("СОШ 5", 3, 3, 0, 0, 0), levels=(heading, "3", 4, 5.0))

    assert told(reading) == [Figures(3, {"2": 3, "3": 0, "4": 0, "5": 0})]


def test_a_level_that_only_its_scale_knows_brings_its_code():
    levels = ("Низкий [low]", "базовый", "Отличный (80 и более) [a+]")

    reading = read(template_row("СОШ 5", 6, 1, 2, 3), levels=levels)

    assert told(reading) == [Figures(6, {"low": 1, "basic": 2, "a+": 3})]


def test_an_unknown_level_and_one_that_stands_twice_are_problems():
    reading = read(template_row("СОШ 5", 3, 1, 1, 1, 0), levels=("«2»", "«6»", "«2»", "5"))

    assert complaints(reading) == [(4, "F", "«6»"), (4, "G", "«2»")]
    assert [p.message for p in reading.problems] == [
        "Такого уровня портал не знает. Верните заголовок из шаблона.",
        "Столбец стоит дважды. Оставьте один из них.",
    ]


def test_a_column_of_one_s_own_at_the_right_is_not_read_and_this_is_said():
    row = [*template_row("СОШ 5", 1, 1, 0, 0, 0), "", "", "", "", "болел весь класс"]

    reading = read(row, after=["Примечание"])

    assert (len(reading.lines), reading.problems) == (1, [])
    assert reading.notes == ["Столбец «Примечание» не читался: его нет в шаблоне."]


def test_shares_and_checks_are_never_read():
    row = [*template_row("СОШ 5", 2, 1, 1, 0, 0), "=1+1", "#DIV/0!", "9999", "в сумме 3, а не 2"]

    reading = read(row, facts={"unvalued": frozenset({(4, 9), (4, 10), (4, 11)})})

    assert (told(reading), reading.problems) == (
        [Figures(2, {"2": 1, "3": 1, "4": 0, "5": 0})],
        [],
    )


# cells


@pytest.mark.parametrize(
    ("cell", "mean"),
    [
        ("64,5", "64.50"),
        (64.5, "64.50"),
        (64, "64.00"),
        (66.66666666666667, "66.67"),
        ("0,005", "0.01"),
        ("", None),
    ],
)
def test_a_mean_may_have_a_decimal_comma_and_is_rounded_half_up(cell, mean):
    reading = read(template_row("СОШ 5", 4, 1, 1, 1, 1, cell), **MEAN)

    assert told(reading) == [
        Figures(
            4,
            {"below": 1, "to60": 1, "61-79": 1, "80+": 1},
            mean=Decimal(mean) if mean else None,
        )
    ]


@pytest.mark.parametrize(
    "cell", ["-", "много", -1, 2.5, "12 %", "2026-05-03", True, "1e999999999", "#N/A", "9" * 40]
)
def test_what_is_no_number_of_pupils_is_a_problem(cell):
    reading = read(template_row("СОШ 5", 12, cell, 0, 0, 0))

    assert complaints(reading) == [(5, "E", str(cell))]
    assert only_message(reading) == (
        "«2»: нужно целое число учеников. Исправьте или очистите ячейку."
    )
    assert reading.lines == []


@pytest.mark.parametrize("cell", ["-", "высокий", "2026-05-03", "1e9", -4, 1234, "6,4,5"])
def test_what_is_no_mean_is_a_problem(cell):
    reading = read(template_row("СОШ 5", 4, 1, 1, 1, 1, cell), **MEAN)

    assert complaints(reading) == [(5, "I", str(cell))]
    assert only_message(reading).startswith("«Средний балл»: нужно число, например 64,5.")


@pytest.mark.parametrize(
    ("cell", "n"), [(12.0, 12), ("12", 12), ("1 200", 1200), ("1\xa0200", 1200)]
)
def test_a_number_of_pupils_is_read_as_it_may_be_written(cell, n):
    (figures,) = told(read(template_row("СОШ 5", cell, "", "", "", "")))

    assert figures == Figures(n)


def test_a_blank_beside_a_told_level_is_a_zero_and_alone_it_is_nothing():
    reading = read(
        template_row("СОШ 5", 12, 12, "", "", ""), template_row("СОШ 7", 12, "", "", "", "")
    )

    assert told(reading) == [Figures(12, {"2": 12, "3": 0, "4": 0, "5": 0}), Figures(12)]


@pytest.mark.parametrize(
    ("word", "code"), [*((label, code) for code, label in REASONS.items()), ("Скрыто ", "hidden")]
)
def test_a_reason_is_one_of_the_list(word, code):
    (figures,) = told(read(template_row("СОШ 5", "", "", "", "", "", reason=word)))

    assert figures == Figures(no_data=code)


def test_another_reason_is_a_problem_that_names_the_list():
    reading = read(template_row("СОШ 5", "", "", "", "", "", reason="карантин"))

    assert complaints(reading) == [(5, "I", "карантин")]
    assert only_message(reading) == (
        "«Причина, если чисел нет»: такой причины нет. Выберите из списка: нет ступени, нет "
        "выпускников, нет участников, не проводилась, не сдано, скрыто или нет информации."
    )


@pytest.mark.parametrize("figures", [(12, 3, 4, 4, 1), (0, "", "", "", ""), ("", "", "", "", 1)])
def test_numbers_and_a_reason_together_lose_neither_silently(figures):
    reading = read(template_row("СОШ 5", *figures, reason="скрыто"))

    assert complaints(reading) == [(5, "I", "скрыто")]
    assert "указаны и числа, и причина" in only_message(reading)


def test_figures_of_nobody_are_a_problem_and_a_blank_row_of_nobody_is_not():
    reading = read(template_row("", 1, 1, 0, 0, 0), template_row("", "", "", "", "", ""))

    assert complaints(reading) == [(5, "B", "")]
    assert "впишите школу или удалите строку" in only_message(reading).lower()


def test_a_login_alone_tells_the_school():
    (line,) = read(template_row("", 1, 1, 0, 0, 0, login="edu203389")).lines

    assert (line.login, line.name) == ("edu203389", "")


def test_a_formula_that_nobody_calculated_is_a_problem_where_figures_are_typed():
    row = template_row("СОШ 5", "", 1, 0, 0, 0)

    reading = read(row, facts={"unvalued": frozenset({(4, 3)})})

    assert complaints(reading) == [(5, "D", "")]
    assert "формула, которую никто не посчитал" in only_message(reading)


def test_all_problems_are_told_at_once():
    reading = read(
        template_row("СОШ 5", "x", "y", 0, 0, 0, reason="z"), template_row("СОШ 7", 1, 1, 0, 0, "-")
    )

    assert complaints(reading) == [(5, "D", "x"), (5, "E", "y"), (5, "I", "z"), (6, "H", "-")]


# sheets


def test_every_visible_sheet_is_read_and_the_others_are_named():
    maths = template_rows(
        template_row("СОШ 5", 5, 1, "", "", ""),
        work=own_template.title_of(RUSSIAN._replace(grade=5)),
    )
    book = Book(
        (
            Sheet("ВПР-4", template_rows(template_row("СОШ 5", "x", "", "", "", ""))),
            Sheet("ВПР-5", maths),
            Sheet("Заметки", [["позвонить в СОШ 7"]]),
            Sheet("Пусто", [[""]]),
            Sheet("Черновик", maths, is_hidden=True),
        )
    )

    reading = own_template.read(book, academic_year=2026)

    assert [(line.sheet, line.work.grade) for line in reading.lines] == [("ВПР-5", 5)]
    assert [(p.sheet, p.row, p.column) for p in reading.problems] == [("ВПР-4", 5, "D")]
    assert reading.notes == [
        "Лист «Заметки» не читался: в нём другая таблица. Загрузите его отдельным файлом.",
        "Скрытый лист «Черновик» не читался.",
    ]
