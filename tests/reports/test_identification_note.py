"""The note of a real district, word for word where it matters, and of districts of every shape."""

import re
from html import unescape
from importlib.resources import files

import pytest
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from weasyprint import HTML

from reports.notes import identification
from reports.notes.papers import compose
from reports.noting.paper import paper_of_composed
from reports.pdf import STATIC, OwnFilesFetcher
from schools.russian import NB
from schools.typography import bind
from tests.factories import make_external_list

from . import districts
from .conftest import parameters_of, table
from .districts import DISTRICTS, HOSTILE, LOW, make_district

LOOSE = 7  # points added to every space of a justified line: more are holes
RIGHT = 195 / 25.4 * 96  # the right edge of the text, in the pixels of WeasyPrint
FONTS = [
    file
    for package in ("fontpkg_pt_sans", "fontpkg_pt_serif")
    for file in (files(package) / "files").iterdir()
    if file.name.endswith(".ttf")
]
GLYPHS = set.intersection(*(set(TTFont(str(font)).getBestCmap()) for font in FONTS))


def html_of(run):
    paper = paper_of_composed(compose(run), run.municipality)
    return bind(render_to_string("reports/note.html", {"paper": paper}))


SENTENCES = [
    "Справка показывает, каким школам Иланского района поддержка нужна в первую очередь",
    "Основание — приказ от 09.03.2021 № 63-од «О программе».",
    "Рассмотрено 15 школ: 11 юридических лиц и 4 филиала.",
    "внутри 3 кластеров: городские школы (3), сельские школы (8), филиалы (4).",
    "По каждой школе берутся 7 линий",
    "из 100 баллов по каждой линии вычитается до 5 баллов",
    "школа с 2 линиями (НОШ № 21) не может получить больше 75 баллов",
    "первое место — лидер; индекс ниже 72,50 — низкие результаты",
    "не изменится при любом пороге выше 71,75 и не выше 72,50 балла",
    "Границы статусов в приказе не названы.",
    "Из 105 значений (15 школ × 7 линий) представлено 87 (82,9 %). Нет 18 значений: "
    "нет ступени — 13, нет информации — 5.",
    "Причину пропуска пока не назвали СОШ № 4 (1), Кучердаевская СОШ (3), Прокопьевская ООШ (1).",
    "Из имеющихся значений 13 состоят из двух нулей.",
    "отнесены 4 школы из 15 (27 %): Степановская НОШ, Прокопьевская ООШ, СОШ № 5 и "
    "СОШ № 13. Таких школ нет в кластере «городские школы».",
    "Лидерами стали 3 школы (20 %): СОШ № 1, СОШ № 3 и Ельниковская СОШ.",
    "место меняется у 5 школ, больше всего у одной: НОШ № 21 — 6\u2011е место из 8 "
    "становится 1\u2011м. Ни одна из 4 школ с низкими результатами поправкой",
    "У 4 школ с низкими результатами из 122,80 снято 35,00 балла (28,5 %) по парам «0 и 0», "
    "ещё 45,00 (36,6 %) — за отсутствующие линии.",
    "Рособрнадзор, июнь 2020: объявлено 7, названы 4. "
    "ЦОКО Красноярск, октябрь 2020: объявлено 5, названы 4.",
    "Из 19 проверок с исключением линии индекс с поправкой остался ниже порога в 13 (68 %).",
    "Устойчивость не рассчитывается: известны только доли, а число участников — нет.",
    "по всем 4 школам: без пар «0 и 0» индексы с поправкой были бы от 73,82 до 82,50 балла.",
    "Число участников в источниках не приведено, доли округлены до целых процентов.",
    "доли 58 % и 8 % возможны не менее чем при 12 участниках, один ученик весит не более 9 %",
    "не отнесены: СОШ № 11 и СОШ № 4.",
    "До уточнения пар «0 и 0» вывод по всем 4 школам предварительный.",
    "Рассмотреть 4 школы с низкими результатами и отдельно — 2 школы из внешних перечней.",
    "Начать с линии «ВПР-4, русский язык»",
    "Руководитель управления образования подпись расшифровка подписи",
    "Источники: приказ от 09.03.2021 № 63-од; Приложение 1 к программе",
]
WRONG = re.compile(r"None|\bnan\b|\{\{|\{%|\(\s*\)| [.,;:]|\.\.|[,;]\.|«»|\d\.\d")
NOT_READ = [
    re.compile(r"<(style|title|svg|head)\b.*?</\1>", re.S),
    re.compile(r'<div class="(?:formula|requisites)">.*?</div>', re.S),
]
BLOCKS = re.compile(r"</?(?:td|th|tr|p|div|li|h1|h2|br|caption)\b[^>]*>|(?<=\d)</span>")


