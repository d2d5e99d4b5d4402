"""An order of two levels: municipal indicators and what schools answer to them, in pairs."""

from collections import Counter

import pytest

from reports.demo.loading import table
from reports.demo.programmes.motygino import KINDS, numbered
from roadmap.lint import warnings_of
from roadmap.models import Indicator
from roadmap.readers.order import read_order
from roadmap.readers.text import rows_of_text
from roadmap.services.orders import keep_draft, read_file, read_text, store_draft
from tests.factories import AT, make_municipality, make_user
from tests.roadmap.orders import document, pasted, workbook

HEADING = [
    "Уровень муниципалитета",
    "Уровень ОО",
    "",
    "Механизмы управления, действия муниципального уровня",
    "Документы, в которых отражаются механизмы управления",
]
BELOW = ["показатель", "показатель", "Индикатор /метод сбора", "", ""]
UNITS = {
    "yes_no": "Наличие / Отсутствие",
    "implementation_scale": "Процент реализации Не Реализовывался менее чем на 25%",
    "share": "Количество /%",
    "count_share": "Количество /%",
    "number": "числовой показатель",
}


def of_motygino():
    return list(table("motygino_indicators"))


def side_by_side():
    """As the regulation has it: a pair a row, the indicators of schools in one cell."""
    rows, section = [HEADING], None
    by_pair: dict[str, list[dict]] = {}
    for row in of_motygino():
        by_pair.setdefault(row["pair"], []).append(row)
    for municipal, *schools in by_pair.values():
        if municipal["section"] != section:
            section = municipal["section"]
            rows += [[f"{municipal['section_n']}. {section}", "", "", "", ""], BELOW]
        # where the regulation leaves numbers out a page begins anew
        below = [row for row in schools if row["pair"] == "3.4" and row["n"] == "5"]
        beside = [row for row in schools if row not in below]
        rows.append([_said(municipal), *_of_schools(beside), "Приказ", "Справка"])
        rows += [["", *_of_schools(below), "", ""]] if below else []
    return rows


def _said(row):
    return f"{row['n']}. {row['indicator']}" if row["n"] else row["indicator"]


def _of_schools(schools):
    units = " ".join(UNITS[row["unit"]] for row in schools)
    return [" ".join(map(_said, schools)), f"{units} Отчет ОО"]


def a_row_each():
    """As our table has it: the level and the pair are columns."""
    heads = ("section", "pair", "level", "n", "indicator", "unit")
    names = ["Раздел", "Пара", "Уровень", "№", "Показатель", "Единица"]
    return [names, *([row[head] for head in heads] for row in of_motygino())]


READ = {
    "text": lambda rows: read_text(pasted(rows)),
    "xlsx": lambda rows: read_file(workbook(rows)),
    "docx": lambda rows: read_file(document(rows)),
}


@pytest.mark.parametrize("rows", [side_by_side, a_row_each], ids=["side-by-side", "row-each"])
@pytest.mark.parametrize("kind", READ)
def test_the_regulation_of_motygino_gives_its_61_indicators_in_pairs(kind, rows):
    order = READ[kind](rows())

    of_row = {one.row: one.number for one in order.indicators}
    assert [
        (one.number, one.level, one.title, one.kind, of_row.get(one.pair))
        for one in order.indicators
    ] == [
        (
            number,
            row["level"],
            row["indicator"],
            KINDS[row["unit"]],
            row["pair"] if row["level"] == "school" else None,
        )
        for number, row in numbered(of_motygino())
    ]
    assert Counter(one.level for one in order.indicators) == {"municipality": 19, "school": 42}
    assert [order.goals[one.goal] for one in order.indicators] == [
        row["section"] for row in of_motygino()
    ]
    assert (order.periods, order.problems) == ((), ())


def paired(*rows):
    order = read_order(rows_of_text(pasted([HEADING, *rows])))
    titles = {one.row: one.title for one in order.indicators}
    return [(one.title, titles.get(one.pair, "")) for one in order.indicators]


def test_what_a_page_has_cut_goes_on_in_each_column_by_itself():
    assert paired(
        ["2. Выявление школ", "", "", "", ""],
        ["1 Наличие раздела в муниципальной", "1 Наличие в программе школы", "Наличие /"],
        [""],
        ["12"],
        [
            "<p>программе.</p> <p>2. Наличие показателей школ</p>",
            "<p>показателей качества</p> <p>1. Наличие документов о самооценке</p>",
            "<p>Отсутствие</p>",
        ],
        ["", "школы", ""],
        ["--", "--", "---"],
        ["", "3. Наличие плана", "Отчет ОО"],
    ) == [
        ("Наличие раздела в муниципальной программе.", ""),
        (
            "Наличие в программе школы показателей качества",
            "Наличие раздела в муниципальной программе.",
        ),
        ("Наличие показателей школ", ""),
        ("Наличие документов о самооценке школы", "Наличие показателей школ"),
        ("Наличие плана", "Наличие показателей школ"),
    ]


def test_numbers_within_a_sentence_begin_no_indicator():
    assert paired(
        ["1. Доля школ по КДР – 8. По грамотности", "Доля учащихся (8 класс) 2 раза", ""],
        ["2. Доля школ", "1. Получили 4 и 5 на ОГЭ 2. Получили 2 на ОГЭ", ""],
    ) == [
        ("Доля школ по КДР – 8. По грамотности", ""),
        ("Доля учащихся (8 класс) 2 раза", "Доля школ по КДР – 8. По грамотности"),
        ("Доля школ", ""),
        ("Получили 4 и 5 на ОГЭ", "Доля школ"),
        ("Получили 2 на ОГЭ", "Доля школ"),
    ]


def test_an_indicator_that_no_school_answers_is_no_goal():
    assert paired(
        ["5. Методическая помощь", "", "", "", ""],
        ["1. Количество площадок", "", "", "", ""],
        ["2. Доля педагогов", "1. Количество / доля педагогов школы", "", "", ""],
    ) == [
        ("Количество площадок", ""),
        ("Доля педагогов", ""),
        ("Количество / доля педагогов школы", "Доля педагогов"),
    ]


def test_a_pair_of_two_subjects_is_pointed_out():
    rows = [
        ["1. Доля школ с динамикой: русский язык", "Наличие динамики по математике", ""],
    ]
    order = read_order(rows_of_text(pasted([HEADING, *rows])))

    assert list(warnings_of(order).values()) == [
        ["В\xa0заголовке «русский язык», а\xa0в\xa0строке «математика»."]
    ]


@pytest.mark.django_db
def test_pairs_stay_pairs_in_the_programme_and_a_skipped_one_leaves_its_schools():
    municipality = make_municipality()
    coordinator = make_user("COORDINATOR", municipality)
    told = {"by": coordinator, "at": AT}
    order = read_text(pasted(side_by_side()))
    draft = keep_draft(order, municipality=municipality, title="179-17", **told)
    skipped = next(one.row for one in order.indicators if one.number == "5.2")
    draft.skipped = [skipped]
    draft.save()

    programme = store_draft(draft, programme=None, title="Мониторинг", **told)

    stored = programme.indicators.select_related("pair")
    assert Counter(one.level for one in stored) == {"municipality": 18, "school": 42}
    assert {one.number: one.pair and one.pair.number for one in stored if one.is_of_schools} == {
        number: None if row["pair"] == "5.2" else row["pair"]
        for number, row in numbered(of_motygino())
        if row["level"] == "school"
    }
    assert programme.goals.count() == 5
    assert Indicator.objects.get(number="1.2.1").kind == "degree"
