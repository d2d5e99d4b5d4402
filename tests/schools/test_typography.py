import pytest

from schools.russian import NB
from schools.typography import bind


@pytest.mark.parametrize(
    ("loose", "tied"),
    [
        ("в школе и у детей", "в~школе и~у~детей"),
        ("СОШ № 5", "СОШ~№~5"),
        ("таблица 3", "таблица~3"),
        ("на рисунке 1", "на~рисунке~1"),
        ("27 % школ", "27~% школ"),
        ("1 200 школ", "1~200~школ"),
        ("12 участниках", "12 участниках"),
        ("6-е место", "6-е~место"),
        ("вывод — один", "вывод~— один"),
        ("так ли это", "так~ли это"),
        ("пары «0 и 0»", "пары «0~и~0»"),
    ],
)
def test_short_words_numbers_and_dashes_are_tied(loose, tied):
    assert bind(loose) == tied.replace("~", NB)


def test_tags_titles_and_drawings_are_left_alone():
    html = '<p title="в школе">x</p><title>в школе</title><svg><text>в школе</text></svg>'

    assert bind(html) == html


def test_what_was_escaped_stays_escaped():
    assert bind("&lt;b&gt; в &amp; на &quot;5 %&quot;") == (
        f"&lt;b&gt; в{NB}&amp; на{NB}&quot;5{NB}%&quot;"
    )


def test_no_space_is_left_before_the_end_of_a_paragraph():
    assert bind("<p>лидер. \n</p><td>x </td> y") == "<p>лидер.</p><td>x</td> y"
