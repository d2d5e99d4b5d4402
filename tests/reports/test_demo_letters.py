"""The demo's letters: drafts to look through, one that a director has, a year that was answered."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from reports.demo.letters import write_letters
from reports.demo.services import hold_evenings, identify_ilansky, load_demo
from reports.models import Letter, Recommendation
from reports.rules.letters import MOST
from schools.models import Membership
from tests.access.reading import checksum

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def letters(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        identify_ilansky(at=AT)
        hold_evenings(at=AT)
        write_letters(at=AT)
        yield
        transaction.set_rollback(True)


def test_every_school_of_a_run_has_a_letter_and_one_director_has_his(letters, db):
    ilansky = Letter.objects.filter(school__municipality__slug="ilansky")

    assert ilansky.count() == 15
    sent = ilansky.get(state="sent")
    own = Membership.objects.filter(user__username="ilansky-direktor")
    assert sent.school_id in own.values_list("school", flat=True)


def test_a_year_ago_was_answered_and_its_effect_is_told(letters, db):
    before = Recommendation.objects.filter(
        letter__school__municipality__slug="strezhevoy", letter__academic_year=2022
    )
    answered = before.answered()

    assert set(answered.values_list("state", flat=True)) == {"done", "partly", "not_done"}
    assert not answered.filter(outcome="").exists()
    assert {"better", "same"} <= set(answered.values_list("outcome", flat=True))


def test_no_letter_is_longer_than_seven(letters, db):
    assert max(one.recommendations.in_letter().count() for one in Letter.objects.all()) <= MOST


def test_done_twice_it_is_done_once(letters, db):
    before = checksum()

    write_letters(at=AT)

    assert checksum() == before
