"""The page and the workbook of a run whose method has no score."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    RUSSIAN,
    make_external_list,
    make_methodology,
    make_school,
    make_sitting,
    make_verdicts,
)
from tests.identification.lines import EXAM, MATHS, judged, make_low, tell
from tests.identification.pages import html, page, words_of


@pytest.fixture
def low(municipality):
    return make_low(
        make_school(municipality=municipality, short_name="СОШ 5", cluster="сельские школы")
    )


@pytest.fixture
def other(municipality):
    school = make_school(municipality=municipality, short_name="СОШ 1", cluster="городские школы")
    tell(school, RUSSIAN, participants=100)
    return school


@pytest.mark.parametrize("schools", [1, 3])
def test_it_takes_as_many_queries_for_three_schools_as_for_one(
    schools, client, coordinator, municipality, django_assert_num_queries
):
    for _ in range(schools):
        school = make_low(make_school(municipality=municipality, cluster="сельские школы"))
        make_external_list(municipality, school, issuer=f"ЦОКО {school}")
    judged(municipality)
    run = judged(municipality)
    client.force_login(coordinator)

    with django_assert_num_queries(16):
        content = client.get(run.get_absolute_url()).content.decode()

    assert content.count("на&nbsp;грани</span>") == schools


def test_the_page_tells_which_lines_are_met_and_how_firm_that_is(
    client, coordinator, municipality, low, other
):
    run = judged(municipality)

    said = page(client, coordinator, run.get_absolute_url())

    for words in (
        "Низкие результаты — одна школа, и она на грани",
        "низкие результаты 1 из 2 вне перечней 1 из 2",
        "ВПР-4, русский язык, 2025/2026: 9 из 30, 30 % при пороге 30 %",
        "ВПР-4, математика, 2025/2026: 15 из 30, 50 % при пороге 30 %",
        "ничего из 1 строки с данными",
        "до другого статуса 1 ученик",
        "Сколько до порога, 2025/2026 учебный год",
    ):
        assert words in said
    assert "индекс" not in said.lower()


def test_the_heat_map_has_its_table(client, coordinator, municipality, low, other):
    run = judged(municipality)

    content = html(client, coordinator, run.get_absolute_url())

    drawing = content[content.index('class="op-heat-map"') :]
    assert "СОШ №\xa05: ВПР-4 рус. 0 (9 из 30, 30" in drawing
    table = words_of(drawing[drawing.index("<details") : drawing.index("</details>")])
    assert "СОШ № 5 9 из 30, 30 % не ниже порога 15 из 30, 50 % не ниже порога" in table
    assert "нет данных: нет информации" in table


@pytest.mark.parametrize(
    ("query", "found"),
    [({}, 2), ({"status": "low"}, 1), ({"firm": "border"}, 1), ({"name": "СОШ № 1"}, 1)],
)
def test_schools_are_filtered_also_by_the_border(
    query, found, client, coordinator, municipality, low, other
):
    run = judged(municipality)

    said = page(client, coordinator, run.get_absolute_url(), **query)

    assert f"Найдено: {found} из 2" in said


def test_lists_of_others_stand_beside_low_results_only(
    client, coordinator, municipality, low, other
):
    make_external_list(municipality, other)
    dynamics = make_methodology(
        municipality,
        method="dynamics",
        parameters={
            "procedures": [RUSSIAN],
            "figure": "share_low",
            "tolerance": 0,
            "improved_when": "all",
        },
    )
    tell(other, RUSSIAN, low_n=20, academic_year=2025)
    tell(low, RUSSIAN, low_n=20, academic_year=2025)

    said = page(client, coordinator, judged(municipality).get_absolute_url())
    improved = make_verdicts(municipality=municipality, methodology=dynamics)

    assert "Названы в перечне, но к низким результатам не отнесены: СОШ № 1." in said
    assert "Низкие результаты по методике, в перечне нет: СОШ № 5." in said
    said = page(client, coordinator, improved.get_absolute_url())
    assert "Положительная динамика — две школы" in said
    # growth is not painted like a fault
    assert 'class="op-heat-map is-good"' in html(client, coordinator, improved.get_absolute_url())
    assert "Чем темнее синий, тем лучше." in said
    assert "Названы в перечне" not in said


def test_a_year_without_procedures_is_told_to_be_passed_over(
    client, coordinator, municipality, low
):
    for procedure in (RUSSIAN, MATHS, EXAM):
        sitting = make_sitting(academic_year=2025, **(procedure | {"variant": ""}))
        sitting.held = False
        sitting.save()
    tell(low, RUSSIAN, low_n=12, academic_year=2024)

    said = page(client, coordinator, judged(municipality).get_absolute_url())

    assert "Пропущен 2024/2025 учебный год: процедуры не проводились" in said


def test_the_workbook_has_schools_and_their_lines(client, coordinator, municipality, low, other):
    run = judged(municipality)
    client.force_login(coordinator)

    answer = client.get(reverse("identification:run-workbook", args=[run.pk]))

    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Школы", "Строки"]
    headers, *rows = book["Школы"].values
    fifth = next(dict(zip(headers, row, strict=True)) for row in rows if row[1] == "СОШ №\xa05")
    assert fifth["Статус"] == "низкие результаты"
    assert (fifth["Строк подходит под правило"], fifth["Строк с данными"]) == (2, 3)
    assert (fifth["Учеников до другого статуса"], fifth["На грани"]) == (1, "да")
    headers, *rows = book["Строки"].values
    assert len(rows) == 12
    first = next(dict(zip(headers, row, strict=True)) for row in rows if row[0] == "СОШ №\xa05")
    assert (first["Число"], first["Участников"], first["Доля"]) == (9, 30, 0.3)
    assert (first["Порог, доля"], first["Подходит под правило"]) == (0.3, "да")
