"""The cells of a real roadmap fall into works, each with its words about time."""

import csv
import re
from pathlib import Path

import pytest

from roadmap.schedule import works_of_cell
from roadmap.when import read

FILE = Path(__file__).parents[1] / "data/ilansky_roadmap.csv"
YEARS = ("2021", "2022", "2023", "2024")
PLAN, SCHEDULE, QUARTER = "по индивидуальному плану", "по графику", "не реже 1 раза в четверть"
CONSULT = "в соответствии с графиком консультаций"
END = "по окончании каждой четверти, года"


def same(*whens):
    """The same words in the later years."""
    return [list(whens)] * 3


def yearly(words):
    return [[words.format(year)] for year in YEARS[1:]]


# (section, number) → the words about time of each work, year by year
WHENS = {
    ("1", "1"): [
        ["май 2021", "май 2021", "май 2021", "июнь 2021; ноябрь 2021"],
        *yearly("январь {0}; апрель {0}; июнь {0}; ноябрь {0}"),
    ],
    ("1", "2"): [["май-июнь 2021", QUARTER], *same(QUARTER)],
    ("2", "1"): [["май 2021"], *yearly("август-сентябрь {}")],
    ("2", "2"): [
        ["май-июнь 2021", "август-сентябрь 2021"],
        *([f"август {year}", f"август-сентябрь {year}"] for year in YEARS[1:]),
    ],
    ("2", "3"): [[CONSULT] * 3, *same(CONSULT)],
    ("3", "1"): [["май-июнь 2021"] * 2, *same(END)],
    ("4", "1"): [["июнь 2021, декабрь 2021"], *yearly("июнь {0}, декабрь {0}")],
    ("4", "2"): [["", "", ""]] * 4,
    ("4", "3"): [[""]] * 4,
    ("5", "1"): [["август 2021"] * 2, *yearly("август {}")],
    ("5", "2"): [[PLAN]] * 4,
    ("5", "3"): [[PLAN]] * 4,
    ("5", "4"): [[PLAN]] * 4,
    ("5", "5"): [[PLAN]] * 4,
    ("5", "6"): [[PLAN] * 2] * 4,
    ("5", "7"): [[PLAN]] * 4,
    ("5", "8"): [["июнь 2021", SCHEDULE], [SCHEDULE], ["июнь 2023", SCHEDULE], [SCHEDULE]],
    ("6", "1"): [
        ["сентябрь 2021"] * 2,
        *([f"февраль {year}, сентябрь {year}"] * 2 for year in YEARS[1:]),
    ],
    ("6", "2"): [["сентябрь 2021"], *yearly("февраль {0}, сентябрь {0}")],
    ("6", "3"): [[f"июнь {year}"] for year in YEARS],
    ("6", "4"): [[f"июнь {year}"] * 2 for year in YEARS],
}


def rows():
    with FILE.open(encoding="utf-8") as file:
        return {(row["section"][0], row["n"]): row for row in csv.DictReader(file)}


def test_every_cell_of_the_document_has_its_works_and_their_time():
    found = {
        key: [[when for _text, when in works_of_cell(row[year])] for year in YEARS]
        for key, row in rows().items()
    }

    assert found == WHENS


def test_no_word_of_a_cell_is_lost():
    for row in rows().values():
        for year in YEARS:
            told = "".join(text + when for text, when in works_of_cell(row[year]))
            kept, source = (re.sub(r"[\s().,;]", "", words) for words in (told, row[year]))
            # words about time that are said once for several works stand with each of them
            left = source
            for text, _when in works_of_cell(row[year]):
                assert re.sub(r"[\s().,;]", "", text) in left
            assert set(kept) == set(source)
            assert len(kept) >= len(source)


def test_the_time_of_each_work_is_understood():
    whens = {when for years in WHENS.values() for whens in years for when in whens if when}

    assert [when for when in whens if read(when) is None] == []


@pytest.mark.parametrize(
    ("key", "year", "works"),
    [
        (
            ("2", "3"),
            "2021",
            [
                "Закрепление тьюторов (кураторов) за ШНОР",
                "Определение функционала и принципов сетевого взаимодействия муниципального"
                " координатора, кураторов и школьных координаторов (членов муниципальной и"
                " школьных рабочих групп), школ-лидеров и ШНОР",
                "Составление графика консультаций",
            ],
        ),
        (
            ("5", "1"),
            "2021",
            [
                "Создание мобильного консультационного пункта",
                "Составление и реализация плана-графика работы пункта",
            ],
        ),
        (
            ("1", "2"),
            "2021",
            [
                "Создание школьных рабочих групп по координации работ по повышению качества"
                " образования",
                "Заседания Школьных рабочих групп",
            ],
        ),
    ],
)
def test_works_are_told_apart_where_the_line_ends_are_lost(key, year, works):
    assert [text for text, _when in works_of_cell(rows()[key][year])] == works


def test_quoted_themes_and_ordinary_brackets_stay_with_their_work():
    cell = "Семинары «Анализ данных. Работа с детьми» (для учителей) (май 2021)"

    assert works_of_cell(cell) == [
        ("Семинары «Анализ данных. Работа с детьми» (для учителей)", "май 2021")
    ]


def test_a_line_of_its_own_is_a_work_and_a_broken_line_is_not():
    cell = "Закрепить кураторов\n1) Составить\nграфик\n(май 2021)\n- Поддерживать школы\nпостоянно"

    assert works_of_cell(cell) == [
        ("Закрепить кураторов", "май 2021"),
        ("Составить график", "май 2021"),
        ("Поддерживать школы", "постоянно"),
    ]


def test_an_empty_cell_has_no_work():
    assert works_of_cell("  ") == []
