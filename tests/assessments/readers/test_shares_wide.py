from collections import Counter

import pytest

from assessments.readers import shares_wide
from assessments.readers.reading import Figures, Work
from schools.sheets import read_book
from tests.assessments.layouts import (
    ANNEX_HEADINGS,
    ANNEX_LINES,
    ANNEX_MERGED,
    CLUSTERS,
    DASHES,
    annex_figures,
    annex_rows,
    make_book,
    make_file,
)

CODES = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
SCHOOLS = [school for schools in CLUSTERS.values() for school in schools]
TWO_ROWS = [["Школа", "ВПР-4, русский язык", ""], ["", "«4» и «5»", "«2»"]]


def read(rows, year=2019, **facts):
    return shares_wide.read(make_book(*rows, **facts), academic_year=year)


def complaints(reading):
    return [(p.row, p.column, p.value) for p in reading.problems]


def work_of(line):
    kind, grade, subject, variant = ANNEX_LINES[line]
    return Work(CODES[kind], int(grade), subject, variant, 2019)


def as_expected():
    """(school, work) → (high, low) in hundredths of a percent, or what stands in the gap."""
    figures = annex_figures()
    for school in SCHOOLS:
        for line in range(7):
            shares = figures.get((school, line))
            told = tuple(round(float(share) * 10_000) for share in shares) if shares else None
            yield (school, work_of(line)), told or DASHES.get((school, line), "")


def as_read(reading):
    return {
        (line.name, line.work): line.said
        if line.figures.no_data
        else (line.figures.share_high, line.figures.share_low)
        for line in reading.lines
    }


@pytest.mark.parametrize("merged", [(), ANNEX_MERGED])
def test_the_annex_of_the_ilansky_order_is_read_exactly(merged):
    book = read_book(make_file(annex_rows(), merged=merged))

    assert shares_wide.recognises(book)
    reading = shares_wide.read(book, academic_year=2019)

    assert as_read(reading) == dict(as_expected())
    assert len(reading.lines) == 15 * 7
    assert reading.problems == []
    assert reading.header == (1, 2, 3)


@pytest.mark.parametrize(
    "as_cell",
    [
        lambda share: share.replace(".", ","),
        lambda share: f"{round(float(share) * 100)} %",
        lambda share: f"{round(float(share) * 100)}%",
        lambda share: round(float(share) * 100),
    ],
)
def test_shares_may_be_texts_or_percents(as_cell):
    assert as_read(read(annex_rows(as_cell))) == dict(as_expected())


def test_a_blank_and_a_dash_are_gaps_that_are_told_apart_and_counted():
    reading = read(annex_rows())

    gaps = [line for line in reading.lines if line.figures.no_data]
    assert {line.figures for line in gaps} == {Figures(no_data="unknown")}
    assert Counter((line.name, line.said) for line in gaps) == {
        ("СОШ 4", ""): 1,
        ("НОШ 21", "-"): 5,
        ("Степановская НОШ", "-"): 5,
        ("Кучердаевская СОШ", ""): 3,
        ("Прокопьевская ООШ", ""): 1,
        ("Прокопьевская ООШ", "-"): 3,
    }
    assert reading.notes == [
        "Чисел нет: прочерков 13, пустых мест 5. Укажите, почему их нет: нет ступени, "
        "нет выпускников или нет информации.",
        "Это не школы, строки пропущены: «1 кластер», «2 кластер» и «3 кластер».",
        "Столбцы без «4, 5» и «2» в заголовке не читались: P.",
    ]


def test_lines_name_their_cells():
    lines = [line for line in read(annex_rows()).lines if line.name == "СОШ 1"]

    assert [(line.row, line.column) for line in lines] == [(5, column) for column in "BDFHJLN"]


def test_two_rows_of_headings_are_enough():
    (line,) = read([*TWO_ROWS, ["СОШ 1", 0.5, 0.1]]).lines

    assert line.work == Work("VPR", 4, "Русский язык", academic_year=2019)
    assert line.figures == Figures(share_low=1000, share_high=5000)


