"""Automatic values: computed from what the portal knows, kept beside what people wrote by hand."""

from datetime import date
from decimal import Decimal

import pytest

from roadmap.models import Computation, Value, ValueChange
from roadmap.services.computing import Computing, compute_values, running
from schools.errors import PortalError
from tests.factories import AT, make_municipality, make_result, make_school, make_sitting, make_user
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_period,
    make_programme,
    make_value,
)
from tests.roadmap.test_sets import give

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
OGE = {"kind": "OGE", "grade": 9, "subject": "Математика"}
IMPROVED = {
    "procedures": [OGE | {"variant": None}],
    "figure": "share_high",
    "tolerance": 0,
    "improved_when": "all",
}


def make_year(school, year, high, n=10):
    sitting = make_sitting(academic_year=year, **OGE)
    return make_result(school=school, sitting=sitting, participants=n, low_n=0, high_n=high)


def make_supported(municipality, *, before=None, now=None, **fields):
    school = make_school(municipality=municipality, **fields)
    give(school, "low")
    for year, high in ((2025, before), (2026, now)):
        if high is not None:
            make_year(school, year, high)
    return school


def of_dynamics(programme, **fields):
    told = {"kind": "percent", "source": "dynamics", "source_parameters": IMPROVED}
    return make_indicator(programme, **told | fields)


def compute(period, **more):
    return compute_values(period.programme, period, **{"on": ON, "at": AT} | more)


@pytest.fixture
def where():
    return make_municipality()


@pytest.fixture
def period(where):
    return make_period(make_programme(where))


def test_the_share_of_supported_schools_that_improved_is_of_those_with_data(where, period):
    make_supported(where, before=2, now=5)
    make_supported(where, before=5, now=5)
    unknown = make_supported(where, now=5, short_name="СОШ 77")
    make_school(municipality=where)
    indicator = of_dynamics(period.programme)

    compute(period)

    value = indicator.values.get()
    assert (value.numerator, value.denominator) == (1, 2)
    assert (value.origin, value.state) == ("computed", "accepted")
    assert "1 из\xa02, 50\xa0%" in value.explanation
    items = value.computation.fact["items"]
    assert [item["schools"] for item in items if item["state"] == "out"] == [[unknown.pk]]


def test_with_no_data_at_all_the_value_has_its_reason_and_no_zero(where, period):
    make_supported(where)
    indicator = of_dynamics(period.programme)

    compute(period)

    value = indicator.values.get()
    assert (value.numerator, value.no_data) == (None, "unknown")


def test_an_indicator_of_schools_is_answered_for_every_supported_school(where, period):
    better = make_supported(where, before=2, now=5)
    worse = make_supported(where, before=5, now=2)
    indicator = of_dynamics(period.programme, kind="yes_no", level="school")

    compute(period)

    assert dict(indicator.values.values_list("school", "yes")) == {better.pk: True, worse.pk: False}


def test_a_municipal_value_is_rolled_up_from_those_of_schools_in_the_same_pass(where, period):
    make_supported(where, before=2, now=5)
    make_supported(where, before=5, now=2)
    whole = make_indicator(period.programme, kind="percent", source="roll_up")
    of_dynamics(period.programme, kind="yes_no", level="school", pair=whole)

    compute(period)

    value = whole.values.get()
    assert (value.numerator, value.denominator) == (1, 2)


def test_a_second_pass_over_the_same_facts_changes_nothing(where, period):
    make_supported(where, before=2, now=5)
    of_dynamics(period.programme)
    compute(period)
    changes = ValueChange.objects.count()

    assert compute(period) == Computing(unchanged=1)
    assert ValueChange.objects.count() == changes


def test_when_a_fact_changes_the_value_follows_with_a_new_version(where, period):
    school = make_supported(where, before=2)
    indicator = of_dynamics(period.programme)
    compute(period)
    make_year(school, 2026, 8)

    compute(period)

    value = indicator.values.get()
    assert (value.numerator, value.denominator, value.version) == (1, 1, 2)


