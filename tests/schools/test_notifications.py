from datetime import timedelta

import pytest
from django.core import mail

from schools.models import Notification
from schools.services.notifications import claim_mail, in_charge_of, notify
from schools.tasks import mail_notifications
from tests.factories import AT, make_user

NEWS = {"title": "идентификация проведена", "text": "Низкие результаты — 4 из 15 школ."}


@pytest.fixture
def coordinator(municipality):
    return make_user("COORDINATOR", municipality, email="coordinator@example.org")


@pytest.fixture
def server(settings, time_is):
    settings.EMAIL_HOST, settings.PORTAL_URL = "mail.example", "https://opora.example"
    time_is(AT)


def tell(*users, key="one", at=AT):
    notify(users, key=key, url="/identification/7/", at=at, **NEWS)


def test_a_person_is_told_a_thing_once(coordinator, admin):
    tell(coordinator)
    tell(coordinator, admin)

    assert Notification.objects.count() == 2


def test_a_letter_goes_out_once_and_leads_into_the_portal(coordinator, server):
    tell(coordinator)

    mail_notifications()
    mail_notifications()

    (letter,) = mail.outbox
    assert letter.subject == "Опора: идентификация проведена"
    assert "https://opora.example/identification/7/" in letter.body
    assert coordinator.notifications.get().mail == "sent"


def test_without_an_address_there_is_no_letter(db, server):
    tell(make_user(email=""))

    mail_notifications()

    assert mail.outbox == []


def test_without_a_mail_server_the_portal_alone_tells(coordinator):
    tell(coordinator)

    mail_notifications()

    assert (mail.outbox, coordinator.notifications.get().mail) == ([], "waiting")


def test_old_news_are_not_sent_when_the_server_comes_back(coordinator, server):
    tell(coordinator, at=AT - timedelta(days=4))

    mail_notifications()

    assert mail.outbox == []


def test_of_two_who_ask_for_a_letter_one_gets_it(coordinator):
    tell(coordinator)

    assert claim_mail(at=AT) is not None
    assert claim_mail(at=AT) is None


def test_a_letter_whose_sender_died_is_taken_by_another_later(coordinator):
    tell(coordinator)
    claim_mail(at=AT)

    assert claim_mail(at=AT + timedelta(minutes=11)).mail_attempts == 2


def test_a_server_that_refuses_is_asked_five_times(coordinator, server, time_is, monkeypatch):
    def refuses(*args, **kwargs):
        raise OSError("no route")

    monkeypatch.setattr("schools.mail.send_mail", refuses)
    tell(coordinator)
    for attempt in range(6):
        time_is(AT + attempt * timedelta(minutes=11))
        mail_notifications()

    letter = coordinator.notifications.get()
    assert (letter.mail, letter.mail_attempts) == ("failed", 5)


def test_those_in_charge_are_the_people_of_the_municipality_as_a_whole(
    municipality, coordinator, admin, head, director
):
    gone = make_user("COORDINATOR", municipality, is_active=False)

    assert set(in_charge_of(municipality)) == {coordinator, admin, head}
    assert gone not in in_charge_of(municipality)


def test_the_page_shows_own_news_only_and_marks_them_as_read(client, coordinator, admin):
    tell(coordinator)
    tell(admin, key="other")
    client.force_login(coordinator)

    page = client.get("/notifications/").content.decode()
    assert page.count("Низкие результаты — 4 из 15 школ.") == 1
    assert "Уведомления: 1" in page
    client.get("/notifications/")
    assert coordinator.notifications.unread().count() == 1
    client.post("/notifications/read/")

    assert "Уведомления: " not in client.get("/notifications/").content.decode()
    assert admin.notifications.unread().count() == 1