@pytest.mark.parametrize(
    ("high", "low"),
    [
        ("4, 5", "2"),
        (4.5, 2.0),
        ("4-5", 2),
        ("Доля «4» и «5», %", "Доля «2», %"),
        ("более 60 баллов", "ниже порога"),
    ],
)
def test_the_two_shares_are_headed_in_several_ways(high, low):
    rows = [["", "ЕГЭ", ""], ["ОО", "Русский язык", ""], ["", low, high], ["СОШ 1", 0.1, 0.5]]

    (line,) = read(rows).lines

    assert line.work == Work("EGE", 11, "Русский язык", academic_year=2019)
    assert (line.figures.share_high, line.figures.share_low, line.column) == (5000, 1000, "B")


def test_the_title_above_and_a_number_before_the_names_do_not_disturb():
    rows = [
        ["Результаты школ района на 2021-2024 годы, приказ от 09.03.2021"],
        ["№", *ANNEX_HEADINGS[0][:5]],
        ["", *ANNEX_HEADINGS[1][:5]],
        ["", *ANNEX_HEADINGS[2][:5]],
        list(range(1, 7)),
        [1, "СОШ 1", 0.5, 0.1, 0.4, 0.2],
        ["", "Итого по району", 0.5, 0.1, 0.4, 0.2],
    ]

    reading = read(rows)

    assert [(line.name, line.work.academic_year) for line in reading.lines] == [("СОШ 1", 2019)] * 2
    assert reading.problems == []
    assert reading.notes == ["Это не школы, строки пропущены: «Итого по району»."]


@pytest.mark.parametrize(
    ("above", "heading"),
    [
        ("Итоги 2017/2018 учебного года", "ВПР, 4 класс"),
        ("", "ВПР 2018, 4 класс"),
        ("", "ВПР 2017/2018 уч. год, 4 класс"),
    ],
)
def test_a_year_in_the_file_wins(above, heading):
    rows = [[above], ["ОУ", heading, ""], ["", "Русский язык", ""], ["", "4, 5", "2"]]

    reading = read([*rows, ["СОШ 1", 0.5, 0.1]])

    (line,) = reading.lines
    assert line.work == Work("VPR", 4, "Русский язык", academic_year=2018)
    assert reading.notes == ["Годы взяты из файла: 2017/2018."]


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        ((0.5, ""), (4, "C", "")),
        (("-", 0.1), (4, "B", "-")),
        ((73, 0.1), (4, "B", "73")),
        (("нет", 0.1), (4, "B", "нет")),
        ((0.7, 0.4), (4, "C", "0.4")),
        (("101 %", 0), (4, "B", "101 %")),
        (("нет ступени", "скрыто"), (4, "C", "скрыто")),
        ((0.5, "нет ступени"), (4, "C", "нет ступени")),
    ],
)
def test_shares_that_cannot_be_are_a_problem(cells, at):
    reading = read([*TWO_ROWS, ["СОШ 1", 0.5, 0.1], ["СОШ 2", *cells]])

    assert [line.name for line in reading.lines] == ["СОШ 1"]
    assert complaints(reading) == [at]


def test_a_fraction_among_percents_is_asked_about():
    reading = read([*TWO_ROWS, ["СОШ 1", 50, 10], ["СОШ 2", 0.73, 12], ["СОШ 3", "1 %", 0]])

    assert [(line.name, line.figures.share_high) for line in reading.lines] == [
        *(("СОШ 1", 5000), ("СОШ 3", 100)),
    ]
    assert complaints(reading) == [(4, "B", "0.73")]


def test_shares_rounded_up_may_make_a_hundredth_too_much():
    (line,) = read([*TWO_ROWS, ["СОШ 1", "66,67 %", "33,34 %"]]).lines

    assert (line.figures.share_high, line.figures.share_low) == (6667, 3334)


def test_a_school_without_any_number_is_a_school():
    reading = read([*TWO_ROWS, ["Сельские школы", "", ""], ["СОШ 1", "", ""]])

    assert [line.name for line in reading.lines] == ["СОШ 1"]


def test_a_school_named_twice_or_not_at_all_is_a_problem():
    reading = read([*TWO_ROWS, ["СОШ № 1", 0.5, 0], ["СОШ 1", 0.5, 0], ["", 0.5, 0]])

    assert [line.name for line in reading.lines] == ["СОШ № 1"]
    assert complaints(reading) == [(4, "A", "СОШ 1"), (5, "A", "")]


