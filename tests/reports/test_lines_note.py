"""The note on a run whose method has no score: rule, schools with their lines, borders, limits."""

import re

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string

from reports.notes import papers
from reports.notes.papers import BY_LINES, SCORED, compose, paper_of
from reports.noting.files import file_of_composed
from reports.noting.paper import paper_of_composed
from schools.models import Figure, Measure
from schools.typography import bind
from tests.factories import (
    RUSSIAN,
    make_external_list,
    make_methodology,
    make_result,
    make_school,
    make_verdicts,
)
from tests.identification.lines import judged, make_low, tell

METHODS = {
    "share_below": None,
    "dynamics": {
        "procedures": [RUSSIAN],
        "figure": "mean",
        "tolerance": 0,
        "improved_when": "all",
    },
    "ranking": {
        "indicators": [{"procedure": RUSSIAN, "figure": "share_low"}],
        "lowest_part": 50,
        "hits_for_low": 1,
    },
}


def told(run):
    paper = paper_of_composed(compose(run), run.municipality)
    html = bind(render_to_string("reports/note.html", {"paper": paper}))
    words = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]+>", " ", html, flags=re.S)
    words = words.replace("\xa0", " ").replace("\xad", "")
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(words.split()))


@pytest.fixture
def schools(municipality):
    low = make_low(make_school(municipality=municipality, short_name="СОШ 5"))
    other = make_school(municipality=municipality, short_name="СОШ 1")
    tell(other, RUSSIAN, participants=100)
    return low, other


def test_the_note_tells_rule_lines_borders_and_limits(municipality, schools):
    make_external_list(municipality, schools[0])

    said = told(judged(municipality))

    for words in (
        "1 из 2 статус «низкие результаты» (50 %)",
        "Рассмотрены 2 школы",
        "Результат по процедуре низкий, если не менее 30 % всех участников",
        "Низкие результаты — одна школа, и она на грани",
        "ВПР-4, русский язык, 2025/2026: 9 из 30, 30 % при пороге 30 %",
        "На сколько процентных пунктов результат от порога, 2025/2026 учебный год",
        "На грани 1 школа:",
        "у 1 школы: СОШ № 5. Статус присваивает рабочая группа.",
        "Рабочей группе отдельно рассмотреть 1 школу на грани: СОШ № 5.",
        "Число участников известно по всем 4 результатам.",
        "В 1 результате из 4 (25 %) участников меньше 10",
        "Рособрнадзор, июнь 2026: названа 1. Перечень и идентификация назвали одни и те же школы.",
    ):
        assert words in said


def test_schools_without_data_are_named_and_not_taken_for_good(municipality, schools):
    silent = make_school(municipality=municipality, short_name="СОШ 9")
    tell(silent, RUSSIAN, no_data="not_given")

    said = told(judged(municipality))

    assert "нет у 1 школы: СОШ № 9." in said
    assert "«нет данных» не значит, что низких результатов нет" in said


def test_where_only_shares_are_known_nothing_is_told_in_pupils(municipality):
    school = make_school(municipality=municipality)
    tell(school, RUSSIAN, share_low=4000, share_high=1000)

    said = told(judged(municipality))

    assert "Устойчивость не рассчитывается: известны только доли" in said
    assert "Число участников не известно ни по одному результату" in said
    assert "Школ на грани нет" not in said


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_its_note_as_paper_and_as_tables(method, municipality, schools):
    for academic_year, mean in ((2025, 3.1), (2026, 3.4)):
        tell(
            schools[1],
            RUSSIAN | {"grade": 5},
            academic_year=academic_year,
            share_low=1000,
            share_high=1000,
            mean=mean,
        )
    if METHODS[method]:
        own = METHODS[method] | {}
        if method == "dynamics":
            own["procedures"] = [RUSSIAN | {"grade": 5}]
        run = make_verdicts(
            municipality=municipality,
            methodology=make_methodology(municipality, method=method, parameters=own),
        )
    else:
        run = judged(municipality)

    assert run.error == ""
    note = papers.compose(run)
    assert file_of_composed(note, run.municipality, ".pdf").startswith(b"%PDF")
    assert file_of_composed(note, run.municipality, ".xlsx").startswith(b"PK")


def test_a_run_has_the_note_of_its_kind(municipality, school):
    make_result(school=school)

    assert paper_of(make_verdicts(municipality=municipality)) is SCORED
    assert paper_of(judged(municipality)) is BY_LINES


def test_the_command_prints_it(municipality, schools, tmp_path):
    judged(municipality)
    path = tmp_path / "note.pdf"

    call_command(
        "render_note",
        municipality=municipality.slug,
        year=2026,
        kind="identification",
        output=path,
    )

    assert path.read_bytes().startswith(b"%PDF")


def test_a_note_on_signs_counts_checks_and_says_that_a_sign_is_no_conclusion(municipality, school):
    for year in (2025, 2026):
        tell(school, RUSSIAN, participants=20, low_n=20 if year == 2026 else 0, academic_year=year)
    methodology = make_methodology(
        municipality, method="signs", parameters={"procedures": [RUSSIAN], "min_participants": 10}
    )

    said = told(make_verdicts(municipality=municipality, methodology=methodology))

    for words in (
        "Статусы школ и замеченные признаки, 2025/2026 учебный год",
        "Признак — не вывод: у необычных чисел часто есть обычное объяснение.",
        "проверки сделаны",
    ):
        assert words in said
    assert "%.;" not in said
    assert "малая выборка" not in said


def test_a_note_by_groups_names_every_status_and_the_groups_of_a_school_without_one(municipality):
    measures = [Measure.objects.create(code=code, title=code) for code in ("ряд", "столбец")]
    for name, groups in {"СОШ 1": (3, 6), "СОШ 2": (6, 6)}.items():
        school = make_school(municipality=municipality, short_name=name)
        for measure, value in zip(measures, groups, strict=True):
            Figure.objects.create(measure=measure, school=school, academic_year=2026, value=value)
    cells = [{"rows": [3], "status": "low"}, {"rows": [3], "columns": [6], "status": "underused"}]
    parameters = {"rows": "ряд", "columns": "столбец", "cells": cells}
    methodology = make_methodology(municipality, method="matrix", parameters=parameters)

    said = told(make_verdicts(municipality=municipality, methodology=methodology))

    assert "СОШ № 1 низкие результаты условия не использованы" in said
    assert "СОШ № 2 вне перечней ряд: 6; столбец: 6" in said
