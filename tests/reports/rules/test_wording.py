"""What the lint refuses, and Russian beside numbers."""

import pytest

from reports.rules import RULES, recommend
from reports.rules.words import faults, filled

from . import borders_of_facts, borders_of_results
from .imagined import NAMES, Town

WORDED = [rule for rule in RULES if rule.sentence]


@pytest.mark.parametrize("rule", WORDED, ids=lambda rule: rule.code)
def test_a_sentence_is_one_action_that_can_be_done(rule):
    assert faults(rule.sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "Принять исчерпывающие меры по повышению качества образования.",
        "Усилить контроль и представить приказ, план, справку и протокол.",
        "Школа завысила результаты.",
        "Выбрать " + "одно слово за другим " * 8,
    ],
)
def test_the_lint_refuses(text):
    assert faults(text) != []


def test_numbers_and_nouns_agree():
    flips = [filled(("{flip:ученик,ученика,учеников}",), {"flip": n}) for n in (1, 2, 5, 11, 21)]
    schools = [filled(("из {n:школы,школ}",), {"n": n}) for n in (1, 2, 5, 11, 21)]

    assert [text.replace("\u00a0", " ") for text in flips] == [
        "1 ученик",
        "2 ученика",
        "5 учеников",
        "11 учеников",
        "21 ученик",
    ]
    assert [text.replace("\u00a0", " ") for text in schools] == [
        "из 1 школы",
        "из 2 школ",
        "из 5 школ",
        "из 11 школ",
        "из 21 школы",
    ]


def test_what_people_typed_is_never_read_as_a_template():
    hostile = "{n.__class__} <b>{{ settings }}</b> %s"
    town = Town().school("Школа", kind_of_school="primary", receiving=hostile)
    town.result("Школа", "ВПР-4 рус", 12, 3, 5)
    town.result("Школа", NAMES["ОГЭ мат"]._replace(subject=f"Химия {hostile}"), no_data="unknown")
    town.result("Сосед 0 сельские", NAMES["ОГЭ мат"]._replace(subject=f"Химия {hostile}"), 9, 1, 1)

    drafts = {draft.code: draft for draft in recommend(town.case()).drafts}

    assert hostile in drafts["PR-4"].reason
    assert hostile in drafts["DQ-3"].text


def test_a_clause_without_its_figure_is_left_out():
    clauses = ("{p}: ниже минимума {k} из {n}", ", у школ кластера {peers}")

    assert filled(clauses, {"p": "ОГЭ", "k": 3, "n": 12, "peers": None}) == (
        "ОГЭ: ниже минимума 3 из 12"
    )


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row[0]) for row in (*borders_of_results.ROWS, *borders_of_facts.ROWS)],
)
def test_every_text_of_a_rule_that_fires_is_whole(row):
    answers = recommend(row[1]().case())

    for draft in answers.drafts:
        text = f"{draft.reason} {draft.text} {draft.counts_if} {draft.effect.words}"
        assert not [
            sign for sign in ("{", "}", "None", "nan", "  ", " ,", "..", ":.") if sign in text
        ]
        assert draft.reason.endswith(".")
        assert faults(draft.text) == []
