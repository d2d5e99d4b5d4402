"""«Справка для школы»: the page «почему» as a tagged PDF for the director."""

import io
import re

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from reports.notes import why
from schools.typography import bind
from tests.factories import (
    make_document,
    make_methodology,
    make_result,
    make_school,
    make_user,
    make_verdicts,
)
from tests.identification.lines import RUSSIAN, judged, make_low, tell


def url(verdict):
    return reverse("reports:why-pdf", args=[verdict.pk])


def told(verdict):
    html = bind(render_to_string(why.template(verdict), why.content(verdict)))
    words = re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.S)
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(words.replace("\xa0", " ").split()))


@pytest.mark.parametrize("is_scored", [True, False])
def test_a_director_downloads_a_tagged_paper_of_every_kind_of_method(
    is_scored, client, director, municipality, school
):
    make_low(school)
    run = make_verdicts(municipality=municipality) if is_scored else judged(municipality)
    client.force_login(director)

    answer = client.get(url(run.verdicts.get()))

    assert answer["Content-Type"] == "application/pdf"
    assert ".pdf" in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "ru"
        assert "Справка для школы" in str(pdf.docinfo["/Title"])


def test_it_says_what_the_page_says(municipality, school):
    make_low(school)

    said = told(judged(municipality).verdicts.get())

    for words in (
        "Почему школа в списке",
        "2 из 3 строк с данными подходят под правило",
        "по строке «ВПР-4, русский язык» за 2025/2026 учебный год было на 1 ученика меньше с «2».",
        "4 класс — ВПР-4, русский язык, ВПР-4, математика.",
        "ОГЭ, математика ниже минимума 0 из 8, 0 % малая выборка: 1 ученик = 13 % порог 30 % "
        "не подходит ниже порога на 3 ученика больше с «2»",
        "Муниципальный координатор:",
        "не оценивает педагогов",
    ):
        assert words in said


def test_the_paper_of_a_score_tells_its_lines_and_its_sum(municipality, school):
    make_result(school=school, low_n=6, high_n=0)

    said = told(make_verdicts(municipality=municipality).verdicts.get())

    for words in (
        "90,00 при пороге 95,00 не хватает 5,00 балла",
        "Итого 95 + 0,00 − 5,00 = 90,00",
        "Статус был бы другим, если бы по строке «ВПР-4, русский язык» было на 4 ученика меньше "
        "с «2» и на 4 больше с «4» и «5».",
    ):
        assert words in said


def test_only_who_sees_the_verdict_has_the_paper(client, municipality, school):
    make_low(school)
    other = make_school(municipality=municipality)
    tell(other, RUSSIAN)
    verdict = judged(municipality).verdicts.get(school=school)

    client.force_login(make_user("DIRECTOR", other))
    assert client.get(url(verdict)).status_code == 404
    client.force_login(make_user("CURATOR", school))
    assert client.get(url(verdict)).status_code == 200


def test_the_paper_on_signs_asks_for_an_explanation_and_promises_no_list(municipality, school):
    """It is no paper of a school with low results: nobody is sent to a curator for a sign."""
    journal = {"lower": 20, "same": 0, "higher": 0}
    make_result(school=school, participants=20, journal=journal)
    other = make_school(municipality=municipality)
    make_result(
        school=other, participants=200, journal={"lower": 0, "same": 200, "higher": 0}, low_n=0
    )
    methodology = make_methodology(
        municipality, method="signs", parameters={"procedures": [RUSSIAN], "min_participants": 10}
    )
    run = make_verdicts(municipality=municipality, methodology=methodology)

    said = told(run.verdicts.get(school=school))

    for words in (
        "Какие признаки замечены",
        "1 признак замечен 2 проверки сделаны",
        "Признак — не вывод.",
        "ВПР-4, русский язык, 2025/2026: отметка ниже, чем в журнале, — у 20 из 20, 100 %",
        "дайте пояснение к каждому признаку",
        "вывод по каждому признаку сделает комиссия",
    ):
        assert words in said
    assert "под правило" not in said
    assert "куратором" not in said


def test_what_to_do_stands_before_the_table_that_runs_over_pages(municipality, school):
    make_low(school)

    said = told(judged(municipality).verdicts.get())

    assert said.index("Что дальше") < said.index("Правило") < said.index("Таблица 1")


def test_every_line_on_paper_names_the_row_of_its_source(municipality, school):
    document = make_document(municipality=municipality, title="Протокол ВПР")
    figures = {"participants": 30, "low_n": 12, "high_n": 0}
    tell(school, RUSSIAN, source_id=document.pk, source_row=7, **figures)

    said = told(judged(municipality, hits_last_year=1).verdicts.get())

    assert "Строка изменилась бы, если Источник" in said
    assert "строка 7" in said
    assert "Источники: Протокол ВПР." in said


def test_a_paper_has_no_column_of_dashes_where_no_pupil_turns_a_line(municipality, school):
    document = make_document(municipality=municipality)
    tell(school, RUSSIAN, share_low=4000, share_high=1000, source_id=document.pk)

    assert "Строка изменилась бы" not in told(judged(municipality).verdicts.get())
