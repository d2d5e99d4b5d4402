"""Why a school has its status where no score tells it."""

import pytest

from tests.factories import (
    RUSSIAN,
    make_batch,
    make_document,
    make_external_list,
    make_methodology,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.identification.lines import EXAM, MATHS, judged, make_low, tell
from tests.identification.pages import html, page, words_of


def why(client, user, run, school):
    return page(client, user, run.verdicts.get(school=school).get_absolute_url())


@pytest.fixture
def low(school):
    return make_low(school)


def test_a_director_reads_rule_lines_distance_and_next_steps(client, director, municipality, low):
    make_external_list(municipality, low)

    said = why(client, director, judged(municipality), low)

    for words in (
        "почему школа в списке",
        "Под правило подходят 2 строки из 3 с данными. Статус был бы другим, если бы по строке "
        "«ВПР-4, русский язык» за 2025/2026 учебный год было на 1 ученика меньше с «2».",
        "Результат по процедуре низкий, если не менее 30 % всех участников",
        "ВПР-4, русский язык ниже минимума 9 из 30, 30 % 1 ученик = 3 % порог 30 % подходит "
        "не ниже порога на 1 ученика меньше с «2»",
        "ОГЭ, математика ниже минимума 0 из 8, 0 % малая выборка: 1 ученик = 13 % порог 30 % "
        "не подходит ниже порога на 3 ученика больше с «2»",
        "4 класс: ВПР-4, русский язык; ВПР-4, математика",
        "школа осталась бы в списке",
        "Обсудите с куратором, какая поддержка нужна школе. Прежде всего это касается строк "
        "«ВПР-4, русский язык» "
        "и «ВПР-4, математика».",
        "Годы 2025/2026, 2024/2025",
        "Рособрнадзор, июнь 2026 Школа названа.",
        "Справка для школы",
    ):
        assert words in said
    assert "индекс" not in said.lower()


def test_every_figure_leads_to_its_result_and_names_its_source(
    client, director, municipality, school
):
    order = make_document(municipality=municipality, title="Протокол ОГЭ")
    result = tell(
        school, RUSSIAN, share_low=4000, share_high=1000, source_id=order.pk, source_row=7
    )

    run = judged(municipality)
    content = html(client, director, run.verdicts.get().get_absolute_url())

    assert f'<a href="{result.get_absolute_url()}">строка&nbsp;7</a>' in content
    said = words_of(content)
    assert "Источник: Протокол ОГЭ." in said
    assert "40 % (число участников неизвестно)" in said
    assert "Устойчивость не рассчитывается: известны только доли" in said
    assert "Статус был бы другим" not in said


def test_a_school_without_data_is_told_what_is_missing_and_whom_to_ask(
    client, director, municipality, school
):
    tell(make_school(municipality=municipality), RUSSIAN)
    tell(school, RUSSIAN, no_data="not_given")
    tell(school, MATHS, no_data="hidden")
    tell(school, EXAM, no_data="no_stage")

    said = why(client, director, judged(municipality), school)

    for words in (
        "почему у школы нет статуса",
        "Данных, по которым можно применить правило, за этот год нет.",
        "ВПР-4, русский язык: нет данных: не сдано. Внести должна школа.",
        "ВПР-4, математика: нет данных: скрыто. Число скрыто в источнике. "
        "Спросите у муниципального координатора.",
        "Нет ступени, поэтому строк нет: ОГЭ, математика.",
        "Вывод появится после следующей идентификации.",
    ):
        assert words in said
    assert "ОГЭ, математика: нет данных" not in said
    assert "осталась бы" not in said


def test_too_few_pupils_are_no_gap_that_a_school_could_fill(client, director, municipality, school):
    tell(make_school(municipality=municipality), RUSSIAN)
    for procedure in (RUSSIAN, MATHS, EXAM):
        tell(school, procedure, participants=5)

    said = why(client, director, judged(municipality, min_participants=10), school)

    assert "0 из 5, 0 %. Не учтено: участников меньше, чем нужно по методике." in said
    assert "Сами вы ничего изменить не можете" in said
    assert "Внесите результаты" not in said


def test_a_school_outside_the_lists_has_nothing_to_do(client, director, municipality, school):
    tell(school, RUSSIAN, low_n=8)

    said = why(client, director, judged(municipality), school)

    assert "Единственная строка с данными под правило не подходит." in said
    assert "Делать ничего не нужно." in said
    assert "Каких классов касается поддержка" not in said


def test_the_page_of_another_school_is_not_there(client, municipality, low):
    other = make_school(municipality=municipality)
    tell(other, RUSSIAN)
    run = judged(municipality)
    client.force_login(make_user("DIRECTOR", other))

    assert client.get(run.verdicts.get(school=low).get_absolute_url()).status_code == 404


def test_lines_of_one_year_are_not_enough_where_the_rule_compares_years(
    client, director, municipality, school
):
    for year in (2025, 2026):
        tell(school, RUSSIAN, low_n=15 if year == 2026 else 0, academic_year=year)

    said = why(client, director, judged(municipality), school)

    assert (
        "Для статуса этого мало: строки подходят только за один год (2025/2026), а правило "
        "сравнивает 2 года подряд."
    ) in said
    assert "Строка изменилась бы, если" in said


@pytest.mark.parametrize(("each_year", "said_so"), [(None, False), (1, True)])
def test_years_are_said_to_be_cut_short_only_where_the_rule_compares_them(
    each_year, said_so, client, director, municipality, school
):
    tell(school, RUSSIAN, low_n=15)
    for procedure in (RUSSIAN, MATHS, EXAM):
        named = procedure | {"variant": procedure["variant"] or ""}
        sitting = make_sitting(academic_year=2025, **named)
        sitting.held = False
        sitting.save()
    run = judged(municipality, hits_each_year=each_year, not_held="break")

    said = why(client, director, run, school)

    assert ("сравнивать несколько лет нельзя" in said) is said_so


def test_a_school_just_outside_the_lists_is_told_what_to_watch(
    client, director, municipality, school
):
    """8 of 30 are 26.7 %: one more pupil below the minimum makes a second hit."""
    tell(school, RUSSIAN, low_n=9)
    tell(school, MATHS, low_n=8)

    said = why(client, director, judged(municipality), school)

    assert (
        "Школа попала бы в перечень, если бы по строке «ВПР-4, математика» за 2025/2026 учебный "
        "год было на 1 ученика больше с «2»: за этими результатами стоит следить. "
        "Если в числах есть ошибка, сообщите о ней координатору."
    ) in said
    assert "Делать ничего не нужно" not in said


def test_a_school_just_short_of_something_good_has_nothing_to_watch(
    client, director, municipality, school
):
    tell(school, RUSSIAN, low_n=9)
    tell(school, MATHS, low_n=8)

    said = why(client, director, judged(municipality, statuses=[{"status": "leader"}]), school)

    assert "Делать ничего не нужно." in said


def test_short_words_are_explained_on_the_page_where_they_stand(
    client, director, municipality, school
):
    tell(school, RUSSIAN, participants=8)
    tell(school, MATHS)

    said = why(client, director, judged(municipality), school)
    assert "Малая выборка: участников меньше 10, один ученик заметно меняет результат." in said
    assert "процентные пункты" not in said

    dynamics = make_methodology(
        municipality,
        method="dynamics",
        parameters={"procedures": [MATHS], "figure": "share_low", "tolerance": 5},
    )
    tell(school, MATHS, low_n=1, academic_year=2025)
    run = make_verdicts(municipality=municipality, methodology=dynamics)
    said = why(client, director, run, school)
    assert "Малая выборка:" not in said
    assert "П. п. — процентные пункты, разница двух долей: с 20 % до 25 % — это 5 п. п." in said


def test_a_result_of_a_file_without_a_document_names_the_file(
    client, director, municipality, school
):
    batch = make_batch(municipality=municipality, name="ВПР осень.xlsx")
    result = make_result(
        school=school,
        sitting=make_sitting(**(RUSSIAN | {"variant": ""})),
        batch_id=batch.pk,
        source_row=7,
    )
    tell(school, MATHS)

    run = judged(municipality)

    said = why(client, director, run, school)
    assert result.source is None
    assert [r["source"] for r in run.verdicts.get().reasons[:2]] == ["ВПР осень.xlsx", ""]
    assert "Источник: ВПР осень.xlsx." in said
    assert "внесено вручную" in said  # the other


def test_where_criteria_are_counted_the_page_says_how_many_are_enough(
    client, director, municipality, low
):
    indicators = [{"procedure": one, "figure": "share_low"} for one in (RUSSIAN, MATHS, EXAM)]
    parameters = {"indicators": indicators, "lowest_part": 100, "hits_for_low": 2}
    methodology = make_methodology(municipality, method="ranking", parameters=parameters)

    said = why(
        client, director, make_verdicts(municipality=municipality, methodology=methodology), low
    )

    assert "Под правило подходят 3 строки из 3 с данными. Для статуса достаточно 2." in said


def test_a_school_with_signs_is_asked_to_explain_them_and_sees_where_each_is_from(
    client, director, municipality, school
):
    for year in (2025, 2026):
        tell(school, RUSSIAN, participants=20, low_n=20 if year == 2026 else 0, academic_year=year)
    parameters = {"procedures": [RUSSIAN], "min_participants": 10}
    methodology = make_methodology(municipality, method="signs", parameters=parameters)

    said = why(
        client, director, make_verdicts(municipality=municipality, methodology=methodology), school
    )

    for words in (
        "Замечен 1 признак, сделано 2 проверки.",
        "не достигли минимума — 20 из 20, 100 %; в 2024/2025 — 0 из 20, 0 % Источник:",
        "дайте пояснение к каждому признаку на странице «Пояснения и перепроверка»",
    ):
        assert words in said
    assert "куратором" not in said
