import pytest

from assessments.shares import Told
from identification.level_change import ZONES, Standing, grid_of, together

NOTHING = Told(None, gap="не внесено")


def counted(count, participants):
    return Told(round(10_000 * count / participants), count, participants)


def standing(before, now, name="СОШ 1"):
    return Standing(name, 1, now, before)


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (counted(0, 50), 0),
        (counted(1, 50), 1),
        (counted(5, 50), 2),
        (counted(9, 50), 2),
        (counted(10, 50), 3),
        (counted(15, 50), 4),
        (counted(50, 50), 4),
    ],
)
def test_a_border_belongs_to_the_level_above_it(now, level):
    assert standing(now, now).level == level


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [
        (20, 10, 0),
        (20, 11, 1),
        (20, 17, 1),
        (20, 18, 2),
        (20, 20, 2),
        (20, 22, 2),
        (20, 23, 3),
        (20, 29, 3),
        (20, 30, 4),
    ],
)
def test_ten_points_are_much_and_fewer_than_three_are_none(before, now, step):
    assert standing(counted(before, 100), counted(now, 100)).step == step


def test_one_pupil_of_a_small_school_is_no_change():
    assert standing(counted(1, 3), counted(2, 3)).step == 2
    assert standing(counted(1, 3), counted(3, 3)).step == 4
    assert standing(counted(1, 12), counted(2, 12)).step == 2


def test_a_change_is_told_in_points_and_in_pupils_of_this_year():
    one = standing(counted(2, 20), counted(5, 22))

    # 22,73 less 10 is 12,73 points, of 22 pupils 2,8
    assert (one.change_words, one.change_pupils) == ("+12,7\xa0п.\xa0п.", "3\xa0ученика")


def test_a_change_of_shares_alone_tells_no_pupils():
    one = standing(Told(2000), Told(1500))

    assert (one.change_words, one.change_pupils, one.step) == ("−5\xa0п.\xa0п.", "", 1)


def test_less_than_half_a_pupil_is_said_to_be_less_than_one():
    one = standing(counted(10, 100), counted(10, 99))

    assert one.change_pupils == "меньше одного ученика"


def test_procedures_of_a_school_are_counted_together_where_both_years_are_known():
    now, before = together(
        [
            (counted(3, 10), counted(1, 10)),
            (counted(1, 30), counted(5, 10)),
            (counted(9, 9), NOTHING),
            (NOTHING, counted(9, 9)),
        ]
    )

    assert (now.count, now.participants, now.share) == (4, 40, 1000)
    assert (before.count, before.participants, before.share) == (6, 20, 3000)


def test_a_procedure_known_by_its_share_makes_the_whole_a_mean_of_shares():
    now, before = together([(counted(3, 10), Told(1000)), (counted(1, 10), counted(2, 10))])

    assert (now.words, before.words) == (
        "4 из 20, 20\xa0%",
        "15\xa0% (число участников неизвестно)",
    )


def test_without_both_years_a_school_has_no_place_in_the_grid():
    assert together([(counted(3, 10), NOTHING)]) is None
    assert together([]) is None


def test_the_grid_has_the_highest_level_above_and_the_growth_at_the_right():
    best = standing(counted(20, 100), counted(0, 100), "СОШ 1")
    worst = standing(counted(20, 100), counted(40, 100), "СОШ 2")
    small = standing(counted(5, 9), counted(5, 9), "СОШ 3")

    grid = grid_of([best, worst, small])

    assert [name.replace("\xa0", " ") for name, _cells in grid.rows] == [
        "30 % и больше",
        "от 20 до 30 %",
        "от 10 до 20 %",
        "до 10 %",
        "никого",
    ]
    top, bottom = grid.rows[0][1], grid.rows[-1][1]
    assert (top[4].names, top[4].zone) == (("СОШ 2",), "обсудить поддержку")
    assert top[2].names == ("*\xa0СОШ 3",)
    assert (bottom[0].names, bottom[0].zone) == (("СОШ 1",), "спокойно")


def test_no_school_can_stand_where_the_grid_has_no_word():
    every = [
        standing(counted(before, 100), counted(now, 100))
        for before in range(101)
        for now in range(101)
    ]

    reached = {(one.level, one.step) for one in every}
    assert {place for place in reached if not ZONES[place[0]][place[1]]} == set()
    assert len(reached) == 22


def test_a_higher_level_or_a_greater_growth_never_asks_for_less():
    rank = {"": 0, "спокойно": 0, "присмотреться": 1, "обсудить поддержку": 2}
    table = [[rank[word] for word in row] for row in ZONES]

    assert all(row == sorted(row) for row in [*table[2:], *(t[:3] for t in table)])
    assert all(list(column) == sorted(column) for column in zip(*table, strict=True))
