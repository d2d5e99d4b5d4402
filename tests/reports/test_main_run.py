"""The start page shows what the municipality's own methodology said, and first what was decided."""

import pytest
from django.urls import reverse

from identification.models import Protocol, Run
from schools.models import Figure, Measure
from tests.factories import (
    AT,
    make_document,
    make_methodology,
    make_protocol,
    make_result,
    make_school,
    make_user,
    make_verdicts,
)
from tests.identification.lines import judged, make_low
from tests.identification.pages import page as page_of

GROUPS = {"rows": "quality", "columns": "social", "cells": [{"rows": [3, 4], "status": "low"}]}


def home(client, user):
    return page_of(client, user, reverse("reports:home"))


@pytest.fixture(params=["coordinator", "head"])
def reader(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def main(municipality, school):
    """The own methodology finds one school of two, another one that was run later finds none."""
    make_low(school)
    make_result(school=make_school(municipality=municipality), participants=30, low_n=0, high_n=9)
    return judged(municipality)


def test_the_run_of_the_own_methodology_is_shown_and_named_although_another_came_later(
    client, reader, municipality, main
):
    other = make_verdicts(
        municipality=municipality, methodology=make_methodology(municipality, title="Иная")
    )

    page = home(client, reader)

    assert Run.objects.first() == other
    assert "школа с низкими результатами 1 из 2" in page
    assert "по методике «Доля не достигших минимума»" in page
    assert "по методике «Иная»" not in page


def test_a_methodology_that_is_not_the_main_one_is_shown_where_nothing_else_is(
    client, reader, municipality, school
):
    make_result(school=school)
    make_methodology(municipality, title="Своя")
    make_verdicts(
        municipality=municipality, methodology=make_methodology(municipality, title="Иная")
    )

    assert "по методике «Иная»" in home(client, reader)


def test_the_decision_of_the_year_stands_before_what_the_methodology_says(
    client, reader, municipality, school, main
):
    second = make_school(municipality=municipality)
    protocol = make_protocol(municipality, low=[school, second])
    assert "решение рабочей группы" not in home(client, reader)
    paper = make_document(municipality=municipality, kind="protocol", number="77")
    Protocol.objects.filter(pk=protocol.pk).update(
        state=Protocol.State.APPROVED, approved_at=AT, document=paper
    )

    page = home(client, reader)

    decided = page.index("школы с низкими результатами, решение рабочей группы 2")
    assert decided < page.index("школа с низкими результатами 1 из 2")
    assert "№ 77" in page[decided:]


@pytest.fixture
def by_groups(municipality, school):
    make_methodology(municipality, method="matrix", title="По группам", parameters=GROUPS)
    measure = Measure.objects.create(code="quality", title="Группа качества")
    Measure.objects.create(code="social", title="Социальная группа")
    Figure.objects.create(measure=measure, school=school, academic_year=2026, value=3)


def test_a_methodology_of_figures_asks_for_no_results_and_is_started_without_them(
    client, coordinator, municipality, by_groups
):
    page = home(client, coordinator)

    assert "Внести результаты" not in page
    assert "Показатели школ внесены." in page
    started = client.post(
        reverse("identification:start"),
        {"methodology": municipality.methodologies.get().pk, "academic_year": 2026},
    )
    assert started.status_code == 302
    assert Run.objects.get().methodology.method == "matrix"


def test_a_methodology_of_figures_without_them_asks_for_them(client, coordinator, by_groups):
    Figure.objects.all().delete()

    page = home(client, coordinator)

    assert "Внести показатели школ" in page
    assert "Внести результаты года" not in page


def test_of_a_finished_year_of_groups_no_page_speaks_of_results(
    client, coordinator, municipality, by_groups
):
    make_verdicts(municipality=municipality, methodology=municipality.methodologies.get())

    page = home(client, coordinator)

    assert "Пока результатов нет" not in page
    assert "Результаты ВПР использованы" not in page
    assert "None" not in page
    assert "Результаты ВПР использованы" not in home(client, make_user("HEAD", municipality))
