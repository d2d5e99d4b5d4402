import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    make_external_list,
    make_result,
    make_run,
    make_school,
    make_verdicts,
)
from tests.identification.pages import html, page, status, words_of


@pytest.mark.parametrize("schools", [1, 3])
def test_a_run_takes_as_many_queries_for_three_schools_as_for_one(
    schools, client, coordinator, municipality, django_assert_num_queries
):
    for _ in range(schools):
        school = make_school(municipality=municipality, cluster="сельские школы")
        make_result(school=school)
        make_external_list(municipality, school, issuer=f"ЦОКО {school}")
    before = make_verdicts(municipality=municipality)
    run = make_verdicts(municipality=municipality, methodology=before.methodology)
    client.force_login(coordinator)

    with django_assert_num_queries(17):
        content = client.get(run.get_absolute_url()).content.decode()

    dots = re.search('<svg[^>]*class="op-dot-plot".*?</svg>', content, re.S)[0]
    # the mark of a school, and that of the key
    assert dots.count('<path class="none"') == schools + 1


def test_the_page_of_a_run_says_what_it_came_to(client, ilansky_coordinator, ilansky_run):
    said = page(client, ilansky_coordinator, ilansky_run.get_absolute_url())

    for words in (
        "Идентификация по результатам 2018/2019 учебного года",
        "школы с низкими результатами 4 из 15",
        "школы-лидеры 3 из 15",
        "школы меняют статус, если учесть только те процедуры, которые в школе есть 2 из 15",
        "Ниже порога 72,50 — четыре школы",
        "ниже 72,50: низкие результаты",
        "Границы статусов в приказе не названы.",
        "Рособрнадзор, июнь 2020: объявлено 7, названы 4",
        "Совпали: СОШ № 5 и Прокопьевская ООШ.",
        "Названы в перечне, но к низким результатам не отнесены: СОШ № 4 и СОШ № 11.",
        "ЦОКО Красноярск, октябрь 2020: объявлено 5, названы 4",
        "приказ от 09.03.2021 № 63-од",
        ilansky_run.fingerprint,
    ):
        assert words in said
    assert "зоне риска" not in said


def test_the_table_of_a_run_goes_by_cluster_with_places_and_ceilings(
    client, ilansky_coordinator, ilansky_run
):
    content = html(client, ilansky_coordinator, ilansky_run.get_absolute_url())

    table = words_of(content[content.index("<table") : content.index("</table>")])
    clusters = ["Городские школы 3 школы", "Сельские школы 8 школ", "Филиалы 4 школы"]
    assert [table.index(cluster) for cluster in clusters] == sorted(map(table.index, clusters))
    tied = "СОШ № 4 6 из 7 не больше 95 73,15 4–5 из 8 74,51 4 из 8 вне перечней запас 0,65"
    assert tied in table
    assert "НОШ № 21 2 из 7 не больше 75 72,50 6 из 8 91,25 1 из 8 выше на 5" in table
    assert "вне перечней с поправкой: лидер на пороге" in table
    assert "СОШ № 5 7 из 7 71,30 8 из 8 71,30 8 из 8 низкие результаты не хватает 1,20" in table


def test_questions_to_schools_say_what_would_change_and_what_would_not(
    client, ilansky_coordinator, ilansky_run
):
    said = page(client, ilansky_coordinator, ilansky_run.get_absolute_url())

    assert (
        "Индекс по приказу от ответа не зависит: пустая линия тоже считается нулём. "
        "Изменится индекс с поправкой."
    ) in said
    assert (
        "«0 и 0»: ОГЭ, математика; ЕГЭ, математика (профиль). Если никто не участвовал, "
        "индекс с поправкой будет 73,82 вместо 71,30, по границам это «вне перечней»."
    ) in said
    assert "Причина не указана: ОГЭ, математика." in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 15),
        ({"status": "low"}, 4),
        ({"status": "no_data"}, 0),
        ({"name": "№ 5"}, 1),
        ({"name": "прокопьевская"}, 1),
        ({"status": "leader", "name": "СОШ"}, 3),
    ],
)
def test_the_table_is_filtered_and_the_figures_are_not(
    query, found, client, ilansky_coordinator, ilansky_run
):
    said = page(client, ilansky_coordinator, ilansky_run.get_absolute_url(), **query)

    assert f"Найдено: {found} из 15" in said
    assert "школы с низкими результатами 4 из 15" in said
    assert ("Таких школ нет." in said) == (found == 0)


