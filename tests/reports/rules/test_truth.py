"""What a letter may not say: more than the figures, or the opposite of what was decided."""

from dataclasses import replace

import pytest

from assessments.naming import line_name
from reports.rules import Case, letter, recommend
from reports.rules.words import faults

from .borders_of_facts import OTHERS, absent, plan, sign, tasks
from .borders_of_results import ME, judged, line
from .imagined import NAMES, YEAR, Town, printed
from .twelve import branch


def fired(town, school=ME):
    return recommend(town.case(school)).fired


def reason(town, code, school=ME):
    (one,) = [draft for draft in recommend(town.case(school)).drafts if draft.code == code]
    return one.reason.replace("\u00a0", " ")


def notes(town):
    return " ".join(recommend(town.case()).notes).replace("\u00a0", " ")


def test_a_proven_change_is_not_called_chance():
    small = line("ОГЭ мат", (200, 26, 60), (200, 10, 60))
    chance = line("ОГЭ мат", (200, 13, 60), (200, 10, 60))

    assert "случайных колебаний" not in notes(small)
    assert "случайных колебаний" in notes(chance)


def decided(status, proposed, counts=(30, 10, 9)):
    town = line("ОГЭ мат", counts, (30, 12, 5))
    town.verdict(ME, "low", year=YEAR - 1, reasons=("ОГЭ мат",))
    return town.verdict(ME, status, reasons=("ОГЭ мат",), proposed=proposed)


def test_a_school_that_the_method_still_lists_has_not_left_the_list():
    assert "LD-4" not in fired(decided("none", "low"))
    assert "LD-4" in fired(decided("none", "none", (30, 5, 9)))


def test_what_the_group_decided_alone_no_line_is_blamed_for():
    assert "LV-1" in fired(decided("low", "low"))
    assert "LV-1" not in fired(decided("low", "none"))


def test_of_a_score_the_line_that_took_the_most_points_comes_first():
    town = line("ОГЭ мат", (100, 1, 0)).result(ME, "ОГЭ рус", 30, 2, 25)
    reasons = [
        {"line": line_name(*NAMES[name]), "weight": 5, "low_weight": 5, "no_data": "", **shares}
        for name, shares in (
            ("ОГЭ мат", {"share_high": 0, "share_low": 100}),
            ("ОГЭ рус", {"share_high": 8333, "share_low": 667}),
        )
    ]
    town.verdict(ME, "low", method="weighted_score", score="66", is_decided=False)
    town.frames["verdicts"][-1]["reasons"] = reasons

    told = reason(town, "LV-1")

    assert "ОГЭ, математика (ниже минимума 1 из 100, высокий результат у 0), ОГЭ, русский" in told


def test_where_one_instruction_for_many_would_stand_alone_the_school_is_asked_itself():
    town = Town().school(ME).result(ME, "ОГЭ мат", no_data="not_given").pupils(ME, g9=20)
    for number in range(2):
        town.school(f"Ещё {number}").pupils(f"Ещё {number}", g9=20)
        town.result(f"Ещё {number}", "ОГЭ мат", no_data="not_given")

    assert [draft.code for draft in letter(recommend(town.case())).chosen] == ["DQ-3"]


def test_a_sign_on_which_somebody_has_concluded_opens_no_new_one():
    town = sign("confirmed").year_and_before(ME, "ВПР-5 мат", (40, 0, 34), (38, 12, 9))

    told = notes(town)

    assert "разобран: результаты подтверждены" in told
    assert "открыт признак" not in told


def in_conditions(*groups):
    """A school with the status, and groups of quality and conditions of two years."""
    town = Town().school(ME).row("statuses", school_id=ME, kind="resilient", since=YEAR, until=None)
    for year, pair in zip((YEAR, YEAR - 1), groups, strict=False):
        town.group(ME, *pair, year=year)
    return town


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([], "Школе присвоен статус «резильентная»."),
        ([(9, 3), (9, 3)], "Группа качества 9 при группе социального благополучия 3 второй год."),
        ([(3, 8), (3, 8)], None),
    ],
)
def test_resilience_rests_on_its_groups_or_on_the_status_and_on_nothing_else(groups, told):
    town = in_conditions(*groups)

    if told is None:
        assert "LD-2" not in fired(town)
    else:
        assert reason(town, "LD-2") == told