@pytest.mark.parametrize("origin", ["overridden", "entered"])
def test_what_was_written_by_hand_stays_and_the_computed_stands_beside_it(where, period, origin):
    make_supported(where, before=2, now=5)
    indicator = of_dynamics(period.programme)
    by_hand = make_value(
        indicator, period, numerator=3, denominator=4, origin=origin, explanation="по приказу"
    )

    assert compute(period) == Computing(kept=1)

    by_hand.refresh_from_db()
    assert (by_hand.numerator, by_hand.denominator, by_hand.version) == (3, 4, 1)
    assert by_hand.computation.fact["numerator"] == 1


def test_after_the_campaign_has_come_to_its_report_nothing_is_computed(where, period):
    make_supported(where, before=2, now=5)
    of_dynamics(period.programme)
    make_campaign(period.programme, period, phase="report")

    with pytest.raises(PortalError):
        compute(period)

    assert (Value.objects.count(), Computation.objects.count()) == (0, 0)
    assert list(running(AT)) == []


def test_copies_in_the_programme_of_a_school_share_the_values_of_the_template(where, period):
    school = make_supported(where, before=2, now=5)
    template = of_dynamics(period.programme, kind="yes_no", level="school")
    own = make_programme(school=school, template=period.programme)
    of_dynamics(own, kind="yes_no", level="school", origin=template)

    compute(make_period(own))

    assert not Value.objects.exists()


def test_a_school_s_own_programme_is_computed_for_that_school(where):
    school = make_supported(where, before=2, now=5)
    make_supported(where, before=2, now=5)
    own = make_period(make_programme(school=school))
    indicator = of_dynamics(own.programme, kind="yes_no")

    compute(own)

    assert list(indicator.values.values_list("school", "yes")) == [(school.pk, True)]


def test_the_nightly_round_takes_periods_of_programmes_in_force_that_are_running(where, period):
    of_dynamics(period.programme)
    make_period(period.programme, 2027)
    draft = make_programme(where, state="draft")
    of_dynamics(draft)
    make_period(draft)
    by_hand = make_programme(where)
    make_indicator(by_hand)
    make_period(by_hand)

    assert list(running(AT)) == [period.pk]


def test_parameters_that_cannot_be_are_told_in_the_value_s_rule(where, period):
    make_supported(where, before=2, now=5)
    indicator = of_dynamics(
        period.programme,
        source_parameters={"figure": "share_low", "tolerance": 0, "improved_when": "all"},
    )

    compute(period)

    value = indicator.values.get()
    assert value.no_data == "unknown"
    assert value.explanation == "Посчитать нельзя. Нет параметра «procedures»."


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_indicators_and_schools_takes_the_same_queries(
    where, number, django_assert_num_queries
):
    period = make_period(make_programme(where))
    for n in range(number):
        make_supported(where, before=2, now=5)
        of_dynamics(period.programme, source_parameters=IMPROVED | {"tolerance": n})
        of_dynamics(period.programme, kind="yes_no", level="school")
        make_indicator(
            period.programme, kind="number", source="set", source_parameters={"set": "low"}
        )

    with django_assert_num_queries(37):
        compute(period)


def test_the_mean_of_the_municipality_is_of_pupils_not_of_schools(where, period):
    for n, mean in ((10, Decimal("3.50")), (30, Decimal("3.83"))):
        school = make_supported(where)
        sitting = make_sitting(academic_year=2026, **OGE)
        make_result(school=school, sitting=sitting, participants=n, low_n=0, high_n=1, mean=mean)
    parameters = {"procedures": IMPROVED["procedures"], "figure": "mean"}
    indicator = make_indicator(
        period.programme, kind="number", source="result", source_parameters=parameters
    )

    compute(period, by=make_user())

    value = indicator.values.get()
    assert value.number == Decimal("3.75")
    assert str(value.computation.fact["items"]).count("математика: 3,5'") == 1
