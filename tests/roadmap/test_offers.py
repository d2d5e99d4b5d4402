"""What an approved protocol suggests: tasks with days, given once, never by themselves."""

from datetime import date

import pytest
from django.urls import reverse

from identification.models import Decision, Protocol
from roadmap.models import Task
from roadmap.offers import OFFERS
from roadmap.services.offering import offered, take_up, waiting
from schools.models import Notification
from tests.factories import AT, make_document, make_school

Action = Decision.Action


def approved(municipality, by, **decisions):
    protocol = Protocol.objects.create(
        municipality=municipality,
        academic_year=2026,
        state=Protocol.State.APPROVED,
        document=make_document(
            municipality=municipality, number="7", dated_on=date(2026, 8, 28), title="О статусе"
        ),
        approved_by=by,
        approved_at=AT,
        created_by=by,
    )
    for action, pairs in decisions.items():
        for school, status in pairs:
            protocol.decisions.create(
                school=school,
                status=status,
                assigned=action in ("enter", "stay"),
                action=action,
                decided_by=by,
                decided_at=AT,
            )
    return protocol


def told(protocol, on=date(2026, 8, 28)):
    return {
        school.short_name: [(line.offer.code, line.due_on) for line in lines]
        for school, lines in offered(protocol, on=on)
    }


def keys_of(protocol):
    return [line.key for _school, lines in offered(protocol, on=AT.date()) for line in lines]


def test_opened_late_the_page_offers_two_weeks_from_then(protocol, school):
    terms = told(protocol, on=date(2027, 2, 1))[school.short_name]

    assert {due for _code, due in terms} == {date(2027, 2, 15)}


@pytest.fixture
def protocol(municipality, school, coordinator):
    return approved(municipality, coordinator, enter=[(school, "low"), (school, "social")])


def test_a_school_that_enters_is_offered_curator_recommendations_and_programme(protocol, school):
    assert told(protocol) == {
        school.short_name: [
            ("curator", date(2026, 9, 11)),
            ("recommendations", date(2026, 9, 18)),
            ("programme", date(2026, 9, 30)),
        ]
    }


def test_a_school_that_stays_keeps_its_curator(municipality, school, coordinator):
    protocol = approved(municipality, coordinator, stay=[(school, "low")])

    assert [code for code, _ in told(protocol)[school.short_name]] == [
        "recommendations",
        "programme",
    ]


def test_who_enters_one_list_and_stays_on_another_is_offered_a_curator(
    municipality, school, coordinator
):
    protocol = approved(
        municipality, coordinator, enter=[(school, "low")], stay=[(school, "social")]
    )

    assert told(protocol)[school.short_name][0][0] == "curator"


def test_after_september_a_programme_has_its_month(municipality, coordinator, school):
    protocol = approved(municipality, coordinator, enter=[(school, "low")])
    protocol.document.dated_on = date(2026, 10, 12)
    protocol.document.save()

    terms = dict(told(protocol, on=date(2026, 10, 12))[school.short_name])

    assert terms["programme"] == date(2026, 11, 11)


def test_no_term_ends_on_a_day_off(municipality, coordinator, school):
    """Two weeks after a Saturday are a Saturday; three as well."""
    protocol = approved(municipality, coordinator, enter=[(school, "low")])
    protocol.document.dated_on = date(2026, 8, 29)
    protocol.document.save()

    terms = dict(told(protocol, on=date(2026, 8, 29))[school.short_name])

    assert (terms["curator"], terms["recommendations"]) == (date(2026, 9, 11), date(2026, 9, 18))


def test_who_leaves_or_leads_is_offered_nothing(municipality, school, coordinator):
    other = make_school(municipality=municipality)
    protocol = approved(
        municipality, coordinator, leave=[(school, "low")], enter=[(other, "leader")]
    )

    assert told(protocol) == {}


def test_nothing_is_given_until_it_is_ticked(client, protocol, coordinator):
    client.force_login(coordinator)
    address = reverse("roadmap:offers", args=[protocol.pk])

    client.get(address)
    client.post(address)

    assert not Task.objects.exists()
    assert waiting(protocol) == len(OFFERS)


def test_what_is_ticked_becomes_a_task_and_is_told(
    client, protocol, school, coordinator, director, time_is
):
    client.force_login(coordinator)
    keys = keys_of(protocol)

    time_is(AT)
    days = {f"due-{keys[0]}": "2026-10-05", f"due-{keys[1]}": "скоро"}

    client.post(reverse("roadmap:offers", args=[protocol.pk]), {"key": keys} | days)

    programme = Task.objects.get(school=school)
    assert (programme.role, programme.proof) == ("DIRECTOR", "any")
    assert programme.due_on == date(2026, 9, 30)
    own = Task.objects.filter(school=None, role="COORDINATOR")
    assert list(own.values_list("due_on", flat=True)) == [date(2026, 9, 18), date(2026, 10, 5)]
    assert Notification.objects.filter(user=director).count() == 1
    assert waiting(protocol) == 0


def test_what_was_left_on_purpose_is_not_asked_again_but_stays_at_hand(
    client, protocol, coordinator, time_is
):
    time_is(AT)
    client.force_login(coordinator)
    address, (first, *left) = reverse("roadmap:offers", args=[protocol.pk]), keys_of(protocol)
    assert client.get(address).content.decode().count(" checked>") == len(OFFERS)

    client.post(address, {"key": [first]})

    page = client.get(address).content.decode()
    assert waiting(protocol) == 0
    assert (page.count('name="key"'), page.count(" checked>")) == (len(left), 0)
    assert address in client.get(protocol.get_absolute_url()).content.decode()


def test_asked_twice_it_is_given_once(protocol, coordinator):
    keys = keys_of(protocol)

    chosen = dict.fromkeys(keys)
    first = take_up(protocol, chosen, on=AT.date(), by=coordinator, at=AT)
    again = take_up(protocol, chosen, on=AT.date(), by=coordinator, at=AT)

    assert (len(first), len(again), Task.objects.count()) == (3, 0, 3)


def test_a_key_that_was_not_offered_gives_nothing(protocol, coordinator):
    chosen = {"protocol-1-everything-1": None}

    assert take_up(protocol, chosen, on=AT.date(), by=coordinator, at=AT) == []


def test_a_draft_offers_nothing(client, municipality, coordinator):
    draft = Protocol.objects.create(
        municipality=municipality, academic_year=2026, created_by=coordinator
    )
    client.force_login(coordinator)

    assert client.get(reverse("roadmap:offers", args=[draft.pk])).status_code == 404
