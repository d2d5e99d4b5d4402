"""The cheapest way to another status is told in lines, and only where it is one."""

import pytest

from identification.advice import to_watch
from identification.methods.share_below import ShareBelow
from identification.reasons import Line
from identification.ways import by_marks, cheapest_lines, way_in_words
from schools.russian import NB

PROCEDURES = [{"kind": "VPR", "grade": n, "subject": "Математика"} for n in (4, 5)]
OPEN = {"procedures": PROCEDURES, "threshold": 30}


def lines(*costs):
    """Years × procedures: positive marks make it no hit any more, negative make it one."""
    return [
        Line(
            {
                "title": f"ВПР-{4 + n}, математика",
                "kind": "VPR",
                "academic_year": 2026 - year,
                "figure": "share_low",
                "op": ">=",
                "met": None if not cost else cost > 0,
                "pupils": abs(cost) or None,
            }
        )
        for year, row in enumerate(costs)
        for n, cost in enumerate(row)
    ]


@pytest.mark.parametrize(
    ("told", "pupils", "chosen"),
    [
        # two hits in the year, no row of years: the cheaper of the two
        (lines([3, 1], [-2, -2]), 1, [1]),
        # a hit in each of two years: either of them
        (lines([2, -9], [5, -9]), 2, [0]),
        # of equal ways that of the year that is judged
        (lines([2, -9], [2, -9]), 2, [0]),
        # both halves hold: one line of the year is not enough, both must go
        (lines([1, 2], [4, -9]), 3, [0, 1]),
        # nothing is a hit: one more in each year
        (lines([-2, -7], [-1, -8]), 3, [0, 2]),
    ],
)
def test_the_fewest_lines_that_give_another_status(told, pupils, chosen):
    found = cheapest_lines(ShareBelow(**OPEN), told, pupils)

    assert [told.index(line) for line in found] == chosen


def test_lines_that_do_not_make_up_the_number_are_not_named():
    told = lines([3, 1], [-2, -2])

    assert cheapest_lines(ShareBelow(**OPEN), told, 2) == ()
    said = way_in_words(ShareBelow(**OPEN), told, 2).replace("\xa0", " ")
    assert said == "Статус был бы другим, если бы отметки были другими хотя бы у 2 учеников."


def test_a_way_is_a_sentence_in_the_conditional():
    said = way_in_words(ShareBelow(**OPEN), lines([3, 1], [-2, -2]), 1).replace("\xa0", " ")

    assert said == (
        "Статус был бы другим, если бы по строке «ВПР-5, математика» за 2025/2026 учебный год "
        "было на 1 ученика меньше с «2»."
    )
    assert way_in_words(ShareBelow(**OPEN), lines([3, 1]), None) == ""


def test_where_chance_alone_could_change_the_status_the_school_is_told_to_watch():
    assert to_watch("").startswith("Школа на грани: если бы работы писали другие дети")
    assert to_watch(by_marks(1)) == (
        f"Школа попала бы в перечень, если бы отметки были другими хотя{NB}бы у{NB}1{NB}ученика: "
        "за этими результатами стоит следить."
    )
