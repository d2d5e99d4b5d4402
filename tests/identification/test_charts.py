from decimal import Decimal

from schools.charts.bars import contribution_bars
from schools.charts.dots import Dot, dot_plot

D = Decimal


def plot(*values, threshold="72.5", **groups):
    dots = [Dot(f"СОШ {n}", D(value)) for n, value in enumerate(values, start=1)]
    return dot_plot("Индекс", groups or {"сёла": dots}, threshold=threshold and D(threshold))


def x(mark):
    assert mark.x.endswith("%")
    return float(mark.x.removesuffix("%"))


def test_dots_stand_in_the_order_of_their_values():
    [(cluster, rows)] = plot("71.3", "84", "73.15").groups

    low, high, middle = rows
    assert cluster == "сёла"
    assert x(low) < x(middle) < x(high)
    assert [row.value for row in rows] == ["71,30", "84,00", "73,15"]


def test_everything_drawn_lies_inside_with_a_margin():
    drawn = plot("65", "90", threshold="95")

    rows = drawn.groups[0][1]
    places = [*map(x, rows), x(drawn.cut), *map(x, drawn.grid)]
    assert min(map(x, rows)) == 2.83  # 3 of 106 parts
    assert all(2 < place < 98 for place in places)


def test_the_threshold_stands_between_those_below_and_above():
    drawn = plot("71", "74")

    below, above = drawn.groups[0][1]
    assert x(below) < x(drawn.cut) < x(above)
    assert drawn.cut.label == "72,50"
    assert drawn.cut_on_the_right is False


def test_a_threshold_far_to_the_right_has_its_words_at_the_left():
    assert plot("50", "60", threshold="72.5").cut_on_the_right is True


def test_a_ring_is_drawn_only_where_the_adjusted_score_differs():
    same = Dot("СОШ 1", D("82.5"), "lead", D("82.50"))
    other = Dot("НОШ 21", D("72.5"), "none", D("91.25"))

    [(_cluster, (first, second))] = plot(сёла=[same, other]).groups

    assert (first.ring, first.adjusted) == ("", "")
    assert float(second.ring.removesuffix("%")) > x(second)
    assert (second.value, second.adjusted) == ("72,50", "91,25")


def test_a_method_without_a_threshold_has_no_line():
    drawn = plot("71", "74", threshold=None)

    assert (drawn.cut, drawn.cut_on_the_right) == (None, False)


def test_equal_values_do_not_break_the_scale():
    drawn = plot("72.5", "72.5")

    assert [row.x for row in drawn.groups[0][1]] == ["50.00%", "50.00%"]


def test_there_are_few_grid_lines_at_round_numbers():
    assert [mark.label for mark in plot("66.65", "91.25").grid] == ["70", "75", "80", "85", "90"]
    assert [mark.label for mark in plot("-10", "105", threshold=None).grid] == [
        *("0", "20", "40", "60", "80", "100"),
    ]


def test_no_scores_no_plot():
    assert dot_plot("Индекс", {"сёла": []}, threshold=D(72)) is None


def test_a_bar_shows_what_was_gained_taken_and_lost():
    [bar], least, most = contribution_bars([(D("2.70"), D("1.80"), D(5))])

    # 174 points for 7 units
    assert (least, most) == (-2, 5)
    unit = 174 / 7
    assert float(bar.axis) == round(3 + 2 * unit, 1)
    assert float(bar.plus) == round(2.7 * unit, 1)
    assert float(bar.minus) == round(1.8 * unit, 1)
    assert float(bar.lost) == round(2.3 * unit, 1)
    assert bar.label == "плюс 2,70, минус 1,80"


def test_all_bars_share_one_scale_and_nothing_is_drawn_of_nothing():
    bars, least, most = contribution_bars(
        [(D(0), D(0), D(5)), (D(5), D(0), D(5)), (D(1), D("0.4"), D("2.5"))]
    )

    assert (least, most) == (-1, 5)
    assert len({bar.axis for bar in bars}) == 1
    assert (bars[0].plus, bars[0].minus, bars[0].lost) == ("", "", "145.0")
    assert (bars[1].lost, bars[1].minus) == ("", "")


def test_lines_that_take_nothing_start_at_zero():
    _bars, least, most = contribution_bars([(D(1), D(0), D(5))])

    assert (least, most) == (0, 5)
