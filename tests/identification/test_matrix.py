"""The table of the report of Irbit, 2020, is the golden data: groups and levels of 21 schools."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from identification.methods import method_of, problems_of
from identification.methods.facts import MEASURED, SCHOOLS, Facts
from identification.methods.matrix import level_of
from identification.methods.stability import stability
from reports.demo.irbit import PARAMETERS

TABLE = Path(__file__).parent.parent.parent / "reports/demo/data/irbit_schools_2020.csv"
GAPS = {"нет информации": "unknown", "нет выпустников": "no_graduates"}
LEVELS = {"н": "низкий", "н/с": "ниже среднего", "с": "средний", "в/с": "выше среднего"}
LEVELS |= {"в": "высокий", "нет информации": "", "нет выпустников": ""}
QUALITY, SOCIAL = "quality_group", "social_group"


def printed():
    with TABLE.open(encoding="utf-8-sig") as file:
        return {row["school"]: row for row in csv.DictReader(file)}


def facts_of(groups, year=2020):
    """{school: (group of quality, group of wellbeing)}; a word is the reason of a gap."""
    rows = [
        {
            "measure": code,
            "title": code,
            "unit": "группа",
            "school_id": school,
            "academic_year": year,
            "value": None if group in GAPS else int(group),
            "label": None if group in GAPS else "как в отчёте",
            "no_data": GAPS.get(group, ""),
            "source": "Отчёт",
        }
        for school, pair in groups.items()
        for code, group in zip((QUALITY, SOCIAL), pair, strict=True)
        if group is not None
    ]
    schools = [{"school_id": name, "short_name": name} for name in groups]
    return Facts(
        academic_year=2020,
        schools=pd.DataFrame(schools).reindex(columns=SCHOOLS).astype(object),
        measured=pd.DataFrame(rows).reindex(columns=MEASURED).astype(object),
    )


def irbit():
    return facts_of({s: (row[QUALITY], row[SOCIAL]) for s, row in printed().items()})


def verdicts(facts, **changes):
    rows = method_of("matrix", PARAMETERS | changes).judge(facts).to_dict("records")
    return {row["school_id"]: row for row in rows}


def with_status(found, status):
    return sorted(school for school, row in found.items() if status in row["statuses"])


def test_all_schools_stand_in_the_cells_that_the_report_prints():
    found = verdicts(irbit())

    assert len(found) == 21
    stands = {s: tuple(reason["value"] for reason in row["reasons"]) for s, row in found.items()}
    assert stands == {
        school: tuple(None if row[code] in GAPS else int(row[code]) for code in (QUALITY, SOCIAL))
        for school, row in printed().items()
    }


def test_every_group_is_called_by_the_level_that_the_report_prints():
    for row in printed().values():
        for code, levels in ((QUALITY, "row_levels"), (SOCIAL, "column_levels")):
            group = None if row[code] in GAPS else int(row[code])
            said = row[code.replace("group", "level")]

            assert level_of(PARAMETERS[levels], group) == LEVELS[said]


def test_the_eleven_schools_of_the_report_have_low_results():
    found = verdicts(irbit())

    low = [school for school, row in found.items() if row["status"] == "low"]
    assert low == [s for s, row in printed().items() if row[QUALITY] in ("3", "4", "5")]
    assert len(low) == 11
    by_group = [sum(found[s]["reasons"][0]["value"] == group for s in low) for group in (3, 4, 5)]
    assert by_group == [2, 4, 5]


def test_good_schools_in_hard_conditions_are_resilient_and_the_other_way_round_underused():
    found = verdicts(irbit())

    assert with_status(found, "resilient") == ["Зайковская СОШ №1", "Кирилловская ООШ"]
    assert with_status(found, "underused") == ["Килачевская СОШ"]
    assert found["Килачевская СОШ"]["statuses"] == ["low", "underused"]
    assert found["Килачевская СОШ"]["status"] == "low"


def test_without_a_group_of_the_rows_there_is_no_status_and_the_reason_is_told():
    found = verdicts(facts_of({"А": ("нет выпустников", 3), "Б": ("нет информации", 3)}))

    assert [found[s]["status"] for s in "АБ"] == ["no_data", "no_data"]
    assert [found[s]["statuses"] for s in "АБ"] == [[], []]
    assert [found[s]["reasons"][0]["no_data"] for s in "АБ"] == ["no_graduates", "unknown"]
    assert verdicts(irbit())["Фоминская ООШ"]["status"] == "no_data"
    hard = [{"rows": None, "columns": [3], "status": "social"}]
    other = verdicts(facts_of({"А": ("нет информации", 3), "Б": (9, 3)}), cells=hard)
    assert [other[s]["statuses"] for s in "АБ"] == [[], ["social"]]


def test_without_a_group_of_the_columns_only_rules_on_rows_apply():
    gap = "нет информации"

    found = verdicts(facts_of({"А": (5, gap), "Б": (9, gap), "В": (9, 3), "Г": (5, None)}))

    assert [found[s]["statuses"] for s in "АБВГ"] == [["low"], [], ["resilient"], ["low"]]
    assert [found[s]["status"] for s in "АБВГ"] == ["low", "none", "resilient", "low"]


def test_the_first_of_the_cells_that_apply_gives_the_status():
    facts, cells = facts_of({"А": (5, 6)}), PARAMETERS["cells"]

    found = verdicts(facts, cells=[cells[2], cells[0], cells[2]])

    assert found["А"]["status"] == "underused"
    assert found["А"]["statuses"] == ["underused", "low"]


def test_a_group_of_another_year_says_nothing():
    found = verdicts(facts_of({"А": (5, 6)}, year=2019))

    assert found["А"]["status"] == "no_data"


def test_a_verdict_shows_both_groups_with_level_and_source():
    row, column = verdicts(irbit())["Килачевская СОШ"]["reasons"]

    assert (row["title"], row["value"], row["label"]) == ("Группа качества", 5, "ниже среднего")
    assert (column["title"], column["value"], column["label"]) == (
        "Группа по индексу социального благополучия",
        6,
        "средний",
    )
    assert {row["source"], column["source"]} == {"Отчёт"}
    assert (row["op"], row["groups"], row["met"]) == ("in", [3, 4, 5], True)
    assert (column["op"], column["groups"], column["met"]) == ("in", None, True)


def test_nothing_is_drawn_from_given_groups_and_no_pupil_can_change_them():
    facts = irbit()

    assert stability(method_of("matrix", PARAMETERS), facts, seed=1) == [None] * 21
    assert {row["pupils_to_flip"] for row in verdicts(facts).values()} == {None}


def test_a_file_needs_neither_titles_nor_levels():
    bare = {name: PARAMETERS[name] for name in ("rows", "columns", "cells")}

    assert problems_of("matrix", bare) == []
    found = method_of("matrix", bare).judge(irbit())
    assert list(found["status"]) == [row["status"] for row in verdicts(irbit()).values()]
    first = found["reasons"][0][0]
    assert (first["title"], first["label"]) == (QUALITY, "как в отчёте")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"cells": []}, "«Клетки и статусы» (cells): нужна хотя бы одна строка"),
        (
            {"cells": [{"rows": 3, "columns": None, "status": "low"}]},
            "cells, строка 1: «Группы строк» (rows): нужен список номеров групп, "
            "например [3, 4, 5]",
        ),
        ({"columns": QUALITY}, "Для строк и столбцов нужны разные показатели"),
        (
            {"row_levels": [{"title": "н", "groups": [3, 4]}, {"title": "с", "groups": [4]}]},
            "row_levels, строка 2: группа 4 уже стоит выше",
        ),
        ({"row_title": " "}, "«Строки: подпись» (row_title): нужно название"),
    ],
)
def test_an_impossible_value_is_named(changes, problem):
    assert problems_of("matrix", PARAMETERS | changes) == [problem]


def test_the_rule_in_one_paragraph():
    assert method_of("matrix", PARAMETERS).in_words() == (
        "Школа стоит в таблице: строка — группа качества, столбец — группа по индексу социального "
        "благополучия. Статус определяется клеткой: группа качества 3, 4 или 5 — «низкие "
        "результаты»; группа качества 7, 8, 9 или 10, группа по индексу социального благополучия "
        "1, 2, 3 или 4 — «резильентная»; группа качества 3, 4 или 5, группа по индексу социального "
        "благополучия 6, 7, 8, 9 или 10 — «условия не использованы». Школа получает все статусы, "
        "которые подходят, первым считается тот, что назван раньше. Если не известно, что в строке "
        "(группа качества), статуса нет и указана причина. Правило, которое называет группы "
        "столбца, к школе без такой группы не применяется. Группы берутся из документа, портал их "
        "не вычисляет."
    )
