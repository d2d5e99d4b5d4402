"""Two who write one value at once: the second is told, and nothing is lost."""

from concurrent.futures import wait

import pytest
from django.db import transaction

from roadmap.kinds import Reading
from roadmap.models import Value
from roadmap.services.values import NewValue, accept_values, store_values, submit_values
from tests.aside import Aside
from tests.factories import AT, make_school, make_user
from tests.roadmap.making import make_indicator, make_period, make_programme, make_value

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def where():
    school = make_school()
    programme = make_programme(school.municipality)
    indicator = make_indicator(programme, level="school", kind="percent")
    return indicator, make_period(programme), school, make_user("DIRECTOR", school)


def row(where, part, **more):
    indicator, period, school, _by = where
    reading = Reading(numerator=part, denominator=8)
    return NewValue(indicator.pk, period.pk, school.pk, reading, **more)


def beside(first, second):
    """`second` is asked for beside the open transaction of `first`."""
    with Aside() as aside:
        with transaction.atomic():
            told = first()
            waiting = aside(second)
            assert not wait([waiting], timeout=0.5).done
        return told, waiting.result(timeout=20)


def test_of_two_who_enter_a_value_where_there_was_none_the_second_is_told(where):
    by = where[3]

    first, second = beside(
        lambda: store_values([row(where, 1, version=0)], by=by, at=AT),
        lambda: store_values([row(where, 2, version=0)], by=by, at=AT),
    )

    assert (first.created, second.stored, len(second.conflicts)) == (1, 0, 1)
    assert Value.objects.get().numerator == 1


def test_of_two_who_change_a_value_the_second_is_told(where):
    by = where[3]
    store_values([row(where, 1)], by=by, at=AT)

    first, second = beside(
        lambda: store_values([row(where, 2, version=1)], by=by, at=AT),
        lambda: store_values([row(where, 3, version=1)], by=by, at=AT),
    )

    assert (first.updated, second.stored, len(second.conflicts)) == (1, 0, 1)
    value = Value.objects.get()
    assert (value.numerator, value.version, value.changes.count()) == (2, 2, 2)


def test_a_value_that_changes_while_it_is_accepted_is_accepted_as_it_was_seen_or_not_at_all(where):
    indicator, period, school, by = where
    coordinator = make_user("COORDINATOR", school.municipality)
    value = make_value(indicator, period, school, numerator=1, denominator=8)
    submit_values([value], by=by, at=AT)

    _stored, accepted = beside(
        lambda: store_values([row(where, 2, version=2)], by=by, at=AT),
        lambda: accept_values({value.pk: 2}, by=coordinator, at=AT),
    )

    assert accepted == []
    value.refresh_from_db()
    assert (value.numerator, value.state) == (2, "draft")


def test_what_was_accepted_in_between_is_not_written_over(where):
    indicator, period, school, by = where
    coordinator = make_user("COORDINATOR", school.municipality)
    value = make_value(indicator, period, school, numerator=1, denominator=8, state="submitted")

    accepted, stored = beside(
        lambda: accept_values({value.pk: 1}, by=coordinator, at=AT),
        lambda: store_values([row(where, 2, version=1)], by=by, at=AT),
    )

    assert (accepted, stored.stored, len(stored.refused)) == ([value], 0, 1)
    value.refresh_from_db()
    assert (value.numerator, value.state) == (1, "accepted")