def words_of(html):
    """What a reader reads, with plain spaces; formulas and drawings left out."""
    for part in NOT_READ:
        html = part.sub(" ", html)
    return " ".join(re.sub(r"<[^>]+>", "", BLOCKS.sub(" ", html)).replace(NB, " ").split())


def check(html):
    """No figure is missing or unfinished, no decimal point, no letter that the fonts lack."""
    # dates have points too
    words = re.sub(r"\d\d\.\d\d\.\d{4}", "дата", words_of(html))
    assert [words[m.start() - 30 : m.end() + 30] for m in WRONG.finditer(words)] == []
    assert {c for c in words if ord(c) not in GLYPHS} == set()
    sections = re.findall(r'<span class="n">(\d+)<', html)
    assert sections == [str(n) for n in range(1, len(sections) + 1)]
    tables = [int(n) for n in re.findall(rf"<caption><b>Таблица{NB}(\d+)</b>", html)]
    assert sorted(set(tables)) == list(range(1, max(tables) + 1))
    named = {int(n) for n in re.findall(r"таблиц[аеуы] (\d+)", words)}
    assert named <= set(tables)


@pytest.fixture
def ilansky_words(ilansky_run):
    html = html_of(ilansky_run)
    check(html)
    return words_of(html)


def test_the_note_of_ilansky_says_what_its_figures_say(ilansky_words):
    assert [sentence for sentence in SENTENCES if sentence not in ilansky_words] == []


def test_the_scores_of_the_note_are_those_printed_in_the_annex(ilansky_run):
    content = identification.content(ilansky_run)

    found = {s.verdict.snapshot["short_name"]: f"{s.score:g}" for s in content["standings"]}
    with open("tests/data/ilansky_annex1_scores.csv", encoding="utf-8-sig") as file:
        printed = dict(line.strip().split(",")[:2] for line in list(file)[1:])
    assert {name: float(score) for name, score in found.items()} == {
        name: float(score) for name, score in printed.items()
    }


def test_every_school_is_in_the_drawing(ilansky_run):
    (drawing,) = identification.content(ilansky_run)["figures"]

    for row in table("schools"):
        assert row["short_name"].split()[-1] in drawing


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_district_of_any_shape_reads_well(db, district):
    html = html_of(district())

    if district is not districts.hostile_names:
        check(html)
    assert "<script" not in html


@pytest.mark.parametrize(
    ("district", "said", "unsaid"),
    [
        ("one_school", "Рассмотрена 1 школа. Сравнить её", "Места распределены"),
        ("nobody_is_low", "Школ с низкими результатами нет.", "Перечень школ с низкими"),
        ("everybody_is_low", "отнесены все 6 школ (100 %)", "Таких школ нет"),
        (
            "all_tie",
            "Два номера через тире — индекс одинаковый, места общие.",
            "не изменится при любом пороге",
        ),
        ("gaps_are_left_out", "считается по линиям, которые у неё есть", "индекс (2)"),
        ("places_decide", "Порога для индекса методика не называет", "До порога"),
        ("no_status_is_given", "Статусов методика не присваивает", "Статус присваивается"),
        ("a_school_is_silent", "У 1 школы нет ни одного результата (20 %)", "None"),
        ("one_line", "По каждой школе берётся 1 линия", "берутся"),
        ("sixty_schools", "Рассмотрено 60 школ. Места распределены между всеми", "внутри"),
    ],
)
def test_each_sentence_stands_only_where_it_holds(db, district, said, unsaid):
    words = words_of(html_of(getattr(districts, district)()))

    assert said in words
    assert unsaid not in words


def test_where_participants_are_known_they_are_told(db):
    words = words_of(html_of(make_district(5)))

    assert re.search(r"Число участников известно по всем 35 значениям: от \d+ до \d+\.", words)
    assert "не достигли минимума 3 из 8, 37,5 %" in words
    assert "число участников по каждой линии" not in words
    assert "Устойчивость показывает, в скольких случаях из 100" in words
    assert "Устойчивость не рассчитывается" not in words


