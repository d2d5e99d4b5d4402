import pytest
from django.urls import reverse

from assessments.models import Result
from tests.factories import make_result, make_school, make_sitting, make_user

from .pages import html, page

LEVEL_CHANGE = "/identification/level-change/"


def trends(school):
    return reverse("identification:school-trends", args=[school.pk])


def cohorts(school):
    return reverse("identification:school-cohorts", args=[school.pk])


def tell(school, *years, low=3, **procedure):
    for year in years:
        sitting = make_sitting(academic_year=year, **procedure)
        make_result(school=school, sitting=sitting, low_n=low, high_n=6)


def neighbours(municipality, number, low=6):
    schools = [
        make_school(municipality=municipality, cluster="сельские школы") for _ in range(number)
    ]
    for school in schools:
        tell(school, 2025, 2026, low=low)
    return schools


def test_a_school_sees_every_procedure_over_the_years_with_the_figures_as_a_table(
    client, director, school, municipality
):
    tell(school, 2025, 2026)
    tell(school, 2026, subject="Математика")
    neighbours(municipality, 2)

    text = page(client, director, trends(school))

    assert "ВПР-4, русский язык 2025/2026: 3 из 12, 25 %; в кластере 41,67 %" in text
    assert "2024/2025 3 из 12, 25 % 41,67 %, 3 школы, 36 учеников" in text
    assert "2024/2025 не внесено — — — 2025/2026 3 из 12, 25 % — — —" in text


def test_the_high_results_are_a_second_view(client, director, school):
    tell(school, 2025, 2026)

    assert "2025/2026 6 из 12, 50 %" in page(client, director, trends(school), side="high")
    assert "2025/2026 3 из 12, 25 %" in page(client, director, trends(school), side="nonsense")


def test_one_neighbour_in_the_cluster_stays_unknown_to_a_director_and_known_to_a_coordinator(
    client, director, coordinator, school, municipality
):
    tell(school, 2025, 2026)
    neighbours(municipality, 1)

    assert "41,67" not in page(client, director, trends(school))
    assert "37,5 %, 2 школы, 24 ученика" in page(client, coordinator, trends(school))


def test_of_one_year_there_is_no_trend(client, director, school):
    tell(school, 2026)

    assert "Сравнить пока не с чем" in page(client, director, trends(school))


def test_the_trend_is_reached_from_the_results_of_the_school(client, director, school):
    content = html(client, director, reverse("assessments:school", args=[school.pk]))

    assert f'href="{trends(school)}"' in content
    assert f'href="{cohorts(school)}"' in html(client, director, trends(school))


def test_a_cohort_is_followed_one_subject_at_a_time(client, director, school):
    for subject, low in (("Русский язык", 1), ("Математика", 2)):
        tell(school, 2025, low=low, subject=subject)
        tell(school, 2026, low=low + 2, grade=5, subject=subject)

    text = page(client, director, cohorts(school), subject="математика")

    assert "дети приходят и уходят" in text
    assert "4 класс в 2024/2025" in text
    assert "ВПР-4 2024/2025 2 из 12, 16,67 % 6 из 12, 50 % —" in text
    assert "ВПР-5 2025/2026 4 из 12, 33,33 % 6 из 12, 50 % —" in text
    assert "1 из 12" not in text


def test_the_class_register_stands_on_the_line_of_a_cohort(client, director, school):
    tell(school, 2025)
    tell(school, 2026, grade=5)
    Result.objects.update(journal={"lower": 5, "same": 6, "higher": 1})

    assert "50 % ниже журнала 5 из 12" in page(client, director, cohorts(school))


def test_without_a_second_grade_the_page_says_what_is_needed(client, director, school):
    tell(school, 2026)

    assert "Проследить пока нечего" in page(client, director, cohorts(school))


def test_schools_stand_by_level_and_change_of_one_procedure_or_of_all(
    client, coordinator, school, municipality
):
    tell(school, 2025, low=1)
    tell(school, 2026, low=6)
    tell(school, 2025, 2026, low=0, subject="Математика")
    russian = make_sitting(academic_year=2026).procedure

    together = page(client, coordinator, LEVEL_CHANGE)
    one = page(client, coordinator, LEVEL_CHANGE, procedure=russian.pk)

    assert "1 из 24, 4,17 % 6 из 24, 25 % +20,8 п. п. 5 учеников обсудить поддержку" in together
    assert "Ниже минимума 30 % учеников и больше: 0 школ из 1" in together
    assert "1 из 12, 8,33 % 6 из 12, 50 % +41,7 п. п. 5 учеников обсудить поддержку" in one
    assert "Ниже минимума 30 % учеников и больше: 1 школа из 1" in one


def test_schools_without_both_years_are_named_apart(client, coordinator, school, municipality):
    tell(school, 2025, 2026)
    new = make_school(municipality=municipality, short_name="СОШ 77")
    tell(new, 2026)

    text = page(client, coordinator, LEVEL_CHANGE)

    assert "чисел за оба года нет: СОШ № 77." in text


def test_without_two_years_there_is_no_grid(client, coordinator, school):
    tell(school, 2026)

    assert "Сравнить пока не с чем" in page(client, coordinator, LEVEL_CHANGE)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("of", "queries"), [(trends, 13), (cohorts, 11), (None, 9)])
def test_more_schools_and_procedures_ask_no_more_of_the_database(
    client, coordinator, school, municipality, number, of, queries, django_assert_num_queries
):
    address = of(school) if of else LEVEL_CHANGE
    for one in [school, *neighbours(municipality, number - 1)]:
        for subject in ("Русский язык", "Математика", "Физика")[:number]:
            tell(one, 2025, subject=subject)
            tell(one, 2026, grade=5, subject=subject)
            tell(one, 2026, subject=subject)
    client.force_login(coordinator)

    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_stranger_finds_nothing(client, school):
    client.force_login(make_user("DIRECTOR", make_school()))

    assert [client.get(url).status_code for url in (trends(school), cohorts(school))] == [404, 404]
