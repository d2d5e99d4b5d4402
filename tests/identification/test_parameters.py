import pytest

from identification.methods.parameters import problems_of
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
        "Нет параметра «rank_within»",
        "Основание (base) должно быть числом",
        "Параметр «gaps» должен быть одним из: zero, left_out",
        "lines, строка 1: поле «name» не известно",
        "lines, строка 1: вес high должен быть числом больше нуля",
        "lines, строка 1: вес low должен быть числом не меньше нуля",
        "lines, строка 1: процедура должна быть одной из: VPR, OGE, EGE, KDR",
        "statuses, строка 1: статус должен быть одним из: low, at_risk, leader, none",
        "statuses, строка 1: where должно быть place, score или share_of_cluster",
        "statuses, строка 1: знак сравнения должен быть одним из: <=, <, >=, >",
        "statuses, строка 1: граница value должна быть числом",
    ]


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_every_parameter_is_needed(name):
    rest = {key: value for key, value in PARAMETERS.items() if key != name}

    assert problems_of("weighted_score", rest) == [f"Нет параметра «{name}»"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"lines": []}, "Список «lines» пуст"),
        ({"lines": {}}, "Параметр «lines» должен быть списком"),
        ({"lines": ["ВПР"]}, "Параметр «lines» должен быть списком"),
        ({"lines": [{"high": 5, "low": 10}]}, "lines, строка 1: нет процедуры"),
        ({"lines": line(grade=None)}, "lines, строка 1: укажите класс"),
        ({"lines": line(grade=13)}, "lines, строка 1: класс должен быть числом от 1 до 12"),
        ({"lines": line(subject=" ")}, "lines, строка 1: укажите предмет"),
        ({"base": float("nan")}, "Основание (base) должно быть числом"),
        ({"base": True}, "Основание (base) должно быть числом"),
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
