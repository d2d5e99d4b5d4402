"""What is called a change, which span is which, and what a drawing of strips tells."""

from datetime import date

import pytest

from assessments.shares import Told
from reports.notes.changes import Change, is_same_scale
from reports.notes.spans import before, span_of
from reports.rules.chance import RARE, less, more
from schools.charts.strips import Names, Strip, strips
from schools.russian import NB

NAMES = Names(now="2025/2026", before="2024/2025", average="среднее")


def told(count, participants):
    return Told(10_000 * count // participants, count, participants)


@pytest.mark.parametrize(
    ("then", "now", "way"),
    [
        ((4, 40), (20, 40), "more"),
        ((20, 40), (4, 40), "less"),
        ((5, 40), (6, 40), "same"),
        ((5, 40), (9, 40), "same"),
        ((0, 9), (9, 40), ""),
        ((4, 40), (9, 9), ""),
    ],
)
def test_a_change_is_named_only_beyond_chance_and_of_ten_pupils(then, now, way):
    change = Change(told(*then), told(*now))

    assert change.way == way
    if way in ("more", "less"):
        assert {"more": more, "less": less}[way](*now, *then)
        assert RARE == 0.10


def test_of_shares_without_counts_and_of_a_gap_nothing_is_said():
    shares = Change(Told(1000), Told(9000))
    gap = Change(None, told(9, 40))

    assert (shares.way, gap.way) == ("", "")


def test_pupils_are_counted_with_the_share_of_the_year_before():
    assert Change(told(4, 40), told(20, 80)).pupils == 12


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"2": (None, True, False), "5": (29, False, True)}, True),
        ({"2": (None, True, False), "5": (None, False, True)}, True),
        ({"2": (None, True, False), "5": (28, False, True)}, False),
        ({"2": (None, True, False), "4": (29, False, True)}, False),
        ({"2": (None, False, False), "5": (29, False, True)}, False),
    ],
)
def test_a_scale_is_another_where_its_levels_are_known_to_mean_another_thing(other, same):
    mine = {"2": (None, True, False), "5": (29, False, True)}

    assert is_same_scale(mine, other) is same


@pytest.mark.parametrize(
    ("days", "words", "earlier"),
    [
        (("2026-01-01", "2026-12-31"), "2026 год", ("2025-01-01", "2025-12-31")),
        (("2026-01-01", "2026-06-30"), "I полугодие 2026 года", ("2025-07-01", "2025-12-31")),
        (("2026-10-01", "2026-12-31"), "IV квартал 2026 года", ("2026-07-01", "2026-09-30")),
        (
            ("2026-09-01", "2026-10-31"),
            "I четверть 2026/2027 учебного года",
            ("2026-04-01", "2026-05-31"),
        ),
        (("2025-09-01", "2026-05-31"), "2025/2026 учебный год", ("2024-09-01", "2025-05-31")),
        (
            ("2026-03-10", "2026-03-19"),
            "период с 10.03.2026 по 19.03.2026",
            ("2026-02-28", "2026-03-09"),
        ),
    ],
)
def test_a_span_is_called_as_officials_call_it_and_has_one_before(days, words, earlier):
    span = span_of(*map(date.fromisoformat, days))

    assert span.words.replace(NB, " ") == words
    assert (before(span).starts_on, before(span).ends_on) == tuple(map(date.fromisoformat, earlier))


def test_the_drawing_tells_every_row_and_escapes_its_words():
    rows = [
        Strip("ВПР-4 <b>", 1000, 2500, "10 из 40", average=1500, told="10 из 40; было 4 из 40"),
        Strip("ОГЭ", None, None, "не сдано"),
    ]

    drawing = strips(rows, names=NAMES, alt="Доля ниже минимума.")

    title = drawing.partition("<title>")[2].partition("</title>")[0]
    assert title == "Доля ниже минимума. ВПР-4 &lt;b&gt;: 10 из 40; было 4 из 40. ОГЭ: не сдано."
    assert "<b>" not in drawing
    assert drawing.count('class="average"') == 1
    assert drawing.count('class="arrow"') == 1


def test_nothing_is_drawn_of_nothing():
    assert strips([Strip("ОГЭ", 1000, None, "не сдано")], names=NAMES, alt="") == ""


def test_a_key_names_only_marks_that_are_drawn():
    drawing = strips([Strip("ОГЭ", None, 1000, "4 из 40")], names=NAMES, alt="")

    assert "2025/2026" in drawing
    assert "2024/2025" not in drawing
    assert "среднее" not in drawing
