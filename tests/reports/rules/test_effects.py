"""What is looked at next year: in pupils, and never where numbers cannot show it."""

import pytest

from reports.rules.effects import NOTHING, effect_of
from reports.rules.lines import Line

from .imagined import NAMES, YEAR


def line(n, k, h, name="ОГЭ, математика", years=(YEAR,)):
    return Line(NAMES["ОГЭ мат" if name.startswith("ОГЭ") else "ВПР-4 мат"], years, n, k, h)


@pytest.mark.parametrize(
    ("code", "of", "goal", "ending"),
    [
        ("E-L", line(30, 12, 5), 6, "в следующем году ниже минимума не больше 6 из 30"),
        ("E-L", line(12, 4, 1), 0, "в следующем году ниже минимума не будет никого из 12"),
        ("E-L", line(10, 2, 1), 0, "за два следующих года ниже минимума не будет никого из 20"),
        (
            "E-L",
            line(13, 6, 1, years=(YEAR, YEAR - 1)),
            2,
            "за два следующих года ниже минимума не больше 2 из 13",
        ),
        ("E-H", line(28, 2, 9), 15, "в следующем году высокий результат у 15 из 28 или больше"),
        ("E-K", line(36, 4, 13), 9, "в следующем году ниже минимума меньше 9 из 36"),
    ],
)
def test_the_goal_is_a_number_of_pupils(code, of, goal, ending):
    effect = effect_of(code, of)

    assert effect.goal == goal
    assert effect.words == f"Эффект виден, если {ending}"


def test_the_same_children_are_not_to_find_it_harder():
    effect = effect_of("E-C", line(31, 10, 9, "ВПР"))

    assert (effect.goal, effect.of) == (10, 31)
    assert effect.words == (
        "Трудностей не прибавилось, если в 5 классе у тех же детей они не больше чем у 10 из 31"
    )


def test_of_years_added_up_there_are_no_same_children():
    effect = effect_of("E-C", line(13, 6, 1, "ВПР", years=(YEAR, YEAR - 1)))

    assert "у тех же детей" not in effect.words


def test_of_few_children_no_goal_is_set():
    assert effect_of("E-C", line(5, 1, 2, "ВПР")).words == NOTHING


def test_of_shares_alone_no_goal_is_set():
    shares = Line(NAMES["ОГЭ мат"], (YEAR,), share_low=4000, share_high=1000)

    assert effect_of("E-L", shares).goal is None
    assert effect_of("E-L", shares).code == "E-F"


def test_of_several_lines_the_effect_names_its_own():
    words = effect_of("E-L", line(30, 12, 5), among=2).words

    assert "по строке «ОГЭ, математика» ниже минимума" in words
