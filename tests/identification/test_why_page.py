import pytest
from django.urls import reverse

from identification.models import Run
from tests.factories import (
    PARAMETERS,
    RUSSIAN,
    make_external_list,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.identification.pages import html, page, status, words_of

MATHS = {"procedure": RUSSIAN | {"subject": "Математика"}, "high": 5, "low": 10}
TWO_LINES = PARAMETERS | {"base": 90, "lines": [*PARAMETERS["lines"], MATHS]}


def why_url(run, name):
    return run.verdicts.get(school__short_name=name).get_absolute_url()


def test_the_page_why_tells_the_whole_story_of_a_low_score(client, ilansky, ilansky_run):
    director = make_user("DIRECTOR", ilansky.schools.get(short_name="СОШ 5"))

    said = page(client, director, why_url(ilansky_run, "СОШ 5"))

    for words in (
        "СОШ № 5: почему школа в списке",
        "Индекс школы — 71,30, порог — 72,50. Не хватает 1,20 балла. Место — 8 из 8.",
        "ВПР-4, русский язык число участников неизвестно 54 % 18 % +5 и −10 +0,90 строка 7",
        "65 + 8,90 − 2,60 = 71,30",
        "Источник: О программе.",
        "ОГЭ, математика; ЕГЭ, математика (профиль): в источнике «0 и 0»",
        "Индекс по приказу от ответа не зависит: пустая линия считается нулём, как и «0 и 0». "
        "Индекс с поправкой, если никто не участвовал, будет 73,82 вместо 71,30, "
        "и по границам индекса это — «вне перечней».",
        "Что решило индекс ниже 72,50",
        "Рособрнадзор, июнь 2020 Школа названа.",
        "окажется ниже порога 7 раз из 7",
        "известны только доли, а число участников — нет",
    ):
        assert words in said
    assert "набрать нельзя" not in said


def test_the_page_why_shows_the_ceiling_of_a_primary_school(client, ilansky, ilansky_run):
    director = make_user("DIRECTOR", ilansky.schools.get(short_name="НОШ 21"))

    said = page(client, director, why_url(ilansky_run, "НОШ 21"))

    for words in (
        "НОШ № 21: почему школа вне перечней",
        "Это ровно порог: в список попадают школы с индексом ниже него.",
        "нет данных: нет ступени",
        "Больше 75 по приказу набрать нельзя",
        "Линий с данными у школы 2 из 7, пустые стоят ей 25 баллов: все линии дают до 100, "
        "эти — до 75.",
        "индекс — 91,25, место — 1 из 8, а статус был бы «лидер»",
        "Рособрнадзор, июнь 2020 Не установлено",
        "ЦОКО Красноярск, октябрь 2020 Школы в перечне нет.",
    ):
        assert words in said
    assert "Нужно уточнить" not in said


def test_every_figure_leads_to_its_result(client, ilansky, ilansky_run):
    school = ilansky.schools.get(short_name="СОШ 4")
    director = make_user("DIRECTOR", school)

    content = html(client, director, why_url(ilansky_run, "СОШ 4"))

    for result in school.results.all():
        assert f'href="{result.get_absolute_url()}"' in content
    assert "ОГЭ, математика: результата нет, и причина не указана." in words_of(content)


def test_counts_are_shown_where_they_are_known(client, director, run):
    said = page(client, director, run.verdicts.get().get_absolute_url())

    assert "0 из 12, 0 % 6 из 12, 50 %" in said
    assert "Индекс школы — 90,00, порог — 95,00. Не хватает 5,00 балла." in said
    assert "число участников неизвестно" not in said
    assert "известны только доли" not in said


def test_where_counts_are_known_the_way_out_is_told_in_pupils(
    client, director, municipality, school
):
    make_result(school=school, participants=12, low_n=1, high_n=6)  # 90 + 2,5 − 0,83 = 91,67
    rule = {"status": "low", "where": "score", "op": "<", "value": 94}
    run = make_verdicts(
        municipality=municipality, parameters=PARAMETERS | {"base": 90, "statuses": [rule]}
    )

    said = page(client, director, run.verdicts.get().get_absolute_url())

    # a «2» that becomes a «4» gives 1,25 points, then a «3» that does gives 0,42
    assert (
        "Статус был бы другим, если бы по строке «ВПР-4, русский язык» было на 1 ученика меньше "
        "с «2» и на 4 больше с «4» и «5»."
    ) in said


def test_a_score_at_a_threshold_that_is_low_too_is_told_so(client, director, municipality, school):
    make_result(school=school)
    rule = {"status": "low", "where": "score", "op": "<=", "value": 95}
    run = make_verdicts(municipality=municipality, parameters=PARAMETERS | {"statuses": [rule]})

    said = page(client, director, run.verdicts.get().get_absolute_url())

    assert "Это ровно порог: он тоже относится к низким результатам." in said


def test_in_a_small_school_one_pupil_is_told_in_percent(client, director, municipality, school):
    make_result(school=school, participants=4, low_n=1, high_n=1)
    run = make_verdicts(municipality=municipality)

    assert "1 ученик = 25 %" in page(client, director, run.verdicts.get().get_absolute_url())


def test_a_gap_is_shown_with_its_reason(client, director, municipality, school):
    make_result(school=school, sitting=make_sitting(subject="Математика"))
    make_result(school=school, no_data="no_stage")
    run = make_verdicts(municipality=municipality, parameters=TWO_LINES)

    said = page(client, director, run.verdicts.get().get_absolute_url())

    assert said.count("нет данных: нет ступени") == 1
    assert "Больше 95 по методике набрать нельзя" in said


def test_a_school_without_results_is_told_so(client, director, municipality, school):
    make_result(school=make_school(municipality=municipality))
    run = make_verdicts(municipality=municipality)

    said = page(client, director, run.verdicts.get(school=school).get_absolute_url())

    assert "почему у школы нет статуса" in said
    assert "поэтому нет ни индекса, ни места" in said
    assert "Место" not in said


@pytest.mark.parametrize(
    "person",
    ["director", "school_coordinator", "curator", "coordinator", "head", "region_operator"],
)
def test_the_people_of_a_school_reach_its_verdict(client, person, run, request):
    user = request.getfixturevalue(person)

    assert status(client, user, run.verdicts.get().get_absolute_url()) == 200


@pytest.mark.parametrize("person", ["director", "school_coordinator", "curator", "outsider"])
def test_a_director_never_reaches_the_run(client, person, run, request):
    user = request.getfixturevalue(person)

    assert status(client, user, run.get_absolute_url()) == 404
    assert status(client, user, f"{run.get_absolute_url()}table.xlsx") == 404
    methodology = reverse("identification:methodology", args=[run.methodology_id])
    assert status(client, user, methodology) == 404


def test_the_page_why_of_a_director_names_no_other_school_and_no_run(
    client, director, municipality, school
):
    make_result(school=school)
    other = make_school(municipality=municipality, cluster="сельские школы", short_name="Соседняя")
    make_result(school=other)
    make_external_list(municipality, other)
    run = make_verdicts(municipality=municipality)

    content = html(client, director, run.verdicts.get(school=school).get_absolute_url())

    assert "Соседняя" not in content
    assert run.get_absolute_url() not in content
    assert "1–2 из 2" in words_of(content)


def test_outsiders_and_other_schools_do_not_see_the_verdict(client, outsider, municipality, run):
    other = make_user("DIRECTOR", make_school(municipality=municipality))
    url = run.verdicts.get().get_absolute_url()

    assert status(client, outsider, url) == 404
    assert status(client, other, url) == 404


def test_a_verdict_is_shown_only_when_its_run_is_done(client, coordinator, run):
    url = run.verdicts.get().get_absolute_url()
    Run.objects.filter(pk=run.pk).update(state="running")

    assert status(client, coordinator, url) == 404