def test_a_heading_sorts_inside_the_clusters(client, ilansky_coordinator, ilansky_run):
    url = ilansky_run.get_absolute_url()
    content = html(client, ilansky_coordinator, url, sort="-adjusted_score")

    names = re.findall(r'<th scope="row"><a[^>]+>([^<]+)</a>', content)
    assert [name.replace("\xa0", " ") for name in names[:5]] == [
        *("СОШ № 1", "СОШ № 2", "СОШ № 41"),
        *("НОШ № 21", "СОШ № 3"),
    ]
    assert 'aria-sort="descending"' in content


def test_a_repeated_run_is_compared_with_the_one_before(client, coordinator, municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    first = make_verdicts(municipality=municipality)
    again = {"municipality": municipality, "methodology": first.methodology}
    same = make_verdicts(**again)
    make_result(school=school, low_n=3, high_n=6)
    changed = make_verdicts(**again)

    assert "прошлым проведением" not in page(client, coordinator, first.get_absolute_url())
    said = page(client, coordinator, same.get_absolute_url())
    assert "По сравнению с прошлым проведением изменений нет." in said
    said = page(client, coordinator, changed.get_absolute_url())
    assert "индекс был 90,00, стал 95,00, статус был «низкие результаты»" in said


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_run_under_way_shows_its_progress_and_is_looked_at_again(
    state, client, coordinator, municipality
):
    run = make_run(municipality=municipality, state=state, progress=33)

    content = html(client, coordinator, run.get_absolute_url())

    assert "data-poll" in content
    assert 'value="33"' in content
    assert f'<noscript><a href="{run.get_absolute_url()}">' in content
    assert "op-figures" not in content


def test_a_run_that_failed_says_why_and_offers_another(client, coordinator, head, municipality):
    run = make_verdicts(municipality=municipality)
    said = page(client, coordinator, run.get_absolute_url())

    assert "нет ни одного результата. Сначала внесите их." in said
    assert "Провести ещё раз" in said
    assert "Провести ещё раз" not in page(client, head, run.get_absolute_url())


def test_only_those_who_write_prepare_a_note(client, coordinator, head, run):
    url = reverse("reports:note-create", args=[run.pk])

    assert f'action="{url}"' in html(client, coordinator, run.get_absolute_url())
    assert f'action="{url}"' not in html(client, head, run.get_absolute_url())


def test_the_table_of_a_run_for_excel(client, ilansky_coordinator, ilansky_run):
    client.force_login(ilansky_coordinator)

    answer = client.get(reverse("identification:run-workbook", args=[ilansky_run.pk]))

    headers, *rows = load_workbook(io.BytesIO(answer.content)).active.values
    assert len(rows) == 15
    fifth = next(dict(zip(headers, row, strict=True)) for row in rows if row[1] == "СОШ №\xa05")
    assert fifth == {
        "Кластер": "сельские школы",
        "Школа": "СОШ №\xa05",
        "Линий с данными": 7,
        "Линий всего": 7,
        "Индекс": 71.3,
        "Место": 8,
        "Индекс с поправкой": 71.3,
        "Место с поправкой": 8,
        "Статус": "низкие результаты",
        "Статус с поправкой": "низкие результаты",
        "До порога, баллов": -1.2,
        "Учеников до другого статуса": None,
        "Устойчивость": None,
        "На грани": "нет",
        "Вопросов к школе": 2,
        "Рособрнадзор, июнь 2020": "да",
        "ЦОКО Красноярск, октябрь 2020": "да",
    }


def test_a_run_that_is_not_done_has_no_workbook(client, coordinator, municipality):
    run = make_run(municipality=municipality)

    assert status(client, coordinator, f"{run.get_absolute_url()}table.xlsx") == 404