def test_a_branch_reads_no_figures_of_its_head_school_which_reads_both():
    own, of_head = reason(branch(), "SM-4"), reason(branch(), "SM-4", "Головная")

    assert "7 из 78" not in printed(letter(recommend(branch().case())))
    assert "6 из 13, и это чаще, чем в головной школе" in own
    assert "Филиал «Школа»." in of_head
    assert "6 из 13, в головной школе 7 из 78" in of_head


def test_figures_of_a_branch_are_no_goal_of_its_head_school():
    (one,) = [
        draft for draft in recommend(branch().case("Головная")).drafts if draft.code == "SM-4"
    ]

    assert (one.lines, one.effect.goal) == ((), None)


def test_what_waits_in_a_branch_is_told_to_its_head_school_no_sooner():
    town = branch().pupils(ME, g4=3)

    assert "DQ-4" in fired(town)
    assert "SM-4" not in fired(town, "Головная")


def test_a_good_result_that_was_looked_into_is_worth_keeping():
    town = sign("confirmed").year_and_before(ME, "ВПР-5 мат", (40, 0, 34), (38, 12, 9))

    assert "DY-3" in [draft.code for draft in letter(recommend(town.case())).chosen]


def test_of_diagnostics_the_next_pupils_are_looked_at():
    town = Town().school(ME).result(ME, "КДР-4", 30, 12, 9)

    (one,) = [draft for draft in recommend(town.case()).drafts if draft.code == "LT-2"]

    assert one.effect.code == "E-L"


def test_a_school_on_the_border_is_asked_for_a_line_that_can_be_judged():
    town = line("ОГЭ мат", (30, 8, 9)).result(ME, "ВПР-4 рус", 3, 1, 1)
    town.verdict(ME, "at_risk", pupils_to_flip=1)

    (one,) = [draft for draft in recommend(town.case()).drafts if draft.code == "LV-2"]

    assert "«ОГЭ, математика»" in one.text


def test_sums_of_years_say_so():
    town = line("ОГЭ мат", (7, 4, 0), (7, 4, 0))
    town.year_and_before(ME, "ОГЭ рус", (7, 0, 5), (7, 0, 5)).result(ME, "ВПР-4 рус", 30, 1, 9)

    years = "за 2024/2025 и 2025/2026 годы"
    assert reason(town, "SB-1").startswith(f"9 класс: математика {years} — ниже минимума 8 из 14")
    assert f"русский язык {years} — 0 из 14" in reason(town, "SB-1")
    assert reason(town, "PA-1") == f"Ниже минимума на экзамене: ОГЭ, математика {years} — 8 из 14."


def test_one_child_of_a_few_stands_in_no_goal_either():
    town = Town().school(ME, kind_of_school="primary").result(ME, "ВПР-4 мат", 6, 1, 3)

    (one,) = [draft for draft in recommend(town.case()).drafts if draft.code == "PR-4"]

    assert (one.effect.k0, one.effect.n0) == (None, None)


@pytest.mark.parametrize(
    ("outcome", "is_done", "line_of", "again"),
    [
        ("worse", True, "ОГЭ мат", False),
        ("same", True, "ОГЭ мат", True),
        ("worse", False, "ОГЭ мат", True),
        ("worse", True, "ОГЭ рус", True),
    ],
    ids=["done and worse", "done and the same", "not done", "of another line"],
)
def test_only_what_was_done_and_made_a_line_fall_is_not_advised_again(
    outcome, is_done, line_of, again
):
    town = judged("ОГЭ мат", (30, 12, 5))
    row = {"school_id": ME, "academic_year": YEAR - 1, "code": "LT-1", "text": "Было."}
    town.row("past", **row, is_done=is_done, outcome=outcome, line=NAMES[line_of])

    assert ("LT-1" in fired(town)) is again


