import pytest

from identification.models import Methodology, Run
from schools.middleware import YEAR
from tests.conftest import THEIRS
from tests.factories import (
    PARAMETERS,
    make_methodology,
    make_result,
    make_run,
    make_school,
    make_sitting,
)
from tests.identification.pages import html, words_of

START = "/identification/start/"


@pytest.fixture
def methodology(municipality, school):
    make_result(school=school)
    return make_methodology(municipality, title="Индекс")


def test_a_coordinator_starts_a_run_and_comes_to_its_page(
    client, coordinator, methodology, school, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(START, {"methodology": methodology.pk, "academic_year": 2026})

    run = Run.objects.get()
    assert answer.url == run.get_absolute_url()
    assert (run.state, run.started_by, run.verdicts.count()) == ("done", coordinator, 1)


def test_the_year_is_the_one_that_the_page_showed(
    client, coordinator, methodology, school, django_capture_on_commit_callbacks
):
    make_result(school=school, sitting=make_sitting(academic_year=2025))
    client.force_login(coordinator)
    session = client.session
    session[YEAR] = 2025
    session.save()
    assert 'name="academic_year" value="2025"' in client.get(START).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(START, {"methodology": methodology.pk, "academic_year": 2026})

    assert Run.objects.get().academic_year == 2026


def test_what_cannot_be_done_is_said_at_the_place_and_nothing_is_stored(
    client, coordinator, municipality, methodology
):
    Methodology.objects.update(parameters={**PARAMETERS, "lines": []})
    client.force_login(coordinator)

    answer = client.post(START, {"methodology": methodology.pk, "academic_year": 2026})

    said = words_of(answer.content.decode())
    assert (
        "Методика «Индекс» заполнена не до конца. «Линии» (lines): нужна хотя бы одна строка."
        in said
    )
    assert not Run.objects.exists()


def test_a_year_without_results_is_refused_at_the_place(client, coordinator, methodology):
    client.force_login(coordinator)

    answer = client.post(START, {"methodology": methodology.pk, "academic_year": 2024})

    said = words_of(answer.content.decode())
    assert "За 2023/2024 учебный год у муниципалитета" in said
    assert not Run.objects.exists()


def test_only_the_newest_methodologies_of_the_municipality_can_be_chosen(
    client, coordinator, municipality, abroad, methodology
):
    newer = make_methodology(municipality, slug=methodology.slug, version=2, title="Индекс")
    foreign = make_methodology(abroad, title=f"Чужая {THEIRS}")
    content = html(client, coordinator, START)

    assert "Индекс, редакция 2" in content
    assert "Индекс, редакция 1" not in content
    assert THEIRS not in content
    for wrong in (methodology, foreign):
        answer = client.post(START, {"methodology": wrong.pk, "academic_year": 2026})
        assert "methodology" in answer.context["form"].errors
    assert newer.frozen_at is None
    assert not Run.objects.exists()


def test_the_page_to_start_names_results_without_a_reason_and_silent_schools(
    client, coordinator, municipality, school, methodology
):
    gap = make_result(school=school, sitting=make_sitting(subject="Математика"), no_data="unknown")
    make_result(school=school, sitting=make_sitting(grade=5), no_data="no_stage")
    make_school(municipality=municipality, short_name="СОШ 77")

    content = html(client, coordinator, START)

    assert f'href="{gap.get_absolute_url()}"' in content
    assert "За этот год ничего не внесено: СОШ № 77." in words_of(content)
    assert "Пусто с причиной 1 Без причины 1" in words_of(content)


def test_the_page_to_start_tells_nothing_of_other_municipalities(
    client, coordinator, foreign_school, methodology
):
    make_result(
        school=foreign_school, sitting=make_sitting(subject="Математика"), no_data="unknown"
    )

    content = html(client, coordinator, START)

    assert THEIRS not in content
    assert "Результатов 1 Пусто с причиной 0 Без причины 0" in words_of(content)


def test_the_page_to_start_says_that_a_run_is_under_way(client, coordinator, methodology):
    run = make_run(municipality=methodology.municipality, methodology=methodology)

    content = html(client, coordinator, START)

    assert "Идентификация по этому году уже идёт" in words_of(content)
    assert run.get_absolute_url() in content


def test_without_a_methodology_there_is_no_button(client, coordinator, school):
    content = html(client, coordinator, START)

    assert "Методика ещё не введена" in words_of(content)
    assert "Обратитесь к администратору портала." in words_of(content)
    assert '<button class="btn btn-primary"' not in content


@pytest.mark.parametrize(
    "person", ["head", "region_operator", "director", "school_coordinator", "curator"]
)
def test_those_who_only_read_cannot_start(client, person, methodology, request):
    client.force_login(request.getfixturevalue(person))

    posted = client.post(START, {"methodology": methodology.pk, "academic_year": 2026})

    assert (client.get(START).status_code, posted.status_code) == (404, 404)
    assert not Run.objects.exists()


def test_a_comparison_with_the_class_register_is_nothing_to_judge_by(
    client, coordinator, methodology, school
):
    journal = {"lower": 2, "same": 9, "higher": 1}
    make_result(school=school, share_low=None, journal=journal)

    said = words_of(html(client, coordinator, START))
    client.post(START, {"methodology": methodology.pk, "academic_year": 2026})

    assert "нет ни одного результата" in said
    assert not Run.objects.exists()
