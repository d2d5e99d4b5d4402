"""Was it done, did it move: told apart, with the figures before and after."""

import pytest

from reports.rules.follow_up import Counted, Outcome, follow_up, in_total

BETTER, SAME, WORSE = (Counted("ОГЭ, математика", 12, 30, k, 30) for k in (6, 10, 19))


@pytest.mark.parametrize(
    ("line", "is_done", "outcome", "said"),
    [
        (BETTER, True, Outcome.BETTER, "меру стоит сохранить"),
        (SAME, True, Outcome.SAME, "посмотрим сумму за два года"),
        (WORSE, True, Outcome.WORSE, "другую меру"),
        (BETTER, False, Outcome.BETTER, "Помогло что-то другое"),
        (SAME, False, Outcome.SAME, "шаг, который вам по силам"),
        (WORSE, False, Outcome.WORSE, "шаг, который вам по силам"),
        (Counted("ОГЭ, математика", 3, 9, 0, 30), True, Outcome.TOO_EARLY, "не определяется"),
        (Counted("ОГЭ, математика", 2, 10, 0, 10), True, Outcome.TOO_EARLY, "не определяется"),
        (None, True, Outcome.NOT_COMPARED, "не оценивается"),
    ],
)
def test_done_and_moved_are_two_questions(line, is_done, outcome, said):
    answer = follow_up(line, is_done=is_done)

    assert answer.outcome is outcome
    assert said in answer.words


def test_the_figures_stand_in_the_sentence():
    words = follow_up(BETTER, is_done=True).words

    assert "ниже минимума было 12 из 30, стало 6 из 30" in words
    assert "Причину цифры не доказывают" in words


def test_a_high_result_is_better_when_it_grows():
    line = Counted("ВПР-4, русский язык", 9, 28, 15, 28, is_high=True)

    answer = follow_up(line, is_done=True)

    assert answer.outcome is Outcome.BETTER
    assert "высокий результат был у 9 из 28, стал у 15 из 28" in answer.words


def test_why_nothing_is_compared_is_said():
    words = follow_up(None, is_done=False, cause="шкала изменилась").words

    assert words.endswith("Эффект не оценивается: шкала изменилась.")


def test_the_line_of_the_municipality_adds_up():
    answers = [(True, Outcome.BETTER)] * 22 + [(True, Outcome.SAME)] * 27
    answers += [(True, Outcome.TOO_EARLY)] * 12 + [(False, Outcome.SAME)] * 23

    assert in_total(answers).replace("\u00a0", " ") == (
        "Выполнено 61 из 84 (73 %). Из выполненных: эффект больше случайного — 22, "
        "в пределах колебаний — 27, судить рано — 12."
    )
    assert in_total([]) == "Рекомендаций, по которым подошёл срок, нет."


@pytest.mark.parametrize(
    ("k", "outcome", "end"),
    [
        pytest.param(2, Outcome.SAME, "Достигнутое сохранилось.", id="kept"),
        pytest.param(9, Outcome.WORSE, "другую меру.", id="lost"),
    ],
)
def test_what_was_to_be_kept_is_good_where_nothing_has_changed(k, outcome, end):
    answer = follow_up(Counted("ОГЭ, математика", 2, 30, k, 30, keeps=True), is_done=True)

    assert answer.outcome is outcome
    assert answer.words.endswith(end)


def test_of_the_same_children_it_is_said_that_nothing_was_added():
    line = Counted("ВПР-6, математика", 10, 30, 9, 30, keeps=True, are_same_children=True)

    words = follow_up(line, is_done=True).words.replace("\u00a0", " ")

    assert words.endswith("стало 9 из 30. Трудностей у тех же детей не прибавилось.")