def test_hostile_names_are_printed_as_text(db):
    html = html_of(districts.hostile_names())

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<i>ЦОКО" not in html
    words = unescape(words_of(html))
    assert [name for name in HOSTILE if name not in words] == []


def test_a_municipality_without_case_forms_gets_sentences_that_need_none(db):
    words = words_of(html_of(make_district(4)))

    assert "каким школам поддержка нужна в первую очередь" in words


def test_the_heat_map_of_many_lines_stands_in_parts(db):
    html = html_of(districts.many_lines_of_different_weights())

    assert "часть 1 из 2" in words_of(html)
    assert "a<sub>i</sub></i> · <i>Q" in html.replace(NB, " ")


def paragraphs_of(document):
    """The lines of every paragraph, as WeasyPrint has set them."""
    for page in document.pages:
        for box in page._page_box.descendants():
            lines = [b for b in getattr(box, "children", ()) if type(b).__name__ == "LineBox"]
            if len(lines) > 1 and box.style["text_align_all"] == "justify":
                yield box, lines


@pytest.mark.parametrize(
    "district",
    [
        None,
        districts.hostile_names,
        districts.two_large_clusters,
        districts.places_decide,
    ],
)
def test_pages_are_set_without_holes_and_nothing_leaves_them(request, db, caplog, district):
    run = district() if district else request.getfixturevalue("ilansky_run")

    document = HTML(string=html_of(run), base_url=STATIC, url_fetcher=OwnFilesFetcher()).render()

    assert not caplog.records
    boxes = [b for page in document.pages for b in page._page_box.descendants()]
    right = max(b.position_x + b.width for b in boxes if type(b).__name__ == "TextBox")
    assert right < RIGHT + 1
    figures = [b for b in boxes if b.element_tag == "svg"]
    assert all(b.position_y + b.height < 277 / 25.4 * 96 for b in figures)
    if district is not districts.hostile_names:
        spaces = [(getattr(b, "justification_spacing", 0) * 0.75, b) for b in boxes]
        assert [b.text for points, b in spaces if points > LOOSE] == []
    for box, lines in paragraphs_of(document):
        # a line that ends long before the edge, though the paragraph goes on
        words = [_text_of(line) for line in lines]
        assert all(len(line) > 20 or "<" in line for line in words[:-1]), (box.width, words)


def _text_of(line):
    return "".join(b.text for b in line.descendants() if type(b).__name__ == "TextBox")


def test_a_figure_of_a_large_cluster_stands_on_several_pages_with_one_scale(db):
    drawings = identification.content(districts.sixty_schools())["figures"]

    assert len(drawings) == 2
    heights = [int(re.search(r'height="(\d+)pt"', drawing)[1]) for drawing in drawings]
    assert max(heights) < 690  # what a page can hold with the caption
    ticks = [re.findall(r">(\d+)</text>", drawing) for drawing in drawings]
    assert ticks[0] == ticks[1]


def test_a_single_rule_is_called_one(db):
    rules = [LOW | {"value": 72.5}]
    run = make_district(4, parameters=parameters_of(districts.LINES, statuses=rules))

    assert "Правило одно: индекс ниже 72,50 — низкие результаты." in words_of(html_of(run))


def test_a_school_of_one_list_is_not_a_school_of_all_lists(db):
    run = make_district(6)
    content = identification.content(run)
    first, second, *_others = content["low"]
    for issuer, schools in (("Рособрнадзор", (first, second)), ("ЦОКО", (first,))):
        make_external_list(
            run.municipality,
            *(standing.verdict.school for standing in schools),
            issuer=issuer,
            applies_to_year=2024,
        )

    content = identification.content(run)

    assert [s.name for s in content["lists"].confirmed] == [first.name]
    assert f"Во всех перечнях названа 1 из {content['n_low']} школ" in words_of(html_of(run))


def test_a_list_of_another_year_or_kind_is_not_compared(db):
    run = make_district(4)
    school = run.municipality.schools.first()
    make_external_list(run.municipality, school, applies_to_year=2023)
    make_external_list(
        run.municipality, school, issuer="ФИОКО", applies_to_year=2024, kind="необъективные"
    )

    assert not identification.content(run)["lists"]
