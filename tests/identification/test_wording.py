import pytest

from identification.methods.wording import basis
from identification.methods.wording.share_below import in_words as share_below_in_words
from identification.methods.wording.weighted_score import (
    formula,
    in_words,
    of_lines,
    status_in_words,
)
from tests.factories import PARAMETERS
from tests.identification.conftest import SEVEN_LINES
from tests.identification.lines import SHARE_BELOW


def plain(text):
    return text.replace("\xa0", " ")


def test_the_rule_of_the_order_in_one_paragraph():
    assert plain(in_words(SEVEN_LINES)) == (
        "У каждой школы есть 65 баллов. Каждая из семи линий прибавляет долю высоких результатов, "
        "умноженную на 5, и отнимает долю не достигших минимума, умноженную на 10. Линия без "
        "результатов считается нулём: ничего не прибавляет и не отнимает. Поэтому рядом стоит "
        "индекс с поправкой: потери по тем линиям, которые у школы есть, распространены на все "
        "линии. Индекс округляется до сотых, место определяется внутри кластера, при равных "
        "индексах место общее. Статус даёт первое из правил, которое подходит: первое место — "
        "лидер; индекс ниже 72,50 — низкие результаты."
    )


def test_other_parameters_make_other_sentences():
    first = PARAMETERS["lines"][0]
    lines = [first, first | {"high": 2.5, "low": 0}]
    words = in_words(
        PARAMETERS | {"lines": lines, "gaps": "left_out", "rank_within": "kind", "statuses": []}
    )

    assert "Каждая из двух линий прибавляет" in words
    assert "умноженную на её вес, от 2,5 до 5" in words
    assert "Линии без результатов не учитываются" in words
    assert "место определяется среди школ того же вида" in words
    assert words.endswith("Статусов методика не присваивает.")


def test_a_single_line_is_called_one():
    assert "Единственная линия прибавляет" in in_words(PARAMETERS)
    assert of_lines(12) == "из 12 линий"


@pytest.mark.parametrize(
    ("where", "op", "value", "words"),
    [
        ("score", "<", 72.5, "индекс ниже 72,50"),
        ("score", "<=", 72, "индекс не выше 72,00"),
        ("score", ">=", 80, "индекс 80,00 и выше"),
        ("score", ">", 80, "индекс выше 80,00"),
        ("place", "<=", 1, "первое место"),
        ("place", "<=", 3, "место не ниже 3-го"),
        ("place", ">", 7, "место ниже 7-го"),
        ("share_of_cluster", "<=", 25, "место в первых 25 % списка"),
        ("share_of_cluster", ">", 75, "место в последних 25 % списка"),
    ],
)
def test_a_rule_of_a_status_in_words(where, op, value, words):
    rule = {"status": "low", "where": where, "op": op, "value": value}

    assert plain(status_in_words(rule)) == words


def test_the_formula_is_given_where_all_lines_weigh_the_same():
    assert plain(formula(SEVEN_LINES)) == (
        "65 + 5 × сумма долей высоких результатов − 10 × сумма долей не достигших минимума"
    )
    first = SEVEN_LINES["lines"][0]
    assert formula(SEVEN_LINES | {"lines": [first, first | {"low": 3}]}) == ""


def test_only_a_methodology_with_an_order_speaks_in_its_name():
    assert basis({"document": {"number": "63-од"}}) == "по приказу"
    assert basis({"document": None}) == "по методике"


def test_procedures_with_a_comma_in_their_name_are_parted_by_semicolons():
    words = plain(share_below_in_words(SHARE_BELOW))

    assert words.startswith("Процедуры: ВПР-4, русский язык; ВПР-4, математика; ОГЭ, математика. ")
