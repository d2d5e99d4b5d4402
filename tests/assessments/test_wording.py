from assessments.wording import Line, differences, mean_name, parts_of, question_of, sentence
from tests.factories import make_sitting

LABELS = {"2": "«2»", "3": "«3»"}
EMPTY = {
    "participants": None,
    "low_n": None,
    "high_n": None,
    "counts": None,
    "share_low": None,
    "share_high": None,
    "mean": None,
    "journal": None,
    "no_data": "",
    "objectivity_control": False,
}
COUNTS = EMPTY | {"participants": 5, "low_n": 2, "high_n": 0, "share_low": 4000, "share_high": 0}
BY_LEVEL = COUNTS | {"counts": {"2": 2, "3": 3}}


def test_counts_without_levels_are_told_as_shares_of_the_participants():
    assert sentence(parts_of(COUNTS, LABELS)) == (
        "ниже минимума\xa0— 2 из 5, 40\xa0%, высокий результат\xa0— 0 из 5, 0\xa0%"
    )


def test_a_level_that_the_scale_no_longer_has_is_called_by_its_code():
    figures = BY_LEVEL | {"counts": {"2": 2, "3а": 3}}

    assert (
        sentence(parts_of(figures, LABELS))
        == "участников\xa0— 5, «2»\xa0— 2, «3»\xa0— 0, 3а\xa0— 3"
    )


def test_everything_else_that_is_known_follows():
    figures = BY_LEVEL | {
        "mean": "2.6",
        "journal": {"lower": 1, "same": 4},
        "objectivity_control": True,
    }

    assert sentence(parts_of(figures, LABELS)) == (
        "участников\xa0— 5, «2»\xa0— 2, «3»\xa0— 3, средняя отметка\xa0— 2,60, "
        "ниже журнала\xa0— 1, как в журнале\xa0— 4, контроль объективности\xa0— да"
    )


def test_marks_have_a_mean_mark_and_points_a_mean_score():
    assert mean_name(["2", "3", "4", "5"]) == "средняя отметка"
    assert mean_name(["below", "to60", "61-79", "80+"]) == "средний балл"
    assert mean_name([]) == "средний балл"


def test_only_what_differs_is_told():
    after = BY_LEVEL | {"counts": {"2": 1, "3": 4}, "low_n": 1, "mean": "2.80"}

    assert differences(BY_LEVEL, after, LABELS) == [
        Line("«2»", "2", "1"),
        Line("«3»", "3", "4"),
        Line("средняя отметка", "не указано", "2,80"),
    ]


def test_where_another_thing_is_told_both_are_told_whole():
    assert differences(BY_LEVEL, EMPTY | {"no_data": "hidden"}, LABELS) == [
        Line("", "участников\xa0— 5, «2»\xa0— 2, «3»\xa0— 3", "нет данных\xa0— скрыто")
    ]


def test_what_is_first_told_has_nothing_before_it():
    assert differences(None, EMPTY | {"no_data": "hidden"}, LABELS) == [
        Line("", "", "нет данных\xa0— скрыто")
    ]


def test_a_pair_of_zeros_asks_about_the_levels_in_between(db):
    levels = make_sitting().scale.levels.all()

    assert question_of(levels) == "Все результаты — «3», или никто не\xa0участвовал?"
