import pytest

from assessments.models import Benchmark, ImportBatch, Sitting
from assessments.trends import trends_of
from schools.models import SchoolYear
from tests.factories import (
    AT,
    make_batch,
    make_cluster,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
)


@pytest.fixture
def town(db):
    return make_municipality()


def make_schools(town, number, cluster="сельские школы"):
    return [make_school(municipality=town, cluster=cluster) for _ in range(number)]


def tell(schools, *counts, year=2026, **procedure):
    sitting = make_sitting(academic_year=year, **procedure)
    for school, (low, whole) in zip(schools, counts, strict=True):
        make_result(school=school, sitting=sitting, low_n=low, high_n=0, participants=whole)
    return sitting


def of(school, *, seen=None, last=2026, side="low"):
    [trend] = trends_of(school, seen=seen or {school.pk}, last=last, side=side)
    return trend.years


def test_a_school_stands_beside_all_pupils_of_its_cluster_and_of_the_municipality(town):
    village, far = make_schools(town, 3), make_schools(town, 2, "филиалы")
    tell(village + far, (1, 10), (2, 20), (9, 30), (20, 20), (0, 20))

    [year] = of(village[0])

    assert year.school.words == "1 из 10, 10\xa0%"
    assert (year.cluster.share, year.cluster.participants) == (2000, 60)
    assert (year.municipality.share, year.municipality.participants) == (3200, 100)
    assert year.region is None


def test_a_director_is_not_told_an_average_that_gives_a_neighbour_away(town):
    schools = make_schools(town, 2) + make_schools(town, 2, "филиалы")
    tell(schools, (1, 10), (2, 20), (3, 10), (4, 20))

    [own] = of(schools[0])
    [everything] = of(schools[0], seen={school.pk for school in schools})

    assert (own.cluster, own.municipality.share) == (None, 1667)
    assert everything.cluster.share == 1000


def test_the_rest_of_the_municipality_is_not_a_single_school(town):
    schools = make_schools(town, 3) + make_schools(town, 1, "филиалы")
    tell(schools, (1, 10), (2, 20), (3, 30), (4, 20))

    [year] = of(schools[0])

    assert (year.cluster.share, year.municipality) == (1000, None)


def test_a_school_alone_has_no_averages(town):
    [school] = make_schools(town, 1)
    tell([school], (1, 10))

    [year] = of(school, seen={school.pk})

    assert (year.cluster, year.municipality) == (None, None)


def test_a_year_has_the_clusters_of_that_year(town):
    schools = make_schools(town, 4)
    for year in (2025, 2026):
        tell(schools, (0, 10), (0, 10), (0, 10), (10, 10), year=year)
    moved = make_cluster(town, "филиалы")
    SchoolYear.objects.create(
        school=schools[3], academic_year=2026, cluster=moved, kind=schools[3].kind
    )

    before, now = of(schools[0])

    assert (before.cluster.share, now.cluster.share) == (2500, 0)


def test_a_year_without_a_figure_is_a_gap_that_says_why(town):
    [school] = make_schools(town, 1)
    for year in (2021, 2025):
        tell([school], (1, 10), year=year)
    make_result(school=school, sitting=make_sitting(academic_year=2022), no_data="no_participants")
    sitting = make_sitting(academic_year=2023)
    Sitting.objects.filter(pk=sitting.pk).update(held=False)

    years = of(school, last=2025)

    assert [(one.academic_year, one.school.words) for one in years] == [
        (2021, "1 из 10, 10\xa0%"),
        (2022, "нет участников"),
        (2023, "не проводилась"),
        (2024, "не внесено"),
        (2025, "1 из 10, 10\xa0%"),
    ]


def test_five_years_are_shown_and_nothing_of_later_ones(town):
    [school] = make_schools(town, 1)
    for year in range(2018, 2027):
        tell([school], (1, 10), year=year)

    assert [one.academic_year for one in of(school, last=2025)] == [2021, 2022, 2023, 2024, 2025]


def test_the_region_is_what_the_latest_federal_file_tells(town):
    [school] = make_schools(town, 1)
    sitting = tell([school], (1, 10))
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT}
    shares = {"2": 1250, "3": 4000, "4": 2750, "5": 2000}
    for level, name in (("region", "Край"), ("country", "Вся выборка")):
        Benchmark.objects.create(
            batch=make_batch(municipality=town, **stored),
            sitting=sitting,
            level=level,
            name=name,
            shares=shares if level == "region" else {"2": 100},
            source_row=8,
        )

    assert [of(school, side=side)[0].region for side in ("low", "high")] == [1250, 4750]


def test_a_procedure_without_a_single_share_has_no_picture(town):
    [school] = make_schools(town, 1)
    make_result(school=school, no_data="no_stage")

    assert trends_of(school, seen={school.pk}, last=2026, side="low") == []


def test_neither_schools_nor_procedures_ask_more_of_the_database(town, django_assert_num_queries):
    schools = make_schools(town, 1)
    tell(schools, (1, 10))
    with django_assert_num_queries(5):
        of(schools[0])

    schools += make_schools(town, 2)
    for subject in ("Математика", "Окружающий мир"):
        for year in (2025, 2026):
            tell(schools, (1, 10), (1, 10), (1, 10), subject=subject, year=year)
    with django_assert_num_queries(5):
        assert len(trends_of(schools[0], seen=set(), last=2026, side="low")) == 3
