"""Letters as directors read them, and what holds for every letter."""

import json
import random
import re
import time

import pandas as pd
import pytest

from reports.rules import Addressee, Case, Facts, letter, recommend
from reports.rules.facts import SCHOOLS
from reports.rules.publishing import HIDDEN, published_reason
from reports.rules.words import REFUSED, faults

from .imagined import NAMES, YEAR, Town, printed
from .twelve import EXPECTED, improving, strong, two_subjects, weak

SEEDS = range(12)


def letter_of(town, school="Школа"):
    return letter(recommend(town.case(school)))


def random_town(seed):
    chance = random.Random(seed)
    town = Town().school("Школа", kind_of_school=chance.choice(["secondary", "primary", "evening"]))
    for name in NAMES:
        for year in (YEAR, YEAR - 1, YEAR - 2):
            n = chance.choice([0, 3, 8, 12, 25, 60])
            k = chance.randint(0, n)
            if n:
                journal = {"lower": k, "same": n - k, "higher": 0}
                h = chance.randint(0, n - k)
                town.result("Школа", name, n, k, h, year=year, journal=journal)
    town.pupils("Школа", **{f"g{grade}": chance.randint(1, 70) for grade in range(1, 12)})
    town.empty("programmes", "curators", "partnerships")
    status = chance.choice(["low", "none", "leader", "at_risk"])
    flip, stability = chance.randint(1, 9), chance.random()
    decided = chance.random() < 0.5
    row = {"pupils_to_flip": flip, "stability": stability, "is_decided": decided}
    return town.verdict("Школа", status, reasons=("ОГЭ мат", "ВПР-5 мат"), **row)


def numbers_in(text):
    return set(re.findall(r"\d+(?:,\d+)?", text.replace("\u00a0", " ")))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_letter_is_longer_than_a_school_can_bear(seed):
    one = letter_of(random_town(seed))
    themes = [draft.rule.theme for draft in one.chosen]

    assert len(one.chosen) <= 7
    for addressee in Addressee:
        assert sum(draft.addressee is addressee for draft in one.chosen) <= 3
    assert [themes.count(theme) <= most for theme, most in (("DQ", 2), ("MG", 2))] == [True] * 2
    assert [themes.count(theme) <= 1 for theme in ("PA", "VO")] == [True] * 2


@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_a_reason_is_kept_with_it(seed):
    for draft in recommend(random_town(seed).case()).drafts:
        kept = json.dumps(draft.values, ensure_ascii=False, default=str).replace(".", ",")
        written = "".join((*draft.rule.reason, *draft.rule.also, *draft.rule.tail, "30 1 2"))

        assert numbers_in(draft.reason) <= numbers_in(kept + written + " 0 2 3 4 5 9")


@pytest.mark.parametrize("seed", SEEDS)
def test_no_letter_blames_or_orders_marks(seed):
    for draft in letter_of(random_town(seed)).chosen:
        assert faults(draft.text) == []
        assert not REFUSED.search(f"{draft.reason} {draft.counts_if} {draft.effect.words}")


@pytest.mark.parametrize("seed", SEEDS)
def test_no_gap_of_the_frames_is_read_aloud(seed):
    told = printed(letter_of(random_town(seed)))

    assert not re.search(r"nan|None|NaN|\{|\}", told)


def test_the_same_figures_give_the_same_letter_in_any_order_of_schools():
    town = weak()
    first = printed(letter_of(town))

    town.frames["schools"].reverse()
    town.frames["results"].reverse()

    assert printed(letter_of(town)) == first


def test_nothing_fires_on_nothing():
    facts = Facts(YEAR, pd.DataFrame([dict.fromkeys(SCHOOLS) | {"school_id": 1}]))
    answers = recommend(Case.of(facts, 1))

    assert (answers.fired, answers.notes) == ([], [])
    assert letter(answers).is_empty
    assert letter(answers).nothing == (
        "Результатов по предметам за 2025/2026 учебный год в портале нет, поэтому рекомендаций "
        "по ним нет; по вопросам обращайтесь к куратору или муниципальному координатору."
    )


def test_a_school_whose_results_ask_for_nothing_is_told_so():
    town = Town().school("Школа").result("Школа", "ОГЭ рус", 30, 0, 15)

    assert letter_of(town).nothing == (
        "По данным 2025/2026 учебного года рекомендаций нет; "
        "по вопросам обращайтесь к куратору или муниципальному координатору."
    )