@pytest.mark.parametrize("others", [OTHERS, OTHERS - 1])
def test_a_register_is_compared_with_three_schools_at_least(others):
    town = Town(peers=False).school(ME)
    for part in range(others):
        told = {"lower": 2, "same": 90, "higher": 8}
        town.school(f"Другая {part}").result(
            f"Другая {part}", "ВПР-5 мат", 100, 9, 40, journal=told
        )
    town.result(ME, "ВПР-5 мат", 40, 5, 20, journal={"lower": 20, "same": 20, "higher": 0})

    assert ("VO-3" in fired(town)) is (others == OTHERS)


def test_after_the_eleventh_year_there_is_no_twelfth():
    town = Town().school(ME)
    key = NAMES["ВПР-5 мат"]._replace(grade=11)
    town.result(ME, key, 40, 16, 9)

    assert "12 классе" not in printed(letter(recommend(town.case())))


def test_a_measure_of_the_narrow_circle_makes_what_it_says_restricted():
    open_one = recommend(absent(60).case()).drafts
    facts = absent(60).facts()
    secret = recommend(Case.of(replace(facts, secret=frozenset({"absent_pupils"}), memo={}), ME))

    assert [d.is_restricted for d in open_one if d.code == "PA-2"] == [False]
    assert [d.is_restricted for d in secret.drafts if d.code == "PA-2"] == [True]


@pytest.mark.parametrize(
    ("words", "is_told"), [("подготовка по физике", False), ("подготовка к сочинению", True)]
)
def test_a_subject_of_a_short_name_is_known_in_any_case(words, is_told):
    physics = NAMES["ОГЭ мат"]._replace(subject="Физика")
    town = Town().school(ME).result(ME, physics, 30, 12, 5).verdict(ME, "low")
    town.frames["verdicts"][-1]["reasons"] = [{"line": line_name(*physics), "met": True}]

    assert ("MG-2" in fired(plan(town, words))) is is_told


def test_before_the_group_has_decided_no_goal_is_asked_for():
    assert "MG-2" not in fired(plan(judged("ОГЭ мат", (30, 12, 5), is_decided=False)))


def test_of_one_late_duty_nobody_says_the_others():
    (one,) = [draft for draft in recommend(tasks(True).case()).drafts if draft.code == "MG-4"]

    assert one.text == "Выполнить поручение или согласовать с куратором новый срок."


def test_what_a_rule_takes_in_names_its_line_once():
    town = judged("ОГЭ мат", (30, 12, 5)).empty("programmes")

    assert "По строке" not in reason(town, "MG-1")


def test_of_a_long_name_of_a_subject_the_sentence_is_still_short_enough():
    key = NAMES["ВПР-5 мат"]._replace(subject="Иностранный язык (английский)")
    town = Town().school(ME).result(ME, key, 40, 16, 4)

    (one,) = [draft for draft in recommend(town.case()).drafts if draft.code == "LT-2"]

    assert faults(one.text) == []


def test_a_pair_of_zeros_waits_and_is_no_share_that_is_known():
    town = Town().school(ME).shares(ME, "ОГЭ мат", 0, 0).shares(ME, "ОГЭ рус", 10, 40)
    town.verdict(ME, "low", reasons=("ОГЭ мат", "ОГЭ рус"), method="weighted_score")
    for row in town.frames["verdicts"][-1]["reasons"]:
        row |= {"weight": 5, "low_weight": 5, "share_high": 0, "share_low": 0}

    told = notes(town)

    assert "По строке «ОГЭ, русский язык» известны доли" in told
    assert "Вывод по строке «ОГЭ, математика» отложен" in told
