import pytest

from assessments.cohorts import cohorts_of
from assessments.models import ImportBatch, Marker, Result, Sitting
from tests.factories import AT, make_batch, make_result, make_school, make_sitting


@pytest.fixture
def school(db):
    return make_school()


def write(school, grade, year, low=3, high=6, kind="VPR", **fields):
    sitting = make_sitting(kind=kind, grade=grade, academic_year=year)
    return make_result(school=school, sitting=sitting, low_n=low, high_n=high, **fields)


def test_children_are_followed_from_grade_to_grade_and_year_to_year(school):
    write(school, 4, 2021, low=1)
    write(school, 5, 2022, low=2)
    write(school, 6, 2023, low=3)
    write(school, 9, 2026, low=4, kind="OGE")

    [cohort] = cohorts_of(school, last=2026)

    assert (cohort.subject, cohort.fourth_in) == ("русский язык", 2021)
    assert [(str(g.procedure), g.academic_year, g.low.count) for g in cohort.grades] == [
        ("ВПР-4, русский язык", 2021, 1),
        ("ВПР-5, русский язык", 2022, 2),
        ("ВПР-6, русский язык", 2023, 3),
        ("ОГЭ, русский язык", 2026, 4),
    ]


def test_other_children_of_the_same_year_are_another_cohort(school):
    for grade, year in ((4, 2025), (5, 2026), (5, 2025), (6, 2026)):
        write(school, grade, year, low=grade)

    assert [
        (one.fourth_in, [grade.low.count for grade in one.grades])
        for one in cohorts_of(school, last=2026)
    ] == [(2025, [4, 5]), (2024, [5, 6])]


def test_one_grade_is_nothing_to_follow(school):
    write(school, 4, 2025)
    write(school, 6, 2025)

    assert cohorts_of(school, last=2026) == []


def test_what_comes_after_the_chosen_year_is_not_shown(school):
    for grade, year in ((4, 2023), (5, 2024), (6, 2025)):
        write(school, grade, year)

    [cohort] = cohorts_of(school, last=2024)

    assert [grade.academic_year for grade in cohort.grades] == [2023, 2024]


def test_a_grade_between_without_a_figure_says_why(school):
    write(school, 4, 2021)
    sitting = make_sitting(grade=5, academic_year=2022)
    Sitting.objects.filter(pk=sitting.pk).update(held=False)
    make_sitting(grade=6, academic_year=2023)
    write(school, 7, 2024)

    [cohort] = cohorts_of(school, last=2026)

    assert [grade.low.words for grade in cohort.grades] == [
        "3 из 12, 25\xa0%",
        "не проводилась",
        "не внесено",
        "3 из 12, 25\xa0%",
    ]


def test_signs_stand_at_the_grade_they_are_about(school):
    write(school, 4, 2025)
    told = write(school, 5, 2026)
    Result.objects.filter(pk=told.pk).update(journal={"lower": 4, "same": 7, "higher": 1})
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT}
    batch = make_batch(municipality=school.municipality, **stored)
    Marker.objects.create(batch=batch, school=school, sitting=told.sitting, source_row=2)

    [cohort] = cohorts_of(school, last=2026)

    assert [grade.is_marked for grade in cohort.grades] == [False, True]
    assert [grade.journal for grade in cohort.grades] == [None, (4, 7, 1)]


def test_the_results_of_other_schools_stay_out(school):
    other = make_school(municipality=school.municipality)
    write(school, 4, 2025)
    write(other, 5, 2026)

    assert cohorts_of(school, last=2026) == []


def test_more_cohorts_ask_no_more_of_the_database(school, django_assert_num_queries):
    for grade, year in ((4, 2025), (5, 2026)):
        write(school, grade, year)
    with django_assert_num_queries(4):
        assert len(cohorts_of(school, last=2026)) == 1

    for grade, year in ((5, 2025), (6, 2026), (6, 2025), (7, 2026)):
        write(school, grade, year)
    with django_assert_num_queries(4):
        assert len(cohorts_of(school, last=2026)) == 3
