import pytest
from django.urls import reverse

from tests.conftest import THEIRS
from tests.factories import (
    AT,
    PARAMETERS,
    make_external_list,
    make_methodology,
)
from tests.identification.pages import html, page, status, words_of


def test_external_lists_are_told_by_cluster(client, ilansky_coordinator):
    said = page(client, ilansky_coordinator, "/identification/lists/")

    assert "Рособрнадзор, июнь 2020: объявлено 7, названы 4" in said
    assert "Городские школы 1 никто 1" in said
    assert "Филиалы 1 Прокопьевская ООШ 0 Всего 7 4 3" in said


def test_external_lists_of_others_are_not_shown(client, coordinator, abroad, foreign_school):
    make_external_list(abroad, foreign_school)

    content = html(client, coordinator, "/identification/lists/")

    assert THEIRS not in content
    assert "Внешних перечней нет" in words_of(content)


@pytest.mark.parametrize("lists", [1, 3])
def test_three_lists_take_as_many_queries_as_one(
    lists, client, coordinator, municipality, school, django_assert_num_queries
):
    for number in range(lists):
        make_external_list(municipality, school, issuer=f"ЦОКО {number}")
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        content = client.get("/identification/lists/").content.decode()

    assert content.count("<table") == lists


def test_a_methodology_is_told_in_words_with_its_lines(client, head, municipality):
    methodology = make_methodology(
        municipality, title="Индекс", remark="Граница 95 — муниципалитета.", frozen_at=AT
    )

    said = page(client, head, reverse("identification:methodology", args=[methodology.pk]))

    for words in (
        "Методика «Индекс»",
        "Использована 15.08.2026 и больше не меняется",
        "У каждой школы есть 95 баллов.",
        "ВПР-4, русский язык; вес высоких: 5; вес низких: 10",
        "низкие результаты: индекс ниже 95,00",
        "Граница 95 — муниципалитета.",
        "Документ не указан.",
    ):
        assert words in said


def test_a_methodology_with_problems_names_them(client, head, municipality):
    methodology = make_methodology(municipality, parameters={**PARAMETERS, "lines": []})

    said = page(client, head, reverse("identification:methodology", args=[methodology.pk]))

    assert "«Линии» (lines): нужна хотя бы одна строка." in said


def test_the_methodology_of_another_municipality_does_not_exist(client, coordinator, abroad):
    methodology = make_methodology(abroad)
    url = reverse("identification:methodology", args=[methodology.pk])

    assert status(client, coordinator, url) == 404
