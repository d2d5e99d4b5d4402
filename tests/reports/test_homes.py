"""The start page of each role: what it says, and how many questions it puts to the database."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from assessments.models import WITHDRAWN
from assessments.results import NewResult, store_results
from reports.models import Note
from reports.services import start_note
from schools.models import Figure, Measure, Membership, SchoolStatus
from tests.factories import (
    AT,
    make_document,
    make_external_list,
    make_methodology,
    make_region,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)
from tests.identification.lines import judged, make_low
from tests.roadmap.making import make_task


def home(client, user):
    client.force_login(user)
    response = client.get(reverse("reports:home"))
    assert response.status_code == 200
    return response.content.decode().replace("&nbsp;", "\xa0")


def test_a_coordinator_with_nothing_is_told_to_begin_with_results(
    client, coordinator, municipality
):
    page = home(client, coordinator)

    assert "Внести результаты года" in page
    assert "Ввести методику" in page
    assert "Провести идентификацию" not in page


def test_a_coordinator_with_results_is_led_to_the_identification(
    client, coordinator, municipality, school
):
    make_methodology(municipality)
    make_result(school=school)
    make_school(municipality=municipality)

    page = home(client, coordinator)

    assert "Внести результаты: осталось 1 из 2" in page
    assert "Провести идентификацию" in page


def test_gaps_without_a_reason_and_pairs_of_zeros_are_work_to_do(
    client, coordinator, municipality, school
):
    make_result(school=school, share_low=0, share_high=0)
    make_result(school=make_school(municipality=municipality), no_data="unknown")
    make_verdicts(municipality=municipality)

    page = home(client, coordinator)

    assert "Уточнить причину: 1\xa0результат без объяснения" in page.replace(
        "1 результат", "1\xa0результат"
    )
    assert "1\xa0пара «0 и 0»" in page
    assert "Сделать справку для руководителя" in page


@pytest.fixture
def identified(municipality, school):
    """A note stands on a run over this result."""
    make_methodology(municipality)
    make_result(school=school, low_n=6, high_n=0)
    note = start_note(make_verdicts(municipality=municipality), by=None)
    Note.objects.filter(pk=note.pk).update(state=Note.State.DONE, finished_at=AT)


def test_a_note_is_ready_while_nothing_has_changed_since_its_run(client, coordinator, identified):
    page = home(client, coordinator)

    assert "Справка за этот год готова" in page
    assert "Провести идентификацию заново" not in page
    assert "изменились" not in page


@pytest.mark.parametrize("reader", ["coordinator", "head"])
def test_results_changed_after_the_identification_are_told_and_it_is_offered_anew(
    request, client, reader, school, identified
):
    make_result(school=school, low_n=5, high_n=0)

    page = home(client, request.getfixturevalue(reader))

    assert "с\xa0тех пор данные изменились" in page
    assert "Справка за этот год готова" not in page
    if reader == "coordinator":
        assert "Результаты или сведения о\xa0школах изменились после идентификации" in page
        assert "Провести идентификацию заново" in page
        assert f'href="{reverse("identification:start")}">Провести заново' in page


def test_no_note_is_asked_for_of_a_run_that_would_read_other_results(
    client, coordinator, municipality, school
):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)
    assert "Сделать справку" in home(client, coordinator)
    make_result(school=school, low_n=5, high_n=0)

    assert "Сделать справку" not in home(client, coordinator)


def test_a_coordinator_sees_the_schools_with_low_results(client, coordinator, municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    run = make_verdicts(municipality=municipality)

    page = home(client, coordinator)

    assert run.verdicts.get().get_absolute_url() in page
    assert "90,00" in page


def test_the_head_finds_runs_and_lists(client, head, municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    run = make_verdicts(municipality=municipality)
    make_external_list(municipality, school, declared_count=7)

    page = home(client, head)

    assert run.get_absolute_url() in page
    assert "объявлено 7, названа 1" in page
    assert "Справок пока нет" in page


def test_the_administrator_finds_people_and_what_the_register_lacks(
    client, admin, municipality, school, branch
):
    page = home(client, admin)

    assert "1\xa0филиал" in page
    assert "Указать кластер: 1\xa0школа" in page  # the branch has none
    assert reverse("schools:invite") in page


def test_the_region_sees_its_municipalities_side_by_side(
    client, region_operator, municipality, school, abroad
):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)

    page = home(client, region_operator)

    assert municipality.name in page
    assert "1 из\xa01\xa0школы" in page
    assert abroad.name not in page


def test_a_director_reads_the_reason_in_one_sentence(client, director, municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)

    page = home(client, director)

    assert (
        "Индекс школы — 90,00, это ниже порога 95,00 на 5,00 балла. Из процедур, результат которых "
        "известен, больше всего не хватает по «ВПР-4, русский язык» — 10,00 балла."
    ) in page
    assert "низкие результаты" in page


def test_a_director_reads_the_verdict_of_every_method_and_the_newest_of_each(
    client, director, municipality, school
):
    make_low(school)
    make_verdicts(municipality=municipality)
    judged(municipality)
    before = judged(municipality)
    now = make_verdicts(municipality=municipality, methodology=before.methodology)

    page = home(client, director)

    assert page.count("Почему так") == 3
    assert page.count("Под правило подходят 2\xa0строки из 3 с данными.") == 2
    assert "Индекс школы — 92,00" in page
    assert now.verdicts.get().get_absolute_url() in page
    assert before.verdicts.get().get_absolute_url() not in page
    assert "на\xa0грани" in page


def test_a_director_of_a_school_without_a_verdict_is_told_so(client, director):
    assert "идентификация ещё не\xa0проводилась" in home(client, director)


@pytest.mark.parametrize(("neighbours", "mean"), [(1, None), (2, "среднее 83\xa0%")])
def test_a_director_sees_means_of_at_least_three_schools_and_no_neighbour(
    neighbours, mean, client, director, municipality, school
):
    make_result(school=school)
    others = [
        make_school(municipality=municipality, cluster="сельские школы") for _ in range(neighbours)
    ]
    for other in others:
        make_result(school=other, low_n=0, high_n=12)
    make_verdicts(municipality=municipality)

    page = home(client, director)

    assert ('op-row-sub">среднее ' in page) == bool(mean)
    assert mean is None or mean in page
    assert others[0].short_name not in page


def test_questions_to_the_school_stand_on_its_page(client, director, municipality, school):
    result = make_result(school=school, share_low=0, share_high=0)
    make_verdicts(municipality=municipality)

    page = home(client, director)

    assert "Нужно уточнить" in page
    assert reverse("assessments:result", args=[result.pk]) in page


def test_an_answered_question_is_not_asked_again(client, director, municipality, school):
    sitting = make_sitting()
    make_result(school=school, sitting=sitting, share_low=0, share_high=0)
    make_verdicts(municipality=municipality)
    make_result(school=school, sitting=sitting, participants=12, low_n=0, high_n=0)

    page = home(client, director)

    assert "Нужно уточнить" not in page
    assert "Ответ принят" in page


def test_a_director_reads_what_was_decided_before_what_methods_say(
    client, director, municipality, school
):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)
    paper = make_document(
        municipality=municipality, kind="protocol", number="77", dated_on=AT.date()
    )
    given = {"since": 2027, "given_on": paper.dated_on, "document": paper}
    SchoolStatus.objects.create(school=school, kind="at_risk", **given)

    page = home(client, director).replace("\xa0", " ").replace("&nbsp;", " ")

    decided = page.index("<b>Зона риска</b>")
    assert "с 2026/2027 учебного года: протокол от" in page[decided : decided + 300]
    assert "№ 77" in page[decided : decided + 300]
    told = page.index(f"По результатам {municipality.academic_year - 1}/")
    assert decided < told < page.index("Почему так")


def test_a_director_reads_first_what_is_asked_now_and_then_of_a_chosen_year(
    client, director, municipality, school, time_is
):
    time_is(datetime(2026, 9, 16, 6, tzinfo=UTC))
    make_task(school=school, title="Приложить приказ", due_on=date(2026, 9, 18))
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)

    page = home(client, director).replace("\xa0", " ").replace("&nbsp;", " ")

    year = f"{municipality.academic_year - 1}/{municipality.academic_year} учебного года"
    assert "Сегодня 16.09.2026" in page
    assert page.index("Приложить приказ") < page.index(f"По результатам {year}")


def test_a_curator_sees_the_appointed_schools(client, curator, municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)
    stranger = make_school(municipality=municipality)

    page = home(client, curator)

    assert school.short_name in page
    assert "низкие результаты" in page
    assert stranger.short_name not in page


def test_of_several_schools_the_header_says_how_many_and_a_branch_is_not_one_more(
    client, curator, director, branch, municipality
):
    assert branch.parent.short_name in home(client, director).split("</header>")[0]
    second = make_school(municipality=municipality)
    Membership.objects.create(user=curator, role="CURATOR", school=second)

    assert "2\xa0школы" in home(client, curator).split("</header>")[0]


def test_who_has_nothing_is_told_whom_to_ask(client, db):
    assert "Вам пока ничего не открыто" in home(client, make_user())


def test_several_roles_lead_to_the_page_with_most_to_do(client, admin, municipality):
    Membership.objects.create(user=admin, role="COORDINATOR", municipality=municipality)

    page = home(client, admin)

    assert "Что\xa0дальше" in page
    assert "Вы также администратор" in page


@pytest.mark.parametrize("amount", [1, 3])
@pytest.mark.parametrize(
    ("role", "queries"),
    [("coordinator", 35), ("head", 27), ("region_operator", 15), ("curator", 16), ("director", 22)],
)
def test_a_start_page_takes_as_many_queries_for_three_schools_as_for_one(
    amount, role, queries, request, client, municipality, school, django_assert_num_queries
):
    make_result(school=school, low_n=6, high_n=0)
    for n in range(amount - 1):
        other = make_school(municipality=municipality, cluster="сельские школы")
        make_result(school=other, low_n=6, high_n=0)
        make_result(school=school, sitting=make_sitting(grade=5 + n))
        Membership.objects.create(
            user=request.getfixturevalue("curator"), role="CURATOR", school=other
        )
    make_verdicts(municipality=municipality)
    client.force_login(request.getfixturevalue(role))

    with django_assert_num_queries(queries):
        client.get(reverse("reports:home"))


def test_a_region_without_municipalities_is_told_who_adds_them(client, db):
    client.force_login(make_user("REGION", make_region()))

    page = client.get("/").content.decode()

    assert "Муниципалитетов пока нет" in page
    assert "Их добавляет администратор портала." in page


ONLY_JOURNAL = {"share_low": None, "journal": {"lower": 2, "same": 9, "higher": 1}}


def test_a_comparison_with_the_class_register_is_not_yet_a_result(
    client, coordinator, director, region_operator, municipality, school
):
    make_methodology(municipality)
    make_result(school=school, sitting=make_sitting(), **ONLY_JOURNAL)

    page = home(client, coordinator)
    assert "осталось 1 из 1" in page
    assert "Провести идентификацию" not in page
    assert 'Идентификация<span class="visually-hidden"> (впереди)' in page
    assert 'class="num" data-label="Результатов">0<' in home(client, region_operator)
    assert "русский язык</a>: есть только сравнение с\xa0журналом" in home(client, director)


def test_a_year_of_which_all_was_withdrawn_is_not_offered(client, coordinator, school):
    for year in (2019, 2020):
        make_result(school=school, sitting=make_sitting(academic_year=year))
    gone = NewResult(school.pk, make_sitting(academic_year=2020).pk, no_data=WITHDRAWN)
    store_results([gone], by=coordinator, at=AT, origin="undo")

    page = home(client, coordinator)

    assert "2018/2019 учебный год" in page
    assert "2019/2020 учебный год" not in page


@pytest.mark.parametrize("role", ["COORDINATOR", "HEAD"])
def test_low_schools_without_a_score_have_no_empty_columns(client, municipality, school, role):
    judged(make_low(school).municipality)

    page = home(client, make_user(role, municipality))

    assert "None" not in page
    assert "Место в\xa0кластере" not in page
    assert "до\xa0другого статуса 1\xa0ученик" in page
    assert "Доля не достигших минимума" in page


@pytest.mark.parametrize("role", ["COORDINATOR", "HEAD"])
def test_a_run_that_looks_for_something_else_counts_what_it_looks_for(
    client, municipality, school, role
):
    measure = Measure.objects.create(code="poor", title="Доля малообеспеченных семей")
    Figure.objects.create(measure=measure, school=school, academic_year=2026, value=40)
    criteria = [{"measure": "poor", "op": ">=", "value": 30}]
    methodology = make_methodology(
        municipality,
        method="social_context",
        parameters={"criteria": criteria, "hits_for_social": 1},
    )
    make_verdicts(municipality=municipality, methodology=methodology)

    page = home(client, make_user(role, municipality))

    assert "сложные социальные условия" in page
    assert "с\xa0низкими результатами" not in page
    assert "Школ с низкими результатами нет" not in page
