"""A section there and back: plain for the editor, dressed for the printer."""

import re

import pytest

from reports.notes.cleaning import cleaned
from reports.notes.dress import dress
from reports.notes.papers import compose
from reports.notes.plain import figures_of, markers, plain
from schools.russian import NB

from . import districts
from .conftest import make_ilansky_run

HOSTILE = [
    '<img src="file:///etc/passwd">',
    "<script>alert(1)</script>",
    "<style>@import url(http://127.0.0.1/x.css);</style>",
    '<svg onload="alert(1)"><a href="javascript:alert(1)">x</a></svg>',
    '<p onclick="alert(1)" style="background: url(http://127.0.0.1/)">слова</p>',
    '<iframe src="http://127.0.0.1/"></iframe>',
    '<a href="javascript:alert(1)">слова</a>',
    '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
    '<table><tr><td background="http://127.0.0.1/" colspan="999999999">1</td></tr></table>',
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<p><b><i><p><table><tr><td><li>незакрытое",
    "<figure><img src=x></figure>",
    '<object data="file:///etc/passwd"></object>',
]
DANGER = re.compile(r"(?i)javascript|onload|onclick|onerror|url\(|src|href|passwd|@import")
ALLOWED = {"p", "ul", "ol", "li", "b", "i", "h3", "table", "tr", "th", "td", "sub", "sup", "br"}
# without words: the figure itself, and words about colours that a plain table has not
UNSEEN = re.compile(
    r'<figure>.*?</figure>|<div class="formula">.*?</div>|<span class="colour">.*?</span>', re.S
)


def words(html):
    """Every word in order: what stands between the tags, without the signs between words."""
    text = re.sub(r"<[^>]+>", " ", UNSEEN.sub(" ", html)).replace("\xad", "").replace(NB, " ")
    text = re.sub(r"\[\[.*?\]\]", " ", text)
    return re.findall(r"\w+(?:,\d+)*|[«»%]", text.replace("&lt;", "<"))


def cells(html):
    return re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", html, re.S)


def tags(html):
    return set(re.findall(r"</?([a-z0-9]+)", html))


@pytest.fixture(params=["ilansky", "sixty_schools", "many_lines_of_different_weights", "one_line"])
def sections(request, db):
    own = request.param == "ilansky"
    run = make_ilansky_run() if own else getattr(districts, request.param)()
    return [section.html for section in compose(run).sections]


def test_a_section_made_plain_keeps_every_word_table_and_figure(sections):
    for html in sections:
        made = plain(html)

        assert words(made) == words(html)
        assert len(cells(made)) == len(cells(html))
        assert made.count("<table>") == html.count("<table")
        assert markers(made) == list(figures_of(html))


def test_a_plain_section_holds_nothing_but_its_few_tags_and_spans(sections):
    for html in sections:
        made = plain(html)

        assert tags(made) <= ALLOWED
        assert set(re.findall(r"<\w+ ([a-z]+)=", made)) <= {"colspan", "rowspan"}


def test_made_plain_twice_is_made_plain_once(sections):
    for html in sections:
        made = plain(html)

        assert plain(made) == made
        assert cleaned(made) == made


def test_a_section_dressed_again_keeps_words_tables_captions_and_figures(sections):
    for html in sections:
        made = plain(html)
        back = dress(made, figures_of(html))

        assert plain(back) == made
        assert back.count("<caption>") == html.count("<caption>")
        assert [drawn for drawn in figures_of(html).values() if drawn not in back] == []


def test_what_an_editor_sends_back_unchanged_is_unchanged(sections):
    """The editor wraps cells and items in paragraphs, tells spans of one, drops heads of tables."""
    for html in sections:
        made = plain(html)
        sent = re.sub(r"<(t[hd])>(.*?)</\1>", r'<\1 colspan="1" rowspan="1"><p>\2</p></\1>', made)
        sent = re.sub(r"<li>(.*?)</li>", r"<li><p>\1</p></li>", sent)
        sent = sent.replace("<table>", "<table><tbody>").replace("</table>", "</tbody></table>")
        sent = sent.replace("<b>", "<strong>").replace("</b>", "</strong>").replace("\n", "")

        assert cleaned(sent.replace(NB, "&nbsp;")) == made


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_html_leaves_words_or_nothing(number):
    made = cleaned(f"<p>до</p>{HOSTILE[number]}<p>после</p>")

    assert tags(made) <= ALLOWED
    assert not re.search(
        r"(?i)javascript|onload|onclick|onerror|url\(|src|href|passwd|@import", made
    )
    assert made.startswith("<p>до</p>")
    assert "после" in made


def test_a_formula_of_excel_and_a_tag_of_a_template_are_words():
    said = "<p>=cmd() и {{ settings.SECRET_KEY }} и {% load x %}</p>"

    assert cleaned(said) == said


def test_a_head_is_found_again_though_the_editor_forgot_it():
    html = (
        "<p>Таблица 4 — Места, баллы</p>\n<table><tr><th>Школа</th><th>Индекс</th></tr>"
        '<tr><th colspan="2">Городские</th></tr><tr><th>СОШ 1</th><td>71,30</td></tr>'
        "<tr><th>Всего</th><td>—</td></tr></table>"
    )

    made = dress(html, {})

    assert '<thead><tr><th scope="col">Школа</th><th scope="col" class="num">Индекс</th>' in made
    assert '<tr class="group"><th colspan="2" scope="rowgroup">Городские</th></tr>' in made
    assert '<tr class="total"><th scope="row">Всего</th>' in made
    assert '<caption><b>Таблица 4</b> — <span data-continued="Продолжение таблицы 4">' in made


def test_a_table_of_heads_alone_is_a_table_of_rows():
    made = dress("<table><tr><th>а</th></tr><tr><th>б</th></tr></table>", {})

    assert "<thead>" not in made
    assert made.count('scope="row"') == 2


def test_figures_of_one_number_have_marks_of_their_own():
    figure = "<figure><svg></svg><figcaption><b>Рисунок 1</b>{} — Индексы</figcaption></figure>"
    html = figure.format(", лист 1 из 2") + figure.format(", лист 2 из 2") + figure.format("")

    assert list(figures_of(html * 2)) == [
        "Рисунок 1, лист 1 из 2",
        "Рисунок 1, лист 2 из 2",
        "Рисунок 1",
        "Рисунок 1, лист 1 из 2, 2",
        "Рисунок 1, лист 2 из 2, 2",
        "Рисунок 1, 2",
    ]


def test_a_figure_is_moved_with_its_mark_and_gone_with_it():
    figures = {"Рисунок 1": "<figure>а</figure>", "Рисунок 2": "<figure>б</figure>"}

    made = dress(f"<p>[[Рисунок{NB}2]]</p>\n<p>слова</p>", figures)

    assert made == "<figure>б</figure>\n<p>слова</p>"