def test_lists_that_name_fewer_than_they_declare_are_asked_for_in_one_sentence():
    town = Town().school("Школа").verdict("Школа", "low", is_decided=False)
    for issuer, named in (("Рособрнадзор", 1), ("ЦОКО", 4)):
        told = {"academic_year": YEAR, "kind": "", "declared_count": 5, "named_count": named}
        town.row("external", issuer=issuer, **told)
    drafts = [one for one in recommend(town.case()).drafts if one.code == "MU-8"]

    assert [draft.reason.replace("\u00a0", " ") for draft in drafts] == [
        "Рособрнадзор: объявлено 5 школ, в перечне названа 1; "
        "ЦОКО: объявлено 5 школ, в перечне названо 4."
    ]


def test_one_pupil_more_below_the_minimum_never_helps():
    """Nor does it leave a line without a rule that had one, nor make a leader of the school."""
    for k in range(40):
        town = Town().school("Школа").year_and_before("Школа", "ОГЭ мат", (40, k, 0), (38, 6, 9))
        codes = {code for code in recommend(town.case()).fired if code in ("LT-1", "LT-3")}

        assert bool(codes) is (k >= 10)


def test_a_school_never_leads_for_having_more_pupils_below_the_minimum():
    leads = []
    for k in range(12):
        town = Town().school("Школа").school("Другая").result("Другая", "ОГЭ рус", 30, 10, 3)
        town.year_and_before("Школа", "ОГЭ рус", (40, k, 28), (38, 1, 27))
        leads.append("LD-3" in recommend(town.case()).fired)

    assert leads == sorted(leads, reverse=True)
    assert {True, False} == set(leads)


def test_a_change_within_chance_is_said_to_be_so():
    town = Town().school("Школа").year_and_before("Школа", "ОГЭ рус", (26, 5, 9), (25, 2, 9))
    answers = recommend(town.case())

    assert "DY-1" not in answers.fired
    assert "«ОГЭ, русский язык» разница с прошлым годом в пределах случайных" in answers.notes[0]


def test_a_line_to_which_the_school_objects_waits():
    objected = {NAMES["ОГЭ мат"]}
    answers = recommend(two_subjects().case(), objected=objected)

    assert {"LT-1", "SB-1", "PA-1"}.isdisjoint(answers.fired)
    assert "отложен до уточнения" in " ".join(answers.notes)


def test_a_form_of_support_is_named_only_where_it_is_on_offer():
    town = two_subjects()
    town.row("support", form="ШП", subject="Математика", title="СОШ № 3", when="с 1 октября")

    drafts = {draft.code: draft for draft in recommend(town.case()).drafts}

    assert drafts["LT-1"].support == "СОШ № 3, с 1 октября"
    assert drafts["LD-3"].support == ""


def test_what_cannot_be_done_without_a_form_counts_less_without_it():
    town = Town().school("Школа").pupils("Школа", g1=3, g2=4)
    before = recommend(town.case()).drafts[0].points

    assert recommend(town.empty("support").case()).drafts[0].points == before - 20


def test_the_reader_sees_numbered_points_by_addressee():
    rows = list(letter_of(weak()).by_addressee())

    assert [who for who, _ in rows] == list(Addressee)
    assert [number for _, points in rows for number, _ in points] == list(range(1, 8))


def test_results_of_vpr_are_not_held_against_teachers():
    assert "не служат оценкой педагогов" in " ".join(letter_of(weak()).closing)
    assert "не служат оценкой педагогов" not in " ".join(letter_of(improving()).closing)


@pytest.mark.parametrize("make", list(EXPECTED), ids=lambda make: make.__name__)
def test_a_published_reason_tells_of_no_few_pupils(make):
    for draft in recommend(make().case()).drafts:
        reason = published_reason(draft)

        assert reason == HIDDEN or not re.search(r"\b[1-4] из \d", reason.replace("\u00a0", " "))


def test_a_leader_and_a_weak_school_read_different_letters():
    first, second = ({draft.text for draft in letter_of(make()).chosen} for make in (strong, weak))

    assert first
    assert first.isdisjoint(second)


def test_a_town_of_fifty_schools_is_read_in_seconds():
    town = Town()
    for number in range(50):
        for name in NAMES:
            for year in (YEAR, YEAR - 1):
                town.result(f"Ш {number}", name, 30, number % 12, 9, year=year)
        town.school(f"Ш {number}")
    facts = town.facts()

    started = time.perf_counter()
    for school in facts.school_rows:
        letter(recommend(Case.of(facts, school)))

    assert time.perf_counter() - started < 20
