"""Targets against an average: entered, of a federal file, or of the schools themselves."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.models import Benchmark, ImportBatch
from roadmap.averages import Averages
from roadmap.board import Board
from roadmap.columns import Column
from roadmap.models import Target
from schools.models import Figure, Measure
from tests.factories import (
    AT,
    make_batch,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

from .making import make_indicator, make_period, make_programme

VPR = {"kind": "VPR", "grade": 4, "subject": "Русский язык", "variant": None}
SHARES = {"2": 1000, "3": 4000, "4": 3000, "5": 2000}


@pytest.fixture
def municipality(db):
    return make_municipality(name="Иланский район", name_genitive="Иланского района")


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def period(programme):
    return make_period(programme, 2026)


@pytest.fixture
def sitting(db):
    return make_sitting(academic_year=2026, kind="VPR", grade=4, subject="Русский язык")


def of_result(programme, figure="share_high", procedures=(VPR,), **fields):
    told = {"procedures": list(procedures), "figure": figure}
    return make_indicator(
        programme, kind="percent", source="result", source_parameters=told, **fields
    )


def of_measure(programme, code="absences", **fields):
    told = {"measure": code}
    return make_indicator(
        programme, kind="percent", source="figure", source_parameters=told, **fields
    )


def tell(municipality, sitting, level="region", name="Красноярский край", *, days=0, shares=SHARES):
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT + timedelta(days=days)}
    return Benchmark.objects.create(
        batch=make_batch(municipality=municipality, **stored),
        sitting=sitting,
        level=level,
        name=name,
        shares=shares,
        source_row=9,
    )


def average(indicator, place, period):
    return Averages(indicator.programme.municipality, [indicator], [period]).of(
        indicator, place, period
    )


def test_a_federal_file_tells_the_average_of_the_region(municipality, programme, period, sitting):
    tell(municipality, sitting)
    tell(municipality, sitting, "country", "Россия", shares={"2": 10_000})

    assert average(of_result(programme), "region", period) == 50
    assert average(of_result(programme, "share_low"), "region", period) == 10
    assert average(of_result(programme, "not_low"), "region", period) == 90
    assert average(of_result(programme, "mean"), "region", period) is None


def test_the_newest_file_counts_and_only_of_that_year(municipality, programme, period, sitting):
    tell(municipality, sitting)
    tell(municipality, sitting, days=1, shares={"2": 2500, "4": 7500})
    other = make_sitting(academic_year=2025, kind="VPR", grade=4, subject="Русский язык")
    tell(municipality, other, days=2, shares={"5": 10_000})

    assert average(of_result(programme), "region", period) == 75
    assert average(of_result(programme), "region", make_period(programme, 2024)) is None


def test_of_many_districts_of_a_file_only_the_own_one_is_an_average(
    municipality, programme, period, sitting
):
    tell(municipality, sitting, "municipality", "Канский район", shares={"5": 10_000})
    indicator = of_result(programme)
    assert average(indicator, "municipality", period) is None

    tell(municipality, sitting, "municipality", "Иланский муниципальный район")
    assert average(indicator, "municipality", period) == 50


def test_what_was_entered_comes_before_a_file(municipality, programme, period, sitting):
    tell(municipality, sitting)
    measure = Measure.objects.create(
        code="region-vpr-4-russkiy-yazyk-share_high", title="ВПР", unit="%"
    )
    Figure.objects.create(
        measure=measure, municipality=municipality, academic_year=2026, value=Decimal("47.5")
    )

    assert average(of_result(programme), "region", period) == Fraction(95, 2)


def test_the_average_of_the_municipality_is_worked_out_of_its_schools(
    municipality, programme, period, sitting
):
    for high in (3, 6, 9):
        make_result(
            school=make_school(municipality=municipality),
            sitting=sitting,
            participants=12,
            low_n=0,
            high_n=high,
        )

    assert average(of_result(programme), "municipality", period) == 50
    assert average(of_result(programme), "region", period) is None


def test_parts_and_wholes_of_a_measure_are_added_up(municipality, programme, period):
    measure = Measure.objects.create(code="absences", title="Пропуски", unit="%")
    for part, whole in ((1, 10), (2, 10), (3, 20)):
        Figure.objects.create(
            measure=measure,
            school=make_school(municipality=municipality),
            academic_year=2026,
            numerator=part,
            denominator=whole,
        )

    assert average(of_measure(programme), "municipality", period) == 15


def test_an_average_of_two_schools_would_give_one_of_them_away(
    municipality, programme, period, sitting
):
    measure = Measure.objects.create(code="absences", title="Пропуски", unit="%")
    for _ in range(2):
        school = make_school(municipality=municipality)
        make_result(school=school, sitting=sitting, participants=12, low_n=0, high_n=3)
        Figure.objects.create(
            measure=measure, school=school, academic_year=2026, numerator=1, denominator=10
        )

    assert average(of_result(programme), "municipality", period) is None
    assert average(of_measure(programme), "municipality", period) is None


def test_where_nobody_said_of_what_there_is_no_average(municipality, programme, period, sitting):
    tell(municipality, sitting)
    other = VPR | {"subject": "Математика"}

    assert average(make_indicator(programme), "region", period) is None
    assert average(of_result(programme, procedures=(VPR, other)), "region", period) is None
    dynamics = make_indicator(
        programme,
        source="dynamics",
        source_parameters={"procedures": [VPR], "figure": "share_high", "tolerance": 0},
    )
    assert average(dynamics, "region", period) is None


def test_a_stage_without_dates_has_no_average(municipality, programme, sitting):
    tell(municipality, sitting)
    stage = make_period(programme, kind="stage", starts_on=None, ends_on=None)

    assert average(of_result(programme), "region", stage) is None


def test_a_board_asks_for_averages_as_often_for_three_indicators_as_for_one(
    municipality, programme, period, sitting, django_assert_num_queries
):
    tell(municipality, sitting)
    reader = make_user("COORDINATOR", municipality)

    columns = [Column(period, None, period.label)]

    for number in (1, 3):
        while programme.indicators.count() < number:
            Target.objects.create(indicator=of_result(programme), period=period, kind="region")
        with django_assert_num_queries(10):
            board = Board(programme, columns, reader=reader, periods=[period])
            goals = [board.standing(one, columns[0]).goal for one in board.indicators]
        assert goals == [50] * number
