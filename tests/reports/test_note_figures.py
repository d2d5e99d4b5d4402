"""The arithmetic of the note, without a database."""

from decimal import Decimal

import pytest

from reports.notes.lines import blocks
from reports.notes.participants import fewest_pupils
from reports.notes.rules import corridor, formula_of, legend_of
from reports.notes.standings import cell_of

from .conftest import LINES, parameters_of
from .districts import MANY_LINES, weighted


def reason(high, low, **fields):
    return {"share_high": high, "share_low": low, "weight": 5, "low_weight": 10} | fields


@pytest.mark.parametrize(
    ("high", "low", "step", "fewest"),
    [
        (5400, 1800, 100, 11),  # 6 and 2 of 11
        (3300, 0, 100, 3),
        (5000, 5000, 100, 2),
        (6700, 3300, 100, 3),
        (0, 0, 100, 1),
        (3333, 0, 1, 3),
        (3300, 0, 1, 100),  # exactly 33 of 100
        (9999, 0, 1, None),
    ],
)
def test_the_fewest_pupils_that_fit_are_found(high, low, step, fewest):
    assert fewest_pupils(high, low, step) == fewest


@pytest.mark.parametrize(
    ("high", "low", "loss", "shade"),
    [
        (10000, 0, "0", "h0"),
        (8000, 0, "1", "h0"),
        (7500, 0, "1.25", "h1"),
        (4000, 0, "3", "h2"),
        (0, 0, "5", "h3"),
        (0, 6700, "11.7", "h4"),
        (None, None, "5", "gap"),
    ],
)
def test_a_cell_is_as_dark_as_its_line_took(high, low, loss, shade):
    cell = cell_of(reason(high, low), counts_as_zero=True)

    assert (cell.loss, cell.shade) == (Decimal(loss), shade)


def test_a_gap_that_is_left_out_takes_nothing():
    assert cell_of(reason(None, None), counts_as_zero=False).loss is None


def test_many_lines_stand_in_even_blocks():
    assert [blocks(n) for n in (1, 8, 9, 14)] == [
        ["0:1"],
        ["0:8"],
        ["0:5", "5:10"],
        ["0:7", "7:14"],
    ]


def test_a_threshold_may_move_between_two_scores():
    scores = [Decimal(n) for n in ("66.65", "71.75", "72.50", "80")]

    assert corridor(Decimal("72"), scores) == (Decimal("71.75"), Decimal("72.50"))
    assert corridor(Decimal("60"), scores) is None
    assert corridor(None, scores) is None


def test_the_formula_of_equal_weights_has_two_numbers_and_of_others_none():
    even, uneven = formula_of(parameters_of(LINES)), formula_of(weighted(MANY_LINES))

    assert (even.high, even.low, even.full, even.count) == (5, 10, Decimal(100), 7)
    assert (uneven.is_even, uneven.full) == (False, Decimal(91))


def test_the_legend_is_in_points_or_in_parts_of_a_weight():
    assert [words for _shade, words in legend_of(formula_of(parameters_of(LINES)))] == [
        "до 1",
        "1–2,5",
        "2,5–4",
        "4–7,5",
        "свыше 7,5",
    ]
    assert legend_of(formula_of(weighted(MANY_LINES)))[-1] == ("h4", "свыше 150\xa0% веса")
