"""The page of one result tells of files, of what was taken back, and of what is left then."""

import pytest
from django.urls import reverse

from assessments.models import WITHDRAWN, Result
from assessments.results import NewResult, store_results
from tests.factories import AT, make_batch, make_result, make_sitting

from .test_views import show, text_of


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def batch(municipality):
    return make_batch(municipality=municipality, name="Отметки за год.xlsx")


@pytest.fixture
def brought(batch, coordinator, school, sitting):
    """A result that a file has brought."""
    row = NewResult.of_counts(
        school_id=school.pk,
        sitting_id=sitting.pk,
        participants=12,
        low_n=3,
        high_n=6,
        batch_id=batch.pk,
        source_row=7,
    )
    store_results([row], by=coordinator, at=AT, origin="import", batch_id=batch.pk)
    return Result.objects.get()


def take_back(result, batch, by):
    row = NewResult(result.school_id, result.sitting_id, no_data=WITHDRAWN)
    store_results([row], by=by, at=AT, origin="undo", batch_id=batch.pk)


def test_a_result_of_a_file_names_the_file_and_its_row(client, coordinator, brought, batch):
    response = show(client, coordinator, "result", brought.pk)

    text = text_of(response)
    assert "Файл «Отметки за год.xlsx» , строка 7." in text
    assert "из файла «Отметки за год.xlsx»" in text
    assert reverse("assessments:import", args=[batch.pk]) in response.content.decode()


def test_a_school_is_told_the_name_of_the_file_and_not_led_to_it(client, director, brought, batch):
    response = show(client, director, "result", brought.pk)

    assert "из файла «Отметки за год.xlsx»" in text_of(response)
    assert reverse("assessments:import", args=[batch.pk]) not in response.content.decode()


def test_a_withdrawn_result_says_so_and_keeps_its_history(
    client, coordinator, brought, batch, school, sitting
):
    take_back(brought, batch, coordinator)

    response = show(client, coordinator, "result", brought.pk)

    text = text_of(response)
    assert "Результат отозван: загрузка файла, из которого он был взят, отменена." in text
    assert "загрузка файла «Отметки за год.xlsx» отменена" in text
    assert "нет данных — отозвано" in text
    assert "ниже минимума — 3 из 12" in text
    assert WITHDRAWN not in text


def test_a_withdrawn_result_may_be_entered_anew(
    client, coordinator, brought, batch, school, sitting
):
    take_back(brought, batch, coordinator)
    make_result(school=school, sitting=sitting, no_data="hidden", by=coordinator)

    text = text_of(show(client, coordinator, "result", brought.pk))

    assert "Нет данных: скрыто." in text
    assert "нет данных: отозвано скрыто" in text
