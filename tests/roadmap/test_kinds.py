"""What people type into a cell, kind by kind."""

from decimal import Decimal

import pytest

from roadmap import kinds
from roadmap.degrees import DEGREES, degree_of
from roadmap.kinds import Reading, Unreadable, fits, read, sentence, typed
from schools.models import NoDataReason

READ = [
    ("yes_no", "да", Reading(yes=True)),
    ("yes_no", " Да. ", Reading(yes=True)),
    ("yes_no", "есть", Reading(yes=True)),
    ("yes_no", "нет", Reading(yes=False)),
    ("percent", "5 из 12", Reading(numerator=5, denominator=12)),
    ("percent", "5/12", Reading(numerator=5, denominator=12)),
    ("percent", "0\xa0ИЗ\xa012", Reading(numerator=0, denominator=12)),
    ("number", "12", Reading(number=Decimal(12))),
    ("number", "3,5", Reading(number=Decimal("3.5"))),
    ("number", "−1 200,25", Reading(number=Decimal("-1200.25"))),
    ("degree", "63 %", Reading(degree="51_75", percent=Decimal(63))),
    ("degree", "51–75 %", Reading(degree="51_75")),
    ("degree", "51-75", Reading(degree="51_75")),
    ("degree", "реализован на 25–50 %", Reading(degree="25_50")),
    ("degree", "менее чем на 25%", Reading(degree="under_25")),
    ("degree", "более 75 %", Reading(degree="over_75")),
    ("degree", "В полном объёме", Reading(degree="full")),
    ("degree", "не реализовывался", Reading(degree="none")),
    ("percent", "нет данных: нет участников", Reading(no_data="no_participants")),
    ("yes_no", "Не сдано", Reading(no_data="not_given")),
    ("number", "нет данных — не проводилась", Reading(no_data="not_held")),
]


@pytest.mark.parametrize(("kind", "text", "reading"), READ)
def test_a_cell_is_read_as_people_type_it(kind, text, reading):
    assert read(kind, text) == reading


@pytest.mark.parametrize(("kind", "text", "reading"), READ)
def test_what_stands_in_a_box_reads_back_as_the_same(kind, text, reading):
    assert read(kind, typed(kind, reading)) == reading


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("yes_no", "5", "Здесь ответ «да» или «нет»"),
        ("percent", "73 %", "процент без\xa0числа не\xa0принимается"),
        ("percent", "да", "сколько из\xa0скольких"),
        ("percent", "13 из 12", "Часть больше целого: 13 из\xa012"),
        ("percent", "0 из 0", "Считать не\xa0из\xa0кого"),
        ("percent", "1 из 12345678", "Слишком большое число"),
        ("number", "много", "Впишите число"),
        ("number", "1,234", "больше двух знаков"),
        ("number", "٣", "Впишите число"),
        ("number", "1_0", "Впишите число"),
        ("degree", "120", "от\xa00 до\xa0100"),
        ("degree", "наполовину", "например «63\xa0%»"),
        ("yes_no", "нет данных", "Укажите причину"),
        ("number", "—", "Укажите причину"),
        ("number", "", "нельзя стереть"),
    ],
)
def test_what_is_not_of_the_kind_is_refused_with_one_sentence(kind, text, words):
    with pytest.raises(Unreadable, match=words) as refused:
        read(kind, text)

    assert str(refused.value).count(".") == 1


def test_a_long_slip_does_not_make_a_long_sentence():
    with pytest.raises(Unreadable, match="…»"):
        read("yes_no", "я" * 500)


@pytest.mark.parametrize(
    ("percent", "code"),
    [
        ("0", "none"),
        ("0.01", "under_25"),
        ("24.99", "under_25"),
        ("25", "25_50"),
        ("50", "25_50"),
        ("50.5", "51_75"),
        ("75", "51_75"),
        ("75.01", "over_75"),
        ("99.99", "over_75"),
        ("100", "full"),
    ],
)
def test_a_border_belongs_to_the_step_that_names_it(percent, code):
    assert degree_of(Decimal(percent)) == code
    assert DEGREES[code].low <= Decimal(percent) <= DEGREES[code].high


def test_reasons_are_those_of_the_tables():
    assert dict(NoDataReason.choices) == kinds.REASONS


@pytest.mark.parametrize(
    ("kind", "reading", "words"),
    [
        ("percent", Reading(numerator=11, denominator=15), "11\xa0из\xa015, 73\xa0%"),
        ("degree", Reading(degree="51_75", percent=Decimal(63)), "на\xa051–75\xa0%: 63\xa0%"),
        ("degree", Reading(degree="full"), "в\xa0полном объёме"),
        ("number", Reading(number=Decimal("3.50")), "3,5"),
        ("yes_no", Reading(no_data="not_given"), "нет данных: не сдано"),
        ("yes_no", None, "—"),
    ],
)
def test_a_value_is_told_with_its_count(kind, reading, words):
    assert sentence(kind, reading) == words


def test_of_a_survey_fewer_than_five_people_are_not_kept():
    with pytest.raises(Unreadable, match="Меньше пяти человек"):
        read("percent", "1 из 4", sensitive=True)

    assert read("percent", "1 из 5", sensitive=True).denominator == 5
    assert read("percent", "1 из 4").denominator == 4


@pytest.mark.parametrize(
    ("kind", "reading", "does"),
    [
        ("percent", Reading(numerator=1, denominator=2), True),
        ("percent", Reading(numerator=1), False),
        ("percent", Reading(number=Decimal(1)), False),
        ("yes_no", Reading(yes=False), True),
        ("yes_no", Reading(yes=False, no_data="hidden"), False),
        ("degree", Reading(degree="full"), True),
        ("degree", Reading(percent=Decimal(5)), False),
        ("degree", Reading(degree="full", percent=Decimal(100)), True),
        ("number", Reading(), False),
        ("number", Reading(no_data="hidden"), True),
    ],
)
def test_a_value_holds_the_parts_of_its_kind_and_no_others(kind, reading, does):
    assert fits(kind, reading) is does
