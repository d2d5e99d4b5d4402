"""What a director reads of one rule: whose work it is, in which subject, and of whom."""

import pytest

from reports.rules import letter, recommend
from reports.rules.lines import Key

from .borders_of_results import ME, line, reading
from .imagined import Town
from .twelve import add_weak, strong


def told(town, code):
    """Sentences and reasons of one rule, as they are read."""
    drafts = [draft for draft in recommend(town.case()).drafts if draft.code == code]
    return [f"{draft.text} {draft.reason}".replace("\u00a0", " ") for draft in drafts]


def test_tasks_of_two_subjects_are_two_points():
    town = line("ВПР-5 мат", (40, 16, 4)).result(ME, "ВПР-5 рус", 40, 20, 4)

    russian, maths = sorted(told(town, "LT-2"), key=lambda text: "математике" in text)

    assert "до пяти трудных заданий по русскому языку" in russian
    assert "ВПР-5, математика" not in russian
    assert "до пяти трудных заданий по математике" in maths


def test_a_subject_that_nobody_can_decline_is_quoted():
    town = Town().school(ME).result(ME, Key("VPR", 6, "Биология"), 40, 16, 4)

    assert "до пяти трудных заданий по предмету «биология»" in told(town, "LT-2")[0]


def test_where_a_grade_is_weak_its_next_teachers_are_told_in_the_same_point():
    town = line("ВПР-5 мат", (40, 16, 4))

    assert "Дети перешли в 6 класс: темы нужны и его учителям." in (told(town, "LT-2")[0])
    assert told(town, "LT-5") == []


def test_diagnostics_know_no_report_of_tasks_and_no_high_result():
    (text,) = told(reading(40, 20, 8), "LT-2")
    (few,) = [d for d in recommend(reading(40, 20, 8).case()).drafts if d.code == "HI-5"]

    assert "ФИС ОКО" not in text
    assert "до пяти умений" in text
    assert "базовый и повышенный уровень у" in few.effect.words


@pytest.mark.parametrize(
    ("level", "part"), [("профиль", "первой части"), ("база", "базовая часть")]
)
def test_the_part_of_an_exam_is_called_so_that_nobody_takes_it_for_a_level(level, part):
    assert part in told(line(level, (30, 12, 3)), "LT-1")[0]


def strong_in_three():
    """Three strong subjects; a school of the group is weak in all of them."""
    town = add_weak(Town(), "Слабее", cluster="городские", group="А").school(ME, group="А")
    town.result("Слабее", "КДР-4", 40, 20, 4).result("Слабее", "ВПР-4 рус", 40, 20, 4)
    for name in ("ОГЭ рус", "ОГЭ мат", "ВПР-4 рус", "ВПР-4 мат"):
        town.year_and_before(ME, name, (48, 0, 44), (48, 0, 44))
    for part in range(3):
        town.result(f"Сосед {part} сельские", "КДР-4", 40, 12, 8)
        town.result(f"Сосед {part} сельские", "КДР-4", 40, 12, 8, year=2025)
    return town.year_and_before(ME, "КДР-4", (48, 0, 44), (48, 0, 44))


def test_a_strong_school_shows_two_subjects_at_most_and_names_them():
    (text,) = told(strong_in_three(), "LD-3")

    assert "предметы — " in text
    assert text.count(" годом раньше, это на ") == 2
    assert "КДР" not in text
    assert "нужна 1 школе группы" in text


def test_a_school_strong_in_one_subject_is_asked_for_this_one():
    town = strong()
    results = town.frames["results"]
    results[:] = [
        row
        for row in results
        if not (row["school_id"] == ME and row["subject"] == "Русский язык" and row["grade"] == 9)
    ]

    (text,) = told(town, "LD-3")

    assert "обсудить их вместе; предмет — математика." in text


@pytest.mark.parametrize(
    ("counts", "said"),
    [((6, 1, 3), "часть тем далась не всем"), ((6, 2, 3), "трудности были у 2 из 6")],
)
def test_one_child_of_a_few_is_not_counted_aloud(counts, said):
    town = Town().school(ME, kind_of_school="primary", receiving="СОШ № 7")

    assert said in told(town.result(ME, "ВПР-4 мат", *counts), "PR-4")[0]


@pytest.mark.parametrize(
    ("forms", "with_whom"), [([], "с соседней школой"), (["РЦ"], "с ресурсным центром группы")]
)
def test_a_centre_is_named_only_where_there_is_one(forms, with_whom):
    town = Town().school(ME).result(ME, "ВПР-4 рус", 4, 0, 2).pupils(ME, g3=4, g4=4)
    town.empty("support")
    for form in forms:
        town.row("support", form=form, subject="", title="Центр", when="")

    assert with_whom in told(town, "SM-3")[0]


def test_habits_for_all_subjects_are_asked_once():
    town = reading(45, 9, 9)
    for name in ("ОГЭ мат", "ОГЭ рус", "ВПР-4 мат", "ВПР-5 мат"):
        town.result(ME, name, 45, 13, 5)
    chosen = letter(recommend(town.case())).chosen

    codes = [draft.code for draft in chosen]
    assert "LV-5" in codes
    assert "HI-5" not in codes
    (habit,) = [draft for draft in chosen if draft.code == "LV-5"]
    assert "ученик" in habit.reason
