import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from schools.charts.dots import ROWS, Dot, Key, Limit, dot_plots, parts
from schools.charts.strokes import COLOURS, fitting

KEY = Key({"low": "низкие результаты", "none": "вне перечней"}, arrow="к индексу с поправкой")
LOW = Limit(Decimal(72), "ниже 72: низкие результаты", "low")
RISK = Limit(Decimal(74), "ниже 74: зона риска", "at_risk")
SVG = "{http://www.w3.org/2000/svg}"


def dot(name="СОШ 1", score="75.5", adjusted=None, status="none"):
    return Dot(name, Decimal(score), Decimal(adjusted or score), status)


def draw(*groups, limits=(LOW,), fits_page=True):
    return dot_plots(groups, limits=limits, key=KEY, alt="Индексы школ.", fits_page=fits_page)


def texts(drawing):
    return ["".join(e.itertext()) for e in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def test_the_title_tells_every_figure_that_is_drawn():
    (drawing,) = draw(
        ("сёла", [dot(), dot("НОШ 21", "72.5", "91.25")]), ("город", [dot("СОШ 2", "66")])
    )

    assert ElementTree.fromstring(drawing).find(f"{SVG}title").text == (
        "Индексы школ. ниже 72: низкие результаты. "
        "Сёла: СОШ 1 75,50 (с поправкой 75,50); НОШ 21 72,50 (с поправкой 91,25). "
        "Город: СОШ 2 66,00 (с поправкой 66,00)."
    )


def test_without_an_adjustment_there_is_one_column_and_no_arrow():
    (drawing,) = draw(("", [dot(), dot("СОШ 2", "66")]))

    assert "поправкой" not in drawing
    assert [words for words in texts(drawing) if words in ("S", "п")] == ["S"]


def test_words_are_escaped():
    (drawing,) = draw(("<b>", [dot('<script>&"')]))

    assert "<script>" not in drawing
    assert '<script>&"' in texts(drawing)


def test_nobody_to_draw_is_no_drawing():
    assert draw() == []


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [
        ([3, 8, 4], [18]),
        ([45], [46]),
        ([46], [46, 2]),
        ([30, 30], [31, 31]),
        ([100], [46, 46, 11]),
        ([2, 60], [3, 46, 16]),
    ],
)
def test_groups_are_laid_out_on_pages(sizes, rows):
    groups = [(f"кластер {n}", [dot()] * size) for n, size in enumerate(sizes)]

    pages = parts(groups)

    assert [sum(1 + len(members) for _title, members in page) for page in pages] == rows
    assert max(rows) <= ROWS
    assert sum(len(members) for page in pages for _title, members in page) == sum(sizes)


def test_a_group_that_goes_on_says_so_and_keeps_its_scale():
    first, second = draw(("сёла", [dot(f"СОШ {n}", str(60 + n / 2)) for n in range(60)]))

    assert "Сёла (продолжение)" in texts(second)
    assert re.findall(r">(\d+)</text>", first) == re.findall(r">(\d+)</text>", second)


def test_a_page_of_the_portal_is_one_drawing_whatever_the_number_of_schools():
    (drawing,) = draw(("сёла", [dot(f"СОШ {n}") for n in range(60)]), fits_page=False)

    assert sum(words.startswith("СОШ") for words in texts(drawing)) == 60
    assert "Сёла (продолжение)" not in texts(drawing)


def test_a_status_without_a_shape_of_its_own_is_drawn_as_a_dot():
    limit = Limit(Decimal(80), "от 80: резильентная", "resilient")

    (drawing,) = draw(("", [dot(status="resilient")]), limits=(limit,))

    (shape,) = re.findall(r'<path class="resilient" d="[^"]*a[^"]*" fill="([^"]+)"', drawing)
    assert shape == COLOURS["none"]


def test_the_words_of_limits_do_not_run_into_each_other():
    leader = Limit(Decimal("74.5"), "74,5 и выше: лидер", "leader")

    (drawing,) = draw(("", [dot(), dot("СОШ 2", "50")]), limits=(LOW, RISK, leader))

    at = {
        words: float(y)
        for y, words in re.findall(
            r'y="([\d.]+)"[^>]*font-weight="700"[^>]*>([^<]+)</text>', drawing
        )
    }
    assert len({at[limit.words] for limit in (RISK, leader)}) == 2
    assert min(at.values()) > 5  # inside the drawing


def test_a_long_name_is_shortened_to_its_room():
    assert fitting("СОШ 1", 100) == "СОШ 1"
    assert fitting("Ш" * 100, 100).endswith("Ш…")
    assert len(fitting("Ш" * 100, 100)) < 16


def test_equal_scores_have_a_scale_too():
    (drawing,) = draw(("", [dot(), dot("СОШ 2")]), limits=())

    assert "nan" not in drawing
