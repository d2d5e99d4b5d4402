"""The private address from which a calendar reads somebody's tasks."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from roadmap.models import CalendarFeed
from roadmap.services.feed import make_feed, switch_off_feed
from tests.factories import AT, make_school
from tests.identification.pages import html
from tests.roadmap.making import make_task

PAGE, OFF = reverse("roadmap:feed"), reverse("roadmap:feed-off")


def address(token):
    return reverse("roadmap:feed-file", args=[token])


def events(client, token):
    answer = client.get(address(token))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def token(director):
    return make_feed(by=director, at=AT)


def test_without_signing_in_a_calendar_reads_the_open_tasks_of_its_owner(client, school, token):
    task = make_task(school=school, title="Приложить; приказ, срочно\nсегодня")
    make_task(school=school, title="Готово", state="cancelled")
    make_task(school=make_school(municipality=school.municipality), title="Чужое")
    make_task(school.municipality, title="Муниципальное")

    (event,) = events(client, token)

    assert event["summary"].startswith("СОШ 5")
    assert event["summary"].endswith("Приложить; приказ, срочно\nсегодня")
    assert event.decoded("dtstart") == date(2026, 9, 15)
    assert event.decoded("dtend") == date(2026, 9, 16)
    assert event["url"] == f"http://testserver{task.get_absolute_url()}"
    assert event["uid"] == f"task-{task.pk}@testserver"


def test_the_same_task_is_the_same_event_however_often_it_is_read(client, school, token):
    make_task(school=school)

    first, second = (client.get(address(token)).content for _ in range(2))

    assert first == second


def test_no_cache_keeps_what_the_address_gives(client, token):
    answer = client.get(address(token))

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("wrong", ["жук", "a" * 43, "..%2Fadmin", "%00"])
def test_a_wrong_token_opens_nothing(client, token, wrong):
    assert client.get(f"/roadmap/tasks/feed/{wrong}.ics").status_code == 404


def test_only_the_hash_is_kept(token):
    kept = CalendarFeed.objects.get().token_hash

    assert token not in kept
    assert len(kept) == 64


def test_the_address_is_shown_once(client, director):
    client.force_login(director)
    shown = client.post(PAGE).content.decode()
    token = shown.split("/roadmap/tasks/feed/")[1].split(".ics")[0]

    assert client.get(address(token)).status_code == 200
    assert token not in html(client, director, PAGE)


def test_a_new_address_ends_the_one_before_and_switching_off_ends_both(client, director, token):
    new = make_feed(by=director, at=AT)
    assert client.get(address(token)).status_code == 404
    assert client.get(address(new)).status_code == 200

    client.force_login(director)
    client.post(OFF)

    assert client.get(address(new)).status_code == 404
    switch_off_feed(by=director)  # once more harms nothing


def test_a_person_who_is_deactivated_gives_nothing(client, school, director, token):
    make_task(school=school)
    director.is_active = False
    director.save()

    assert client.get(address(token)).status_code == 404


def test_a_person_whose_role_has_ended_gives_no_task(client, school, director, token):
    make_task(school=school)
    make_task(school=school, assignee=director)
    assert len(events(client, token)) == 2

    director.memberships.update(ended_at=AT)

    assert events(client, token) == []
