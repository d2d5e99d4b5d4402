"""Which rules give way to which: the table of the library, pair by pair."""

import pytest

from reports.rules import letter, recommend
from reports.rules.catalogue import rule
from reports.rules.conflicts import Hit, settled
from reports.rules.lines import Line
from reports.rules.rule import Found

from .imagined import NAMES, YEAR, Town

FIRST, SECOND = (Line(NAMES[name], (YEAR,)) for name in ("ВПР-4 рус", "ВПР-5 мат"))


def hit(code, line=FIRST):
    return Hit(rule(code), Found(lines=(line,)), {})


def left_of(*hits):
    return [one.rule.code for one in settled(list(hits), Town().school("Школа").case())]


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        *[("SM-6", code) for code in ("LV-1", "MG-1")],
        ("MU-4", "LV-1"),
        *[("SM-1", code) for code in ("LV-2", "HI-1", "DY-1", "SB-1", "VO-1")],
        *[("SM-1", code) for code in ("LT-3", "LT-6")],
        *[("LT-1", code) for code in ("LT-3", "HI-1", "HI-2", "HI-3")],
        *[("DY-1", code) for code in ("DY-2", "DY-4", "HI-1")],
        *[("VO-7", code) for code in ("VO-1", "VO-5")],
        *[("EG-1", code) for code in ("EG-2", "EG-3", "EG-4", "EG-5")],
        *[("MG-1", code) for code in ("MG-2", "MG-7")],
        ("DQ-1", "DQ-2"),
        ("SB-3", "SB-1"),
        ("VO-5", "DY-3"),
        ("PR-2", "LT-3"),
        ("PR-4", "LT-5"),
        ("DY-2", "LD-3"),
        ("LV-5", "HI-5"),
    ],
)
def test_one_that_gives_way_is_gone(strong, weak):
    assert left_of(hit(weak), hit(strong)) == [strong]


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        *[("LT-1", code) for code in ("LT-4", "DY-1")],
        *[("LV-5", code) for code in ("SB-3", "LT-3")],
        *[("MG-4", code) for code in ("MG-3", "MG-5")],
        *[("MG-6", code) for code in ("LV-1", "MG-3")],
        *[("LT-2", code) for code in ("PR-2", "PR-3")],
        ("LT-3", "DY-1"),
        ("PR-2", "DY-1"),
        ("DY-5", "LT-5"),
        ("LT-2", "LT-5"),
        ("EG-4", "PA-1"),
        ("MG-1", "LV-1"),
        ("SM-2", "MU-4"),
        ("LD-4", "DY-3"),
    ],
)
def test_one_that_is_taken_in_is_kept_by_the_other(strong, weak):
    winner = hit(strong)

    assert left_of(hit(weak), winner) == [strong]
    assert [one.rule.code for one in winner.taken] == [weak]


def test_on_different_lines_both_stay():
    assert left_of(hit("LT-1", FIRST), hit("HI-1", SECOND)) == ["LT-1", "HI-1"]


def test_an_equal_gap_in_many_schools_is_one_instruction():
    common = Hit(rule("MU-5"), Found(), {"of_rule": "DQ-6"})

    assert left_of(hit("DQ-6"), hit("DQ-1"), common) == ["DQ-1", "MU-5"]


def test_where_the_lesson_is_dated_the_school_is_asked_to_come():
    town = Town().school("Школа").result("Школа", "ВПР-5 мат", 40, 10, 10)
    for number in range(2):
        town.school(f"Ещё {number}", cluster="городские")
        town.result(f"Ещё {number}", "ВПР-5 мат", 40, 20, 10)
    town.row("support", form="РМО", subject="", title="РМО учителей", when="12 октября")

    drafts = {draft.code: draft for draft in recommend(town.case()).drafts}

    assert drafts["LT-3"].text == (
        "Прийти на занятие РМО 12 октября с двумя работами, где видна трудность."
    )


def test_a_school_on_the_list_reads_what_is_done_for_it():
    town = Town().school("Школа").empty("curators")
    for number, name in enumerate(NAMES):
        if number < 9 and name != "ВПР-8 мат":
            town.year_and_before("Школа", name, (40, 20, 5), (40, 14, 5))
    town.verdict("Школа", "low", reasons=("ОГЭ мат",), pupils_to_flip=9)

    one = letter(recommend(town.case()))

    assert len(one.chosen) <= 7
    assert "MU-2" in [draft.code for draft in one.chosen]
