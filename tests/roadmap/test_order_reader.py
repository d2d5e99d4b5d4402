"""Rows of an order's tables → goals, indicators and activities."""

import pytest

from reports.demo.loading import table
from reports.demo.programmes.ilansky import GOALS
from roadmap.lint import warnings_of
from roadmap.readers.drafts import MAX_LINES
from roadmap.readers.order import NO_HEADINGS, NO_LINES, UNTITLED, read_order
from roadmap.readers.text import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Unreadable, rows_of_text
from roadmap.services.orders import read_file
from tests.roadmap.orders import HEADING, ROADMAP, document, pasted, workbook

YEARS = ("2021", "2022", "2023", "2024")


def order_of(*rows):
    return read_order(rows_of_text(pasted(rows)))


def of_ilansky():
    """The table of the order: a goal is a row of one cell, its indicators follow."""
    rows, goal = [HEADING], None
    for row in table("ilansky_indicators"):
        if row["goal"] != goal:
            goal = row["goal"]
            rows.append([GOALS[int(goal) - 1], "", "", "", "", ""])
        title = row["title"] + (", из них:" if row["n"] == "36" else "")
        rows.append([title, row["unit"], *(row[f"target_{year}"] for year in YEARS)])
    return rows


def roadmap_of_ilansky():
    rows, goal = [*ROADMAP], None
    for row in table("ilansky_roadmap"):
        if row["goal"] != goal:
            goal = row["goal"]
            rows.append([f"{goal}. {GOALS[int(goal) - 1]}", *[""] * 7])
        cells = (row[year].replace("\n", " ") for year in YEARS)
        rows.append([row["n"], row["title"], *cells, row["responsible"], row["proved_by"]])
    return rows


def asked(order):
    return [
        (one.goal, one.title.removesuffix(", из них:"), one.targets) for one in order.indicators
    ]


def expected():
    return [
        (
            int(row["goal"]) - 1,
            row["title"],
            tuple(row[f"target_{year}"] for year in YEARS),
        )
        for row in table("ilansky_indicators")
    ]


def read_as(kind, *tables):
    if kind == "text":
        return read_order(rows_of_text("\n\n".join(map(pasted, tables))))
    return read_file({"xlsx": workbook, "docx": document}[kind](*tables))


@pytest.mark.parametrize("kind", ["text", "xlsx", "docx"])
def test_the_table_of_ilansky_gives_its_51_indicators_and_one_warning(kind):
    order = read_as(kind, of_ilansky())

    assert order.goals == GOALS
    assert order.periods == YEARS
    assert asked(order) == expected()
    assert len(order.indicators) == 51
    assert [one.number for one in order.indicators] == [str(n) for n in range(1, 52)]
    warned = {
        one.number: warnings_of(order)[one.row]
        for one in order.indicators
        if one.row in warnings_of(order)
    }
    assert warned == {
        "48": ["Процент 1, 2, 4, 6 похож на\xa0количество: проверьте единицу измерения."]
    }


@pytest.mark.parametrize("kind", ["text", "xlsx", "docx"])
def test_the_roadmap_has_two_rows_of_headings_and_21_activities(kind):
    order = read_as(kind, of_ilansky(), roadmap_of_ilansky())

    rows = list(table("ilansky_roadmap"))
    assert (len(order.indicators), len(order.activities)) == (51, 21)
    assert order.goals == GOALS  # both tables name the same
    for one, row in zip(order.activities, rows, strict=True):
        assert (one.number, one.title) == (row["n"], row["title"])
        assert one.cells == tuple(row[year].replace("\n", " ") for year in YEARS)
        assert (one.responsible, one.proved_by) == (row["responsible"], row["proved_by"])


def test_kinds_come_from_units_and_parts_stand_under_their_whole():
    indicators = order_of(*of_ilansky()).indicators

    kinds = [one.kind for one in indicators]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "yes_no": 17,
        "percent": 22,
        "number": 12,
    }
    whole = {one.row: one.number for one in indicators}
    parts = [(one.number, whole[one.whole]) for one in indicators if one.whole]
    assert parts == [*((str(n), "36") for n in range(37, 43)), ("44", "43"), ("45", "43")]


def test_columns_stand_in_any_order_and_repeat_after_a_page():
    order = order_of(
        ["2022", "Ед. изм.", "Наименование показателя", "2021", "№"],
        ["20", "%", "Доля школ", "10", "1"],
        [],
        ["2022", "Ед. изм.", "Наименование показателя", "2021", "№"],
        ["4", "шт.", "Число договоров", "3", "2"],
    )

    assert order.periods == ("2022", "2021")
    assert [(one.number, one.title, one.kind, one.targets) for one in order.indicators] == [
        ("1", "Доля школ", "percent", ("20", "10")),
        ("2", "Число договоров", "number", ("4", "3")),
    ]


