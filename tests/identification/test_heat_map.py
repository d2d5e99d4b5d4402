"""A heat map says in figures, frames and words what its colours say."""

import re

import pytest

from schools.charts.heat import FILLS, GOOD_FILLS, HeatRow, Tile, heat_maps

COLUMNS = [("ВПР-4", "рус."), ("ЕГЭ", "мат.", "проф.")]


def drawn(*rows, **options):
    return heat_maps([("Сельские школы", rows)], COLUMNS, alt="Карта.", **options)


@pytest.mark.parametrize(
    ("excess", "met", "figure", "shade"),
    [
        (-1001, False, "−10", 0),
        (-1000, False, "−10", 1),
        (-4, False, "−0,04", 1),
        (-50, False, "−0,5", 1),
        (0, True, "0", 2),
        (0, False, "0", 1),
        (999, True, "+10", 2),
        (1000, True, "+10", 3),
        (2000, True, "+20", 4),
    ],
)
def test_a_tile_never_rounds_its_side_away(excess, met, figure, shade):
    tile = Tile(excess, met=met)

    assert (tile.figure, tile.shade) == (figure, shade)


def test_every_figure_is_told_to_those_who_do_not_see():
    (svg,) = drawn(
        HeatRow("СОШ <1>", (Tile(1000, met=True, words="12 из 30, 40 %"), Tile(None, words="нет")))
    )

    title = re.search("<title>(.*?)</title>", svg)[1]
    assert title == ("Карта. СОШ &lt;1&gt;: ВПР-4 рус. +10 (12 из 30, 40 %); ЕГЭ мат. проф. нет.")
    assert svg.count('class="h3 met"') == 2  # the tile and the key
    assert svg.count('class="hatch"') == 1


def test_what_is_better_beyond_the_limit_is_blue_and_its_legend_says_so():
    row = HeatRow("СОШ 1", (Tile(2000, met=True), Tile(-100)))

    (worse,), (better,) = drawn(row), drawn(row, is_good=True)

    assert FILLS[-1] in worse
    assert "подходит под правило" in worse
    assert not set(FILLS[1:]) & set(re.findall('fill="([^"]+)"', better))
    assert GOOD_FILLS[-1] in better
    assert "лучше порога" in better


def test_a_page_is_one_drawing_and_a_paper_as_many_as_it_needs():
    rows = [HeatRow(f"СОШ {n}", (Tile(0), Tile(0))) for n in range(60)]

    assert len(drawn(*rows)) == 1
    pages = drawn(*rows, fits_page=True, most_rows=34)
    assert len(pages) == 2
    assert sum(page.count(">СОШ ") for page in pages) == 60
    assert all('width="467"' in page for page in pages)


def test_columns_that_do_not_fit_a_paper_go_on_in_another_drawing():
    many = [(f"ВПР-{n}", "мат.") for n in range(25)]
    row = HeatRow("СОШ 1", tuple(Tile(0) for _ in many))

    drawings = heat_maps([("", [row])], many, alt="Карта.", fits_page=True)

    heads = [re.findall(r">ВПР-(\d+)<", drawing) for drawing in drawings]
    assert [len(part) for part in heads] == [13, 12]
    assert [int(n) for part in heads for n in part] == list(range(25))


def test_nothing_to_draw_is_no_drawing():
    assert heat_maps([], COLUMNS, alt="Карта.") == []
