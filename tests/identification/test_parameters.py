import pytest

from identification.methods import problems_of
from tests.factories import PARAMETERS, RUSSIAN


def weighted(**changes):
    return problems_of("weighted_score", PARAMETERS | changes)


def line(**procedure):
    return [{"procedure": RUSSIAN | procedure, "high": 5, "low": 10}]


def test_a_whole_methodology_has_no_problems():
    assert weighted() == []


def test_all_problems_are_told_at_once():
    broken = {
        "base": "много",
        "gaps": "forget",
        "weights": 5,
        "lines": [{"procedure": RUSSIAN | {"kind": "PISA"}, "high": 0, "low": -1, "name": "a"}],
        "statuses": [{"status": "best", "where": "mood", "op": "==", "value": None}],
    }

    assert problems_of("weighted_score", broken) == [
        "Параметр «weights» методике не известен",
        "«Начальные баллы» (base): нужно число",
        "lines, строка 1: параметр «name» методике не известен",
        "lines, строка 1: «Процедура» (procedure): вид должен быть одним из: VPR, OGE, EGE, KDR",
        "lines, строка 1: «Вес высоких» (high): нужно число не меньше 0,001",
        "lines, строка 1: «Вес низких» (low): нужно число не меньше 0",
        "«Линия без результатов» (gaps): нужно одно из значений: zero, left_out",
        "Нет параметра «rank_within»",
        "statuses, строка 1: «Статус» (status): нужно одно из значений: low, at_risk, leader, "
        "resilient, underused, improved, biased_signs, social, none",
        "statuses, строка 1: «По чему» (where): нужно одно из значений: score, place, "
        "share_of_cluster",
        "statuses, строка 1: «Сравнение» (op): нужно одно из значений: <=, <, >=, >",
        "statuses, строка 1: «Граница» (value): нужно число",
    ]


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_parameter_is_needed(name):
    rest = {key: value for key, value in PARAMETERS.items() if key != name}

    assert problems_of("weighted_score", rest) == [f"Нет параметра «{name}»"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"lines": []}, "«Линии» (lines): нужна хотя бы одна строка"),
        ({"lines": {}}, "«Линии» (lines): нужен список"),
        ({"lines": ["ВПР"]}, "«Линии» (lines): нужен список"),
        ({"lines": [{"high": 5, "low": 10}]}, "lines, строка 1: нет параметра «procedure»"),
        (
            {"lines": line(grade=13)},
            "lines, строка 1: «Процедура» (procedure): класс должен быть числом от 1 до 12",
        ),
        ({"lines": line(subject=" ")}, "lines, строка 1: «Процедура» (procedure): укажите предмет"),
        ({"base": float("nan")}, "«Начальные баллы» (base): нужно число"),
        ({"base": True}, "«Начальные баллы» (base): нужно число"),
    ],
)
def test_an_impossible_value_is_named(changes, problem):
    assert weighted(**changes) == [problem]


def test_an_exam_needs_no_grade():
    assert weighted(lines=line(kind="OGE", grade=None)) == []


def test_parameters_of_another_shape_are_refused():
    assert problems_of("weighted_score", []) == [
        "Параметры методики должны быть набором «имя: значение»"
    ]


def test_an_unknown_method_is_refused():
    assert problems_of("horoscope", {}) == ["Метод «horoscope» порталу не известен"]


def test_a_procedure_counts_once_however_its_subject_is_written():
    line = PARAMETERS["lines"][0]
    again = line | {"procedure": line["procedure"] | {"subject": "русский язык"}}

    assert problems_of("weighted_score", PARAMETERS | {"lines": [line, again]}) == [
        "lines, строка 2: процедура «ВПР-4, русский язык» уже стоит выше"
    ]