def test_what_a_page_has_cut_is_joined_again():
    order = order_of(
        HEADING,
        ["Задача о школах и", "", "", "", "", ""],
        [],
        HEADING,
        ["об учителях", "", "", "", "", ""],
        ["Доля школ, в которых", "процент", "1", "2", "3", "40"],
        ["есть программа", "", "", "", "", ""],
    )

    assert order.goals == ("Задача о школах и об учителях",)
    assert [one.title for one in order.indicators] == ["Доля школ, в которых есть программа"]


def test_a_row_of_the_roadmap_that_a_page_has_cut_goes_on_cell_by_cell():
    order = order_of(
        *ROADMAP,
        ["1", "Анализ", "Выработка", "", "", "", "Рабочая", "Отчёт"],
        [],
        ["", "и оценка", "предложений (май 2021)", "", "", "", "группа", ""],
        ["", "", "Корректировка (август 2021)", "", "", "", "", ""],
    )

    (one,) = order.activities
    assert one.title == "Анализ и оценка"
    assert one.cells[0] == "Выработка предложений (май 2021) Корректировка (август 2021)"
    assert (one.responsible, one.proved_by) == ("Рабочая группа", "Отчёт")


def test_stages_are_periods_and_the_unit_of_a_goal_is_of_all_its_lines():
    order = order_of(
        ["№ п/п", "Наименование показателя", "Исходные данные", "Этапы мониторинга", ""],
        ["", "", "", "Стартовый", "Итоговый"],
        ["Задача 2. Работа с родителями. Единица измерения: наличие / отсутствие", "", "", "", ""],
        ["2.1.", "Совместный план", "-", "согласован", "согласован"],
        ["2.2.", "Участие родителей", "-", "не менее 70 %", "100 %"],
    )

    assert order.periods == ("Исходные данные", "Стартовый", "Итоговый")
    assert order.goals == ("Работа с родителями",)
    assert [(one.number, one.kind) for one in order.indicators] == [
        ("2.1", "yes_no"),
        ("2.2", "percent"),
    ]


def test_text_around_the_tables_and_other_tables_are_passed_over():
    order = order_of(
        ["РАЗДЕЛ 1. ПАСПОРТ"],
        ["Наименование программы", "Программа поддержки школ"],
        ["Показатели", "Доля школ"],
        ["Показатели программы приведены в таблице:"],
        HEADING,
        ["Доля школ", "процент", "10", "20", "30", "40"],
        ["12"],
        ["РАЗДЕЛ 3. ДРУГОЕ"],
        ["СОШ 1", "0,73", "0,05", "0,76", "0,07", "0,4", "0,06"],
    )

    assert [one.title for one in order.indicators] == ["Доля школ"]
    assert order.goals == (UNTITLED,)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["просто", "текст"], ["без", "заголовков"]], NO_HEADINGS),
        ([HEADING], NO_LINES),
        ([[]], NO_HEADINGS),
    ],
)
def test_a_table_that_is_none_says_what_is_missing(rows, sentence):
    order = order_of(*rows)

    assert (order.lines, order.problems) == ((), (sentence,))


def test_tags_and_invisible_marks_of_a_saved_page_are_left_out_and_a_script_is_text():
    order = order_of(
        HEADING,
        ["<p>Доля\u202e школ</p>\x07 <ul class='x'>", "процент", "10", "20", "30", "40"],
        ["<script>alert(1)</script>", "да/нет", "да", "да", "да", "да"],
    )

    assert [one.title for one in order.indicators] == ["Доля школ", "<script>alert(1)</script>"]


@pytest.mark.parametrize(
    "text",
    [
        "х" * (MAX_TEXT + 1),
        "\n" * (MAX_ROWS + 1),
        "\t" * MAX_COLUMNS,
    ],
)
def test_a_paste_beyond_any_order_is_refused_at_once(text):
    with pytest.raises(Unreadable):
        rows_of_text(text)


def test_more_lines_than_a_person_looks_through_are_refused():
    rows = [[f"Показатель {n}", "да/нет", "да", "да", "да", "да"] for n in range(MAX_LINES + 1)]

    order = order_of(HEADING, *rows)

    assert order.lines == ()
    assert "частями" in order.problems[0]


def test_a_title_that_no_programme_can_hold_is_cut_and_said_so():
    order = order_of(HEADING, ["Д" * 1001, "процент", "10", "20", "30", "40"])

    assert len(order.indicators[0].title) == 1000
    assert order.problems == (
        "Строка 2: текст слишком длинный, его конец не\xa0взят. Проверьте строку.",
    )


def test_drafts_survive_their_way_through_the_database():
    order = order_of(*of_ilansky(), *roadmap_of_ilansky())

    assert type(order).of_json(order.as_json()) == order
