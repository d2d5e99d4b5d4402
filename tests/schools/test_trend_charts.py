import itertools
import re
from xml.etree import ElementTree

from schools.charts.level_change import Cell, Grid, level_change
from schools.charts.trend import Column, Point, Series, top_of, trend

SVG = "{http://www.w3.org/2000/svg}"
YEARS = [Column("21/22", told="2021/2022"), Column("22/23", told="2022/2023")]


def shares(*values, **fields):
    return [v if v is None else Point(v, f"{v // 100} %", **fields) for v in values]


def drawn(*series, columns=None, top=40, **fields):
    columns = columns or [Column(str(n)) for n in range(len(series[0].points))]
    return ElementTree.fromstring(trend(columns, series, top=top, alt="Доля.", **fields))


def paths(root, css):
    return [p.get("d") for p in root.iter(f"{SVG}path") if set(css.split()) <= classes(p)]


def classes(element):
    return set(element.get("class", "").split())


def words(root):
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_share_stands_at_its_height_between_nothing_and_the_top():
    # the plot reaches from 8 to 114, two columns of 73 from 22 on
    root = drawn(Series("школа", "own", shares(0, 4000)))

    assert paths(root, "line own") == ["M58.5 114.0L131.5 8.0"]


def test_the_line_does_not_pass_through_a_gap_and_the_gap_says_why():
    points = [*shares(1000, 1000), Point(None, "не проводилась"), *shares(2000, 2000)]

    root = drawn(Series("школа", "own", points))

    assert len(paths(root, "line own")) == 2
    assert len(paths(root, "hatch")) == 1
    assert "не проводилась" in words(root)


def test_a_small_group_is_hollow_and_an_unknown_number_a_square():
    small = Point(1000, "1 из 9", is_small=True)
    unknown = Point(1000, "10 %", is_uncounted=True)

    root = drawn(Series("школа", "own", [small, unknown, *shares(1000)]))

    marks = [p for p in root.iter(f"{SVG}path") if "mark" in classes(p)]
    assert [(p.get("fill"), "a" in p.get("d")) for p in marks] == [
        ("#ffffff", True),
        ("#1f4e79", False),
        ("#1f4e79", True),
    ]


def test_lines_differ_by_dashes_and_marks_and_are_named_without_running_into_each_other():
    kinds = ["own", "cluster", "municipality", "region"]

    root = drawn(*(Series(kind, kind, shares(1000, 1000)) for kind in kinds))

    lines = [p for p in root.iter(f"{SVG}path") if "line" in classes(p)]
    assert len({p.get("stroke-dasharray") for p in lines}) == 4
    assert len({re.sub(r"[\d. ]", "", paths(root, f"mark {kind}")[0]) for kind in kinds}) == 4
    names = [t for t in root.iter(f"{SVG}text") if "name" in classes(t)]
    heights = sorted(float(t.get("y")) for t in names)
    assert {t.text for t in names} == set(kinds)
    assert all(after - before >= 9 for before, after in itertools.pairwise(heights))


def test_names_of_lines_at_the_floor_stay_inside_the_drawing():
    kinds = ["own", "cluster", "municipality", "region"]

    root = drawn(*(Series(kind, kind, shares(0, 0)) for kind in kinds))

    names = [float(t.get("y")) for t in root.iter(f"{SVG}text") if "name" in classes(t)]
    assert max(names) == 116.5


def test_a_sign_stands_above_its_column():
    columns = [
        Column("ВПР-4"),
        Column("ВПР-5", signs=["в перечне"], notes=["ниже журнала 3 из 12"]),
    ]

    root = drawn(Series("школа", "own", shares(1000, 1000)), columns=columns, is_wide=True)

    places = {t.text: (t.get("x"), t.get("y")) for t in root.iter(f"{SVG}text")}
    assert places["в перечне"] == ("312.2", "10.0")
    assert places["ниже журнала 3 из 12"] == ("312.2", "20.0")
    assert len(paths(root, "sign")) == 1
    assert root.get("width") == "467pt"


def test_who_does_not_see_it_is_told_every_figure():
    own = Series("школа", "own", [Point(1000, "1 из 10, 10 %"), Point(None, "не сдано")])
    near = Series("кластер", "cluster", [None, Point(2000, "20 %, 3 школы")])

    root = drawn(own, near, columns=YEARS)

    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == (
        "Доля. 2021/2022: школа 1 из 10, 10 %. 2022/2023: школа не сдано; кластер 20 %, 3 школы."
    )


def test_one_scale_holds_everything_that_is_drawn():
    series = [Series("школа", "own", [*shares(900, 2001), None, Point(None, "нет")])]

    assert top_of(series) == 30
    assert top_of([Series("школа", "own", shares(2000))]) == 20
    assert top_of([Series("школа", "own", shares(10_000))]) == 100
    assert top_of([]) == 10


def test_words_are_escaped_and_nothing_comes_from_elsewhere():
    root = trend([Column("<b>")], [Series("a&b", "own", shares(1))], top=10, alt='"<i>')

    assert "<b>" not in root
    assert "<i>" not in root
    assert re.findall(r"style=|href|url\(", root) == []


def grid(*names, zone="присмотреться"):
    empty = Cell((), "")
    cells = (Cell(names, zone), *[empty] * 4)
    heads = [(str(n), "до 10") for n in range(5)]
    return Grid(heads, [("30 %", cells)], ("спокойно", "присмотреться", "обсудить"))


def drawing(*names, **fields):
    return level_change(grid(*names, **fields), side="Ниже", note="", alt="Уровень.")


def test_a_cell_has_the_names_of_its_schools_and_a_word_beside_the_tone():
    root = ElementTree.fromstring(drawing("СОШ 1", "СОШ 2"))

    assert {"СОШ 1", "СОШ 2", "присмотреться"} <= set(words(root))
    assert [r.get("fill") for r in root.iter(f"{SVG}rect")] == ["#e7eef6", *["#ffffff"] * 4]
    assert root.find(f"{SVG}title").text == "Уровень. 30 %, 0: СОШ 1, СОШ 2 (присмотреться)."


def test_a_full_cell_names_some_and_counts_the_rest_while_its_words_name_all():
    root = ElementTree.fromstring(drawing(*(f"СОШ {n}" for n in range(1, 21))))

    named = [word for word in words(root) if word.startswith("СОШ")]
    assert (len(named), "и ещё 9" in words(root)) == (11, True)
    assert "СОШ 20" in root.find(f"{SVG}title").text


def test_a_long_name_goes_on_in_a_second_line():
    root = ElementTree.fromstring(drawing("Демо-школа № 12 (Стрежевой)"))

    assert "Демо-школа № 12" in words(root)
    assert "(Стрежевой)" in words(root)