def test_a_heading_reaches_no_further_than_the_next_one_above_it():
    rows = [["Школа", "ВПР, 4 класс", "", "ОГЭ, химия", ""], ["", "Математика", "", "", ""]]
    rows += [["", "4, 5", "2", "4, 5", "2"], ["СОШ 1", 1, 0, 0, 1]]

    subjects = [(line.work.kind, line.work.subject) for line in read(rows).lines]

    assert subjects == [("VPR", "Математика"), ("OGE", "Химия")]


def test_a_period_of_several_years_is_no_school_year():
    rows = [["ОУ", "ВПР 2016-2018, 4 класс", ""], ["", "Русский язык", ""], ["", "4, 5", "2"]]

    (line,) = read([*rows, ["СОШ 1", 0.5, 0.1]]).lines

    assert line.work.academic_year == 2019


@pytest.mark.parametrize(
    ("cells", "reason", "said"),
    [
        (("нет выпускников", ""), "no_graduates", "нет выпускников"),
        (("Нет ступени", "Нет ступени"), "no_stage", "Нет ступени"),
        (("-", "не проводилась"), "not_held", "не проводилась"),
    ],
)
def test_a_reason_in_words_is_a_reason(cells, reason, said):
    reading = read([*TWO_ROWS, ["СОШ 1", *cells]])

    (line,) = reading.lines
    assert (line.figures, line.said) == (Figures(no_data=reason), said)
    assert reading.notes == []


@pytest.mark.parametrize(
    ("headings", "at"),
    [
        (["Школа", "ВПР-4, русский язык", "", "Кружки", ""], (2, "D", "Кружки")),
        (
            ["Школа", "ВПР-4, русский язык", "", "ВПР, русский язык", ""],
            (2, "D", "ВПР, русский язык"),
        ),
        (["Школа", "ВПР-4, русский язык", "", "ОГЭ", ""], (2, "D", "ОГЭ")),
    ],
)
def test_a_heading_that_does_not_tell_the_work_is_told_once(headings, at):
    rows = [headings, ["", "4, 5", "2", "4, 5", "2"], ["СОШ 1", 1, 0, 1, 0], ["СОШ 2", 1, 0, 1, 0]]

    reading = read(rows)

    assert len(reading.lines) == 2
    assert complaints(reading) == [at]


def test_a_work_without_its_second_column_or_told_twice_is_told():
    rows = [["Школа", "ВПР-4, математика", "", "ВПР, 4 класс, математика", "", "ОГЭ, химия"]]
    rows += [["", "4, 5", "2", "4, 5", "2", "2"], ["СОШ 1", 1, 0, 1, 0, 0]]

    reading = read(rows)

    assert len(reading.lines) == 1
    assert [p[:2] for p in complaints(reading)] == [(2, "D"), (2, "F")]


def test_a_formula_that_nobody_calculated_is_no_gap():
    rows = [*TWO_ROWS, ["СОШ 1", "", "", ""], ["СОШ 2", 0.5, 0, ""]]

    reading = read(rows, unvalued=frozenset({(2, 1), (2, 2), (2, 3), (3, 3)}))

    assert [line.name for line in reading.lines] == ["СОШ 2"]
    assert complaints(reading) == [(3, "B", ""), (3, "C", "")]


def test_a_list_of_marks_is_another_layout():
    assert not shares_wide.recognises(make_book(["Школа", 2, 3, 4, 5], ["СОШ 1", 1, 2, 3, 4]))


@pytest.mark.parametrize(
    "name", ["Школа № 5", "Школа-интернат", "Гимназия", "Лицей «Надежда»", "Интернат 2"]
)
def test_a_school_is_told_by_its_word_though_it_has_no_numbers(name):
    reading = read([*TWO_ROWS, [name, "", ""], ["СОШ 1", 0.5, 0.1]])

    assert [line.name for line in reading.lines] == [name, "СОШ 1"]


@pytest.mark.parametrize("name", ["Кластер 1", "1 кластер", "Сельский кластер", "Школы кластера 2"])
def test_a_cluster_with_numbers_is_no_school(name):
    reading = read([*TWO_ROWS, [name, 0.4, 0.2], ["СОШ 1 (кластер 1)", 0.5, 0.1]])

    assert [line.name for line in reading.lines] == ["СОШ 1 (кластер 1)"]
    assert reading.notes == [f"Это не школы, строки пропущены: «{name}»."]
