"""Two who do the same at once: the second waits, and then knows what the first has done."""

from concurrent.futures import wait
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from identification import august
from identification.board import board_of
from identification.decisions import Choice, save_decisions
from identification.models import Decision
from identification.protocols import approve
from identification.tasks import identify_schools
from schools.models import SchoolStatus
from tests.aside import Aside
from tests.factories import (
    AT,
    make_methodology,
    make_protocol,
    make_result,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST = datetime(2026, 8, 20, tzinfo=UTC)
PAPER = {"kind": "protocol", "number": "1", "dated_on": date(2026, 8, 28), "grounds": {}}


def one_after_the_other(first, second, *arguments, **named):
    """`second` is asked for beside the open transaction of `first`."""
    with Aside() as aside:
        with transaction.atomic():
            told = first(*arguments, **named)
            waiting = aside(second, *arguments, **named)
            assert not wait([waiting], timeout=0.5).done
        return told, waiting.result(timeout=20)


def test_a_protocol_that_two_approve_at_once_is_in_force_once():
    school, head = make_school(), make_user()
    protocol = make_protocol(school.municipality, by=head)
    protocol.decisions.create(
        school=school, status="low", assigned=True, decided_by=head, decided_at=AT
    )

    told = one_after_the_other(approve, approve, protocol, **PAPER, by=head, at=AT)

    assert told == (True, False)
    assert SchoolStatus.objects.count() == 1


def test_of_two_who_decide_on_a_school_at_once_the_second_is_told():
    school, by = make_school(), make_user()
    board = board_of(school.municipality, 2026)
    choice = Choice(school.pk, frozenset({"low"}), "решение группы", version="")

    first, second = one_after_the_other(
        save_decisions, save_decisions, board, [choice], by=by, at=AT
    )

    assert (first.stored, second.stored) == ([school.pk], [])
    assert second.conflicts[school.pk].assigned == {"low"}
    assert Decision.objects.count() == 1


def test_an_august_that_two_start_at_once_comes_once_also_if_the_first_is_done_meanwhile():
    school = make_school()
    make_result(school=school)
    make_methodology(school.municipality)

    def start_and_do(year, *, at):
        (one,) = august.start_year(year, at=at)
        identify_schools(one.run.pk)
        return one.why_not

    first, second = one_after_the_other(start_and_do, august.start_year, 2026, at=AUGUST)

    assert (first, [one.why_not for one in second]) == ("", ["уже проведена"])
    assert school.municipality.runs.get().state == "done"
