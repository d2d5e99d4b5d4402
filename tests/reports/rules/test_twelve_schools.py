"""The twelve schools of the library: what fires, what must not, and the letter."""

import pytest

from reports.rules import letter, recommend

from .imagined import printed
from .twelve import EXPECTED, evening, new, primary, tiny, two_subjects, weak, without_data

ROWS = [
    pytest.param(make, *map(str.split, row), id=make.__name__) for make, row in EXPECTED.items()
]


def spoken(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("make", "fires", "never", "printed_codes"), ROWS)
def test_exactly_these_rules_fire_and_these_are_printed(make, fires, never, printed_codes):
    answers = recommend(make().case())

    assert set(answers.fired) == set(fires)
    assert not [code for code in answers.fired if code in never or code[:2] in never]
    assert sorted(draft.code for draft in letter(answers).chosen) == sorted(printed_codes)


def test_points_are_those_of_the_library():
    chosen = letter(recommend(weak().case())).chosen

    assert [(draft.code, draft.points) for draft in chosen] == [
        ("LT-1", 102),
        ("LV-5", 80),
        ("MG-1", 75),
        ("MU-2", 75),
        ("PA-1", 67),
        ("LT-2", 66),
        ("MU-3", 65),
    ]


def test_the_reserve_keeps_what_found_no_place():
    reserve = {draft.code for draft in letter(recommend(weak().case())).reserve}

    assert {"TS-1", "DY-5", "PR-3"} <= reserve


def test_a_tiny_school_is_told_why_its_lines_are_not_judged():
    notes = letter(recommend(tiny().case())).notes

    assert [spoken(note) for note in notes] == [
        "По всем строкам меньше пяти участников. По одному году вывод не делается."
    ]


def test_lines_wait_for_their_data():
    notes = spoken(" ".join(recommend(without_data().case()).notes))

    assert "«ОГЭ, математика»" in notes
    assert "отложен до уточнения данных" in notes


def test_the_effect_is_told_in_pupils():
    drafts = {draft.code: draft for draft in recommend(two_subjects().case()).drafts}

    assert drafts["LT-1"].effect.goal == 8
    assert spoken(drafts["LT-1"].effect.words).endswith("ниже минимума не больше 8 из 40")


def test_a_primary_school_reads_what_the_order_cannot_give_it():
    told = printed(letter(recommend(primary().case())))

    assert "Индекс 71,94; при 2 строках он не может превысить 75. С поправкой 89,30." in told


def test_parents_of_an_evening_school_are_not_asked():
    assert "родител" not in printed(letter(recommend(evening().case()))).lower()


def test_a_new_school_is_not_compared_with_a_year_it_did_not_have():
    assert "школа открыта в 2025 году" in printed(letter(recommend(new().case())))
