"""The lowest schools of Ilansky and the ceilings of short schools are the golden data."""

from decimal import Decimal

import pytest

from identification.methods.explanation import explain
from tests.identification.conftest import SEVEN_LINES
from tests.identification.test_weighted_score import LINES, ilansky, results, verdicts

LIMIT = Decimal("72.5")
LOWEST = ["СОШ 13", "СОШ 5", "Прокопьевская ООШ", "Степановская НОШ"]


@pytest.fixture(scope="module")
def explained():
    found = verdicts(ilansky())
    return {
        school: explain(row["reasons"], SEVEN_LINES, threshold=LIMIT)
        for school, row in found.items()
    }


def test_the_ceiling_of_a_school_depends_on_the_lines_it_has(explained):
    assert {school: known.ceiling for school, known in explained.items()} == {
        **dict.fromkeys(["СОШ 1", "СОШ 2", "СОШ 41", "СОШ 3", "СОШ 5", "СОШ 7"], 100),
        **dict.fromkeys(["СОШ 9", "СОШ 11", "СОШ 13", "Ельниковская СОШ"], 100),
        "СОШ 4": 95,
        "Кучердаевская СОШ": 85,
        "Прокопьевская ООШ": 80,
        "НОШ 21": 75,
        "Степановская НОШ": 75,
    }
    assert {known.full for known in explained.values()} == {100}


def test_the_four_lowest_would_rise_if_nobody_took_part_in_their_zero_pairs(explained):
    assert {
        school: (explained[school].if_nobody, explained[school].status_if_nobody)
        for school in LOWEST
    } == {
        "СОШ 13": (Decimal("74.45"), "none"),
        "СОШ 5": (Decimal("73.82"), "none"),
        "Прокопьевская ООШ": (Decimal("82.50"), "none"),
        "Степановская НОШ": (Decimal("76.55"), "none"),
    }
    assert all(explained[school].if_nobody > 72 for school in LOWEST)


def test_zero_pairs_and_gaps_are_named(explained):
    known = explained["Прокопьевская ООШ"]

    assert [pair["line"] for pair in known.zero_pairs] == [
        "ВПР 4 русский язык",
        "ОГЭ 9 русский язык",
    ]
    assert len(known.gaps) == 4
    assert known.lines == 3


def test_two_zeros_with_a_count_are_no_question():
    frame = results((0, 0))
    frame[["participants", "low_n", "high_n"]] = [12, 0, 0]

    row = verdicts(frame, lines=LINES[:1])[1]

    assert explain(row["reasons"], SEVEN_LINES, threshold=LIMIT).zero_pairs == ()


def test_a_school_of_zero_pairs_alone_would_have_no_score_at_all():
    row = verdicts(results((0, 0)), lines=LINES[:1])[1]

    known = explain(row["reasons"], SEVEN_LINES, threshold=LIMIT)

    assert (known.if_nobody, known.status_if_nobody) == (None, "no_data")


def test_how_often_the_verdict_stands_without_one_line(explained):
    # 71.30 stays below 72.5 whichever line is left out
    assert explained["СОШ 5"].below_without_one == 7
    assert explained["Степановская НОШ"].below_without_one == 1
    assert explained["СОШ 1"].below_without_one == 0


def test_without_a_threshold_nothing_is_said_of_it():
    row = verdicts(results((7300, 0)), lines=LINES[:1])[1]

    assert explain(row["reasons"], SEVEN_LINES, threshold=None).below_without_one is None
