from decimal import Decimal

from schools.charts.bars import contribution_bars

D = Decimal


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
