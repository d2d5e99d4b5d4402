"""The table of a run by groups, as a reader meets it."""

import re

import pytest

from identification.matrix import matrix_of
from reports.demo import irbit
from reports.demo.loading import Staff
from schools.models import Figure, Measure, User
from tests.factories import make_methodology, make_school, make_verdicts
from tests.identification.pages import html, page, words_of

BARE = {name: irbit.PARAMETERS[name] for name in ("rows", "columns", "cells")}


@pytest.fixture
def irbit_run(db):
    municipality = irbit.load(Staff())
    return make_verdicts(
        municipality=municipality, methodology=municipality.methodologies.get(), academic_year=2020
    )


@pytest.fixture
def reader(irbit_run):
    return User.objects.get(username="irbit-koordinator")


def table_of(run):
    """{(row, column): names}, without the empty cells."""
    matrix = matrix_of(run, run.verdicts.in_order())
    return {
        (int(row.group), int(column)): [school.name for school in cell.schools]
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell.schools
    }


def grouped(municipality, *groups, **parameters):
    """A run of schools with a group of rows and a group of columns each."""
    measures = [Measure.objects.create(code=code, title=code) for code in irbit.MEASURES]
    for n, pair in enumerate(groups):
        school = make_school(municipality=municipality, short_name=f"Школа {'АБВГ'[n]}")
        for measure, group in zip(measures, pair, strict=True):
            told = {"no_data": "hidden"} if group is None else {"value": group}
            Figure.objects.create(measure=measure, school=school, academic_year=2026, **told)
    methodology = make_methodology(municipality, method="matrix", parameters=BARE | parameters)
    return make_verdicts(municipality=municipality, methodology=methodology)


def test_every_school_with_both_groups_stands_in_its_cell(irbit_run):
    assert table_of(irbit_run) == {
        (9, 3): ["Кирилловская ООШ"],
        (7, 4): ["Зайковская СОШ №1"],
        (6, 2): ["Ницинская ООШ"],
        (6, 3): ["Бердюгинская СОШ", "Горкинская СОШ", "Дубская СОШ"],
        (6, 4): ["Харловская СОШ"],
        (5, 2): ["Гаевская ООШ", "Пьянковская ООШ"],
        (5, 3): ["Речкаловская СОШ"],
        (5, 6): ["Килачевская СОШ"],
        (4, 2): ["Зайковская СОШ №2", "Ключевская СОШ"],
        (4, 3): ["Знаменская СОШ", "Киргинская СОШ"],
        (3, 3): ["Осинцевская ООШ", "Стриганская СОШ"],
    }


def test_the_best_group_stands_on_top_and_levels_span_their_columns(irbit_run):
    matrix = matrix_of(irbit_run, irbit_run.verdicts.in_order())

    assert [(row.group, row.level) for row in matrix.rows] == [
        *(("9", "выше среднего"), ("7", "выше среднего"), ("6", "средний")),
        *(("5", "ниже среднего"), ("4", "низкий"), ("3", "низкий")),
    ]
    assert matrix.levels == (("низкий", 3), ("средний", 1))
    assert matrix.columns == ("2", "3", "4", "6")


def test_a_cell_is_tinted_by_what_the_rules_give_there(irbit_run):
    matrix = matrix_of(irbit_run, irbit_run.verdicts.in_order())

    looks = {row.group: tuple(cell.look for cell in row.cells) for row in matrix.rows}
    resilient, low = ("lead", "lead", "lead", "none"), ("low",) * 4
    assert looks == {
        **dict.fromkeys("97", resilient),
        "6": ("none",) * 4,
        **dict.fromkeys("543", low),
    }


def test_the_page_names_the_schools_that_can_help_and_those_that_could_do_more(
    client, reader, irbit_run
):
    said = page(client, reader, irbit_run.get_absolute_url())

    for words in (
        "Высокие результаты в сложных условиях — две школы",
        "В таблице 17 школ из 21; остальные, у которых нет одной из групп, названы под ней.",
        "В непростых социальных условиях высокое качество показывают Кирилловская ООШ и Зайковская "
        "СОШ №1. Такие школы могут стать наставниками для школ с низкими результатами",
        "Условия не хуже средних, а качество низкое: Килачевская СОШ.",
        "Низкие результаты — 11 школ",
    ):
        assert words in said


def test_schools_without_a_group_stand_beside_the_table_with_the_reason(client, reader, irbit_run):
    said = page(client, reader, irbit_run.get_absolute_url())

    aside = said[said.index("Вне таблицы: 4 школы") :]
    for words in (
        "Рудновская ООШ: группа качества — 9 (выше среднего); группа по индексу социального "
        "благополучия — нет информации вне перечней",
        "Фоминская ООШ: группа по индексу социального благополучия — 3 (низкий); группа качества "
        "— нет выпускников нет данных",
        "Черновская СОШ: группа качества — 5 (ниже среднего); группа по индексу социального "
        "благополучия — нет информации низкие результаты",
    ):
        assert words in aside


def test_a_status_of_a_cell_is_an_icon_and_a_word_and_a_school_leads_to_its_reasons(
    client, reader, irbit_run
):
    content = html(client, reader, irbit_run.get_absolute_url())

    cell = next(one for one in re.findall(r"<td.*?</td>", content, re.S) if "Килачевская" in one)
    assert words_of(cell) == "1 школа низкие результаты условия не использованы Килачевская СОШ"
    verdict = irbit_run.verdicts.get(school__short_name="Килачевская СОШ")
    assert f'href="{verdict.get_absolute_url()}"' in cell


def test_titles_of_the_measures_stand_where_the_file_names_none(municipality):
    run = grouped(municipality, (9, 3), (4, 6))

    matrix = matrix_of(run, run.verdicts.in_order())
    assert (matrix.row_title, matrix.column_title) == ("quality_group", "social_group")
    assert (matrix.levels, [row.level for row in matrix.rows]) == ((), ["", ""])
    assert table_of(run) == {(9, 3): ["Школа А"], (4, 6): ["Школа Б"]}


def test_where_no_school_has_both_groups_there_is_no_table(client, coordinator, municipality):
    run = grouped(municipality, (5, None))

    said = page(client, coordinator, run.get_absolute_url())

    assert "Вне таблицы: 1 школа" in said
    assert "social_group — скрыто" in said
    assert "В таблице" not in said


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_takes_as_many_queries_for_three_schools_as_for_one(
    schools, client, coordinator, municipality, django_assert_num_queries
):
    run = grouped(municipality, *[(9, 3), (4, 6), (5, None)][:schools])
    client.force_login(coordinator)

    with django_assert_num_queries(15):
        content = client.get(run.get_absolute_url()).content.decode()

    assert content.count('<li><a href="/identification/verdicts/') == schools


def test_nothing_is_said_of_pupils_where_groups_decide(client, reader, irbit_run):
    said = page(client, reader, irbit_run.get_absolute_url())

    assert "Устойчивость не рассчитывается: статус следует из групп" in said
    assert "не известна" not in said
    assert "Что значат слова" not in said
    assert "Результаты ВПР использованы" not in said
    assert "нет данных нет данных" in said  # the status of a school without its group, and why


def test_a_year_of_groups_alone_is_no_obstacle(client, reader, irbit_run):
    said = page(client, reader, "/identification/")

    assert "нет ни одного результата" not in said
    assert "Провести идентификацию" in said
