"""Targets by hand: what is wanted, whether it is reached, how far it is."""

from decimal import Decimal
from fractions import Fraction

import pytest

from roadmap.kinds import Reading, read
from roadmap.targets import Aim, Beside, Measured, goal_in_words, in_words, plain_op, standing

SCHOOLS = "школа,школы,школ"
SHARE = Measured("percent", people=SCHOOLS)
RISK = Measured("percent", direction="lower", people="педагог,педагога,педагогов")
NUMBER = Measured("number")


def aim(number, kind="value", op=">=", words=""):
    return Aim(kind, op, None if number is None else Decimal(number), words)


def stands(target, text, of=SHARE, **beside):
    """Whether it is reached, and the words, of a value as it is typed."""
    told = standing(target, read(of.kind, text), of, Beside(**beside))
    return told.reached, told.words.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("target", "text", "reached", "words"),
    [
        (aim(80), "11 из 15", False, "до цели: 1 школа"),
        (aim(80), "12 из 15", True, "цель достигнута"),
        (aim(100), "10 из 15", False, "до цели: 5 школ"),
        # 8 of 15 are printed as 53 %, and are 53⅓
        (aim(53), "8 из 15", True, "цель достигнута"),
        (aim("53.33"), "8 из 15", True, "цель достигнута"),
        (aim("53.34"), "8 из 15", False, "до цели: 1 школа"),
        # 6 of 11 are printed as 55 %, and are 54,54…
        (aim(55), "6 из 11", False, "до цели: 1 школа"),
        (aim(50, op=">"), "5 из 10", False, "до цели: 1 школа"),
        (aim(10, op="<="), "3 из 15", False, "сверх цели: 2 школы"),
        (aim(20, op="<="), "3 из 15", True, "цель достигнута"),
        (aim(20, op="<"), "3 из 15", False, "сверх цели: 1 школа"),
        (aim(0, op="="), "1 из 15", False, "сверх цели: 1 школа"),
        (aim(0, op="="), "0 из 15", True, "цель достигнута"),
        (aim(50, op="="), "7 из 15", False, "до цели: 3,4 %"),
        (aim(120), "15 из 15", False, "до цели: 20 %"),
    ],
)
def test_percents_are_compared_by_their_counts(target, text, reached, words):
    assert stands(target, text) == (reached, words)


@pytest.mark.parametrize(
    ("text", "whole"), [(f"{part} из {whole}", whole) for whole in (7, 12, 15) for part in range(8)]
)
@pytest.mark.parametrize("op", [">=", ">", "<=", "<"])
def test_with_so_many_more_or_fewer_the_target_is_reached_and_with_one_less_not(op, text, whole):
    part = int(text.split()[0])
    target = aim(40, op=op)
    reached, words = stands(target, text)
    step = 1 if op in (">=", ">") else -1
    if reached:
        return
    need = int(words.split(": ")[1].split()[0])

    assert stands(target, f"{part + step * need} из {whole}")[0] is True
    assert stands(target, f"{part + step * (need - 1)} из {whole}")[0] is False


@pytest.mark.parametrize(
    ("target", "text", "of", "reached", "words"),
    [
        (aim(80), "11 из 15", Measured("percent"), False, "до цели: 6,7 %"),
        (aim(3), "1", NUMBER, False, "до цели: 2"),
        (aim(3), "1", Measured("number", unit="пакет,пакета,пакетов"), False, "до цели: 2 пакета"),
        (aim(3), "3,00", NUMBER, True, "цель достигнута"),
        (aim(3, op=">"), "3", NUMBER, False, "нужно больше, чем 3"),
        (aim(3, op="<="), "4,5", NUMBER, False, "сверх цели: 1,5"),
        (aim(1), "нет", Measured("yes_no"), False, "нужно «да»"),
        (aim(1), "да", Measured("yes_no"), True, "цель достигнута"),
        (aim(0, op="="), "да", Measured("yes_no", direction="lower"), False, "нужно «нет»"),
        (aim(75), "63 %", Measured("degree"), False, "до цели: 12 %"),
        (aim(75), "75", Measured("degree"), True, "цель достигнута"),
        (aim(50), "51–75 %", Measured("degree"), True, "цель достигнута"),
        (aim(60), "51–75 %", Measured("degree"), None, "нужен точный процент"),
        (aim(80), "51–75 %", Measured("degree"), False, "цель не достигнута"),
        (aim(100), "в полном объёме", Measured("degree"), True, "цель достигнута"),
        (aim(75), "более 75 %", Measured("degree"), True, "цель достигнута"),
    ],
)
def test_other_kinds_are_told_in_their_own_unit(target, text, of, reached, words):
    assert stands(target, text, of) == (reached, words)


