"""What the portal sees of a recommendation by itself."""

from datetime import date

import pytest

from assessments.results import NewResult, store_results
from reports.models import Recommendation
from reports.recommending.drafting import make_letters
from reports.recommending.facts import facts_of
from reports.recommending.seen import DONE, NOT_YET, can_be_seen, seen_in_words
from reports.recommending.sending import send_letter
from tests.factories import AT, make_user
from tests.reports.rules import twelve
from tests.roadmap.making import make_programme

from .rows import rows_of

ON = date(2026, 9, 10)
pytestmark = pytest.mark.django_db


def given(town, code):
    run = rows_of(town)
    make_letters(run, by=None, at=AT)
    letter = run.letters.get(school__short_name="Школа")
    send_letter(letter, by=make_user("COORDINATOR", run.municipality), at=AT)
    return Recommendation.objects.select_related("letter__run").get(letter=letter, rule=code)


def seen(one):
    return seen_in_words(one, facts_of(one.letter.run, on=ON))


def test_an_answer_that_was_asked_for_is_seen_line_by_line():
    one = given(twelve.without_data(), "DQ-1")
    assert (can_be_seen(one), seen(one)) == (True, NOT_YET)

    result = one.letter.school.results.get(share_low=0, share_high=0)
    told = NewResult.of_counts(
        school_id=result.school_id, sitting_id=result.sitting_id, participants=20, low_n=0, high_n=0
    )
    store_results([told], by=make_user("DIRECTOR", one.letter.school), at=AT, origin="form")

    assert seen(one) == DONE


def test_the_same_on_another_line_keeps_nothing_open():
    one = given(twelve.without_data(), "DQ-1")
    elsewhere = [told | {"subject": "Физика"} for told in one.lines]
    assert seen(one) == NOT_YET

    one.lines = elsewhere

    assert seen(one) == DONE


def test_a_programme_in_force_is_seen():
    one = given(twelve.weak(), "MG-1")
    assert seen(one) == NOT_YET

    make_programme(one.letter.school.municipality, school=one.letter.school)

    assert seen(one) == DONE


def test_what_a_school_does_within_its_walls_is_seen_by_nobody_else():
    assert not can_be_seen(given(twelve.weak(), "LT-1"))
