import re

import pytest

from schools.models import Figure, Measure
from tests.factories import (
    make_methodology,
    make_result,
    make_sitting,
    make_verdicts,
)
from tests.identification.pages import html, page, status, words_of

LIST = "/identification/"


def test_the_list_has_the_runs_of_the_year_and_the_others_apart(
    client, coordinator, municipality, school, run
):
    make_result(school=school, sitting=make_sitting(academic_year=2025))
    make_verdicts(municipality=municipality, academic_year=2025, started_by=coordinator)

    content = html(client, coordinator, LIST)
    this_year, others = map(words_of, re.findall("<table.*?</table>", content, flags=re.S))
    assert "2025/2026" in this_year
    assert "низкие результаты — 1 из 1" in this_year
    assert "2024/2025" not in this_year
    assert "2024/2025" in others
    assert coordinator.username in others
    assert "низкие результаты — 0 из 1" in others


def test_a_run_that_failed_stands_in_the_list_with_its_sentence(client, coordinator, municipality):
    make_verdicts(municipality=municipality)

    assert "нет ни одного результата. Сначала внесите их." in page(client, coordinator, LIST)


@pytest.mark.parametrize("runs", [1, 3])
def test_three_runs_take_as_many_queries_as_one(
    runs, client, coordinator, municipality, school, django_assert_num_queries
):
    make_result(school=school)
    for _ in range(runs):
        make_verdicts(municipality=municipality)
    client.force_login(coordinator)

    with django_assert_num_queries(13):
        content = client.get(LIST).content.decode()

    assert content.count("низкие результаты&nbsp;—") == runs


def test_a_run_tells_how_many_schools_have_what_it_looked_for(
    client, coordinator, municipality, school
):
    measure = Measure.objects.create(code="poor", title="Доля малообеспеченных семей")
    Figure.objects.create(measure=measure, school=school, academic_year=2026, value=40)
    criteria = [{"measure": "poor", "op": ">=", "value": 30}]
    methodology = make_methodology(
        municipality,
        method="social_context",
        parameters={"criteria": criteria, "hits_for_social": 1},
    )
    run = make_verdicts(municipality=municipality, methodology=methodology)

    assert "сложные социальные условия — 1 из 1" in page(client, coordinator, LIST)
    for address in (
        run.get_absolute_url(),
        run.verdicts.get().get_absolute_url(),
        methodology.get_absolute_url(),
    ):
        said = page(client, coordinator, address)
        assert "показатель «Доля малообеспеченных семей» — не меньше 30" in said
        assert "«poor»" not in said


def test_the_list_says_what_is_missing_before_one_can_start(client, coordinator, municipality):
    content = page(client, coordinator, LIST)

    assert "Методика ещё не введена. Обратитесь к администратору портала." in content
    assert "За 2025/2026 учебный год нет ни одного результата. Сначала внесите их." in content
    assert "Провести идентификацию" not in content


def test_those_who_write_are_offered_to_start(client, coordinator, head, municipality, school):
    make_result(school=school)
    make_methodology(municipality)

    assert "Провести идентификацию" in page(client, coordinator, LIST)
    assert "Провести идентификацию" not in page(client, head, LIST)


def test_people_of_a_school_have_no_list_of_runs(client, director, curator, run):
    assert status(client, director, LIST) == 404
    assert status(client, curator, LIST) == 404


def test_the_newest_run_stands_first(client, coordinator, municipality, school):
    make_result(school=school)
    first, second = (make_verdicts(municipality=municipality) for _ in range(2))
    client.force_login(coordinator)

    page = client.get(LIST).content.decode()

    table = page[page.index("<tbody") :]
    assert table.index(second.get_absolute_url()) < table.index(first.get_absolute_url())


def test_a_school_with_two_statuses_is_counted_for_each(
    client, coordinator, municipality, school, region_operator
):
    for code, value in (("quality", 4), ("social", 2)):
        measure = Measure.objects.create(code=code, title=code)
        Figure.objects.create(measure=measure, school=school, academic_year=2026, value=value)
    cells = [
        {"rows": [4], "columns": [1, 2], "status": "underused"},
        {"rows": [4], "columns": None, "status": "low"},
    ]
    methodology = make_methodology(
        municipality,
        method="matrix",
        parameters={"rows": "quality", "columns": "social", "cells": cells},
    )
    run = make_verdicts(municipality=municipality, methodology=methodology)

    assert run.verdicts.get().statuses == ["underused", "low"]
    said = page(client, coordinator, LIST)
    assert "Итог: школ с каждым статусом" in said
    assert "низкие результаты — 1, условия не использованы — 1 из 1" in said
    home = page(client, region_operator, "/")
    assert "Низкие результаты в том числе рядом с другими статусами" in home
    assert "1 из 1 школы" in home