def test_a_plan_plus_two_is_counted_from_the_plan():
    plan = Reading(number=Decimal(5))

    assert stands(aim(2, "delta"), "6", NUMBER, baseline=plan) == (False, "до цели: 1")
    assert stands(aim(2, "delta"), "7", NUMBER, baseline=plan) == (True, "цель достигнута")
    assert stands(aim(2, "delta"), "7", NUMBER) == (None, "нет исходного значения")
    gap = Reading(no_data="not_given")
    assert stands(aim(2, "delta"), "7", NUMBER, baseline=gap) == (None, "нет исходного значения")


def test_a_percent_plus_ten_is_ten_percents_more():
    start = Reading(numerator=3, denominator=10)

    assert stands(aim(10, "delta"), "8 из 20", baseline=start)[0] is True
    assert stands(aim(10, "delta"), "7 из 20", baseline=start) == (False, "до цели: 1 школа")


def test_of_what_should_fall_thirty_percent_of_the_start_are_to_be_gone():
    start = Reading(numerator=10, denominator=20)  # 50 %: at most 35 % may be left
    target = aim(30, "of_baseline")

    assert stands(target, "7 из 20", RISK, baseline=start) == (True, "цель достигнута")
    assert stands(target, "8 из 20", RISK, baseline=start) == (False, "сверх цели: 1 педагог")
    assert standing(target, None, RISK, Beside(start)).goal == Fraction(35)
    left = aim(30, "of_baseline", op="<=")
    assert standing(left, None, RISK, Beside(start)).goal == Fraction(15)


def test_of_what_should_grow_it_is_a_part_of_the_start():
    start = Reading(number=Decimal(8))

    assert standing(aim(150, "of_baseline"), None, NUMBER, Beside(start)).goal == 12
    assert stands(aim(150, "of_baseline"), "11", NUMBER, baseline=start) == (False, "до цели: 1")


def test_an_average_that_nobody_has_entered_leaves_the_target_open():
    above = Aim("region", ">=")

    assert stands(above, "60", NUMBER) == (None, "среднее не внесено")
    assert stands(above, "60", NUMBER, region=Fraction(60)) == (True, "цель достигнута")
    assert stands(above, "59,5", NUMBER, region=Fraction(60)) == (False, "до цели: 0,5")
    below = Aim("municipality", "<")
    assert stands(below, "60", NUMBER, municipality=Fraction(60)) == (False, "нужно меньше, чем 60")


def test_a_target_in_words_is_judged_by_a_person():
    words = Aim("words", words="договор есть и выполняется")

    assert stands(words, "да", Measured("yes_no")) == (None, "оценивает проверяющий")
    assert stands(words, "да", Measured("yes_no"), said=True) == (True, "цель достигнута")
    assert stands(words, "да", Measured("yes_no"), said=False) == (False, "цель не достигнута")


def test_a_gap_and_no_value_have_a_goal_and_no_verdict():
    gap = standing(aim(80), Reading(no_data="not_held"), SHARE)

    assert gap == standing(aim(80), None, SHARE) == (Fraction(80), None, "")
    assert standing(None, Reading(numerator=1, denominator=2), SHARE) == (None, None, "")


@pytest.mark.parametrize(
    ("target", "of", "words"),
    [
        (aim(80), SHARE, "80 %"),
        (aim(5, op="<="), Measured("number", direction="lower"), "не более 5"),
        (aim(0, op="="), RISK, "ровно 0 %"),
        (aim(1), Measured("yes_no"), "да"),
        (aim(2, "delta"), NUMBER, "+2 к исходному"),
        (aim(-2, "delta"), NUMBER, "−2 к исходному"),
        (aim(30, "of_baseline"), RISK, "снизить не менее чем на 30 %"),
        (aim(150, "of_baseline"), NUMBER, "не менее 150 % от исходного"),
        (Aim("region", ">="), NUMBER, "не ниже среднего по региону"),
        (Aim("municipality", "<"), NUMBER, "ниже среднего по муниципалитету"),
        (Aim("words", words="фактические"), NUMBER, "фактические"),
    ],
)
def test_a_target_in_words(target, of, words):
    assert in_words(target, of).replace("\xa0", " ") == words


def test_a_goal_that_was_worked_out_is_shown_with_two_decimals_at_most():
    assert goal_in_words(Fraction(100, 3), SHARE) == "33,33\xa0%"
    assert goal_in_words(Fraction(12), NUMBER) == "12"


def test_more_is_meant_where_more_is_better():
    assert (plain_op("higher"), plain_op("lower")) == (">=", "<=")
