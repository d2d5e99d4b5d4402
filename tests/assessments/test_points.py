"""Points of a file without marks: counted by the borders between the levels of the year."""

from decimal import Decimal

import pytest

from assessments.imports.figures import Setting
from assessments.imports.points import NO_MINIMUM, counted
from assessments.readers.reading import Figures, Line, Reading, Work
from assessments.scales import BANDS

RUSSIAN = Work("EGE", 11, "Русский язык", academic_year=2026)


def setting(minimum=24):
    below, passed, *others = BANDS
    return Setting(None, [below, passed._replace(from_score=minimum), *others], "ЕГЭ")


def read(*points, minimum=24):
    lines = [Line(n, RUSSIAN, Figures(points=told)) for n, told in enumerate(points, 2)]
    reading = Reading(lines)
    counted(reading, {RUSSIAN: setting(minimum)})
    return reading


@pytest.mark.parametrize(
    ("score", "level"),
    [
        *(("0", "below"), ("23", "below"), ("24", "to60"), ("25", "to60")),
        *(("60", "to60"), ("61", "61-79"), ("79", "61-79"), ("80", "80+"), ("100", "80+")),
    ],
)
def test_a_score_that_equals_a_border_has_reached_the_level_above_it(score, level):
    (line,) = read({score: 1}).lines

    nobody = dict.fromkeys(("below", "to60", "61-79", "80+"), 0)
    assert line.figures == Figures(
        participants=1, counts=nobody | {level: 1}, mean=Decimal(score).quantize(Decimal("0.01"))
    )


def test_pupils_are_added_up_and_every_score_weighs_as_much_as_it_has_pupils():
    (line,) = read({"23": 1, "24": 2, "61": 3}).lines

    assert line.figures.participants == 6
    assert line.figures.counts == {"below": 1, "to60": 2, "61-79": 3, "80+": 0}
    assert line.figures.mean == Decimal("42.33")


def test_half_a_hundredth_of_a_mean_goes_up():
    (line,) = read({"50": 7, "51": 1}).lines

    assert line.figures.mean == Decimal("50.13")  # 50.125


def test_without_a_minimum_no_pupil_is_counted_and_the_row_says_why():
    reading = read({"24": 1}, {"99": 1}, minimum=None)

    assert reading.lines == []
    assert [(problem.row, problem.message) for problem in reading.problems] == [
        (2, NO_MINIMUM),
        (3, NO_MINIMUM),
    ]


def test_a_line_with_marks_stays_as_it_is():
    told = Line(2, RUSSIAN, Figures(participants=3, counts={"2": 1, "3": 2}))
    reading = Reading([told])

    counted(reading, {RUSSIAN: setting()})

    assert reading.lines == [told]
