"""Which links are looked at, by whom, and how it is told."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from roadmap import tasks
from roadmap.links.judging import Outcome
from roadmap.links.looking import Lookout
from roadmap.models import Evidence
from roadmap.services.evidence import add_link, withdraw_evidence
from roadmap.services.link_checks import ask_all_anew, ask_anew, claim_link, record_outcome
from schools.errors import PortalError
from tests.factories import AT, make_school, make_user
from tests.roadmap.making import make_indicator, make_period, make_task, make_value

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ALIVE, GONE = (
    Outcome("alive", content_type="application/pdf"),
    Outcome("gone", "страницы нет (404)"),
)


@pytest.fixture
def task(school):
    return make_task(school=school)


def link(task, by, url="https://school.example/plan.pdf", at=AT):
    return add_link(task, url=url, by=by, at=at)


def looked_at(evidence, outcome, at):
    """As a worker does it: claimed, looked at, recorded."""
    held = claim_link(at=at)
    assert held.pk == evidence.pk
    assert record_outcome(held, outcome, at=at)
    evidence.refresh_from_db()
    return evidence


# whose turn it is


def test_a_new_link_is_due_at_once_and_then_weekly(task, director):
    added = link(task, director)

    found = looked_at(added, ALIVE, AT)

    assert (found.link, found.link_type, found.checked_at) == ("alive", "application/pdf", AT)
    assert found.check_at == AT + WEEK
    assert claim_link(at=AT + WEEK - HOUR) is None
    assert claim_link(at=AT + WEEK) == found


def test_what_is_not_there_is_looked_for_sooner_and_then_weekly(task, director):
    added, at, waits = link(task, director), AT, []
    for _time in range(5):
        looked_at(added, GONE, at)
        waits.append(added.check_at - at)
        at = added.check_at

    assert waits == [HOUR, 6 * HOUR, DAY, WEEK, WEEK]
    assert looked_at(added, ALIVE, at).misses == 0


def test_a_withdrawn_link_and_a_file_are_not_looked_at(task, director):
    withdraw_evidence(link(task, director), by=director, at=AT)

    assert claim_link(at=AT + WEEK) is None


def test_a_site_is_asked_for_one_link_at_a_time(task, director):
    first = link(task, director)
    link(task, director, "https://school.example/other.pdf", AT + HOUR)
    elsewhere = link(task, director, "https://other.example/", AT + 2 * HOUR)
    at = AT + DAY

    assert [claim_link(at=at), claim_link(at=at), claim_link(at=at)] == [first, elsewhere, None]
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(host="school.example").update(checking_since=at)


def test_a_link_whose_worker_is_gone_is_given_to_another(task, director):
    added = link(task, director)
    lost = claim_link(at=AT)

    assert claim_link(at=AT + timedelta(minutes=4)) is None
    held = claim_link(at=AT + timedelta(minutes=6))
    assert held == added
    assert not record_outcome(lost, GONE, at=AT + timedelta(minutes=7))
    assert record_outcome(held, ALIVE, at=AT + timedelta(minutes=7))
    added.refresh_from_db()
    assert added.link == "alive"


def test_what_was_withdrawn_while_it_was_looked_at_stays_as_it_was(task, director):
    added = link(task, director)
    held = claim_link(at=AT)
    withdraw_evidence(added, by=director, at=AT)

    assert not record_outcome(held, ALIVE, at=AT)
    added.refresh_from_db()
    assert (added.link, added.check_at) == ("", None)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_each_link_goes_to_one():
    """And those of one site to one after another."""
    school = make_school()
    by, task = make_user("DIRECTOR", school), make_task(school=school)
    for n in range(3):
        link(task, by, f"https://a{n}.example/")
        link(task, by, f"https://a{n}.example/2")
    taken, begin = [], Barrier(6)

    def claim():
        connection.ensure_connection()
        begin.wait()
        taken.append(claim_link(at=AT + HOUR))
        connection.close()

    threads = [Thread(target=claim) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    hosts = [one.host for one in taken if one]
    assert len(set(hosts)) == len(hosts) > 0
    assert Evidence.objects.filter(checking_since__isnull=False).count() == len(hosts)


def test_the_task_looks_at_all_that_is_due(task, director, monkeypatch, time_is):
    links = [link(task, director, f"https://a{n}.example/") for n in range(3)]
    looked = []
    monkeypatch.setattr(Lookout, "look", lambda _self, url: looked.append(url) or ALIVE)
    time_is(AT + HOUR)

    tasks.check_links()
    tasks.check_links()

    assert looked == [one.url for one in links]
    assert Evidence.objects.filter(link="alive", checked_at=AT + HOUR).count() == 3


# asked for by hand


def test_a_link_is_looked_at_anew_but_not_by_an_impatient_hand(task, director):
    added = looked_at(link(task, director), ALIVE, AT)

    with pytest.raises(PortalError, match="только что"):
        ask_anew(added, at=AT + timedelta(seconds=30))
    ask_anew(added, at=AT + HOUR)

    assert claim_link(at=AT + HOUR) == added


def test_all_links_of_a_municipality_are_looked_at_anew(task, director, municipality, abroad):
    looked_at(link(task, director), ALIVE, AT)
    foreign = make_school(municipality=abroad)
    theirs = link(make_task(school=foreign), make_user("DIRECTOR", foreign), "https://b.example/")
    looked_at(theirs, ALIVE, AT)

    assert ask_all_anew(municipality, at=AT + timedelta(minutes=30)) == 0
    assert ask_all_anew(municipality, at=AT + 2 * HOUR) == 1
    assert claim_link(at=AT + 2 * HOUR).host == "school.example"
    assert claim_link(at=AT + 2 * HOUR) is None


def test_the_button_says_when_it_will_be_known(client, task, coordinator, time_is):
    added = looked_at(link(task, coordinator), ALIVE, AT)
    time_is(AT + HOUR)
    client.force_login(coordinator)

    said = client.post(reverse("roadmap:evidence-check", args=[added.pk]), follow=True)

    assert "Обновите страницу через минуту" in said.content.decode()
    added.refresh_from_db()
    assert added.check_at == AT + HOUR


# what is told


@pytest.mark.parametrize(("changed", "is_late"), [(14, False), (15, False), (16, True)])
def test_a_page_changed_after_the_deadline_is_pointed_out(task, director, changed, is_late):
    """The day itself is in time."""
    told = Outcome("alive", changed_on=date(2026, 9, changed))

    added = looked_at(link(task, director), told, AT)

    assert task.due_on == date(2026, 9, 15)
    assert added.is_late is is_late


def test_the_deadline_of_a_value_is_the_end_of_its_period(school, director):
    indicator = make_indicator(level="school")
    value = make_value(indicator, make_period(indicator.programme), school)

    added = looked_at(link(value, director), Outcome("alive", changed_on=date(2027, 1, 1)), AT)

    assert added.deadline == date(2026, 12, 31)
    assert added.is_late


def test_the_list_of_links_by_what_was_found(client, task, director, coordinator):
    url = reverse("roadmap:links")
    looked_at(link(task, director, "https://a.example/gone"), GONE, AT)
    moved = Outcome("moved", "вместо страницы открывается главная", final_url="https://b.example/")
    looked_at(link(task, director, "https://b.example/x"), moved, AT)
    link(task, director, "https://xn--80atdl2c.xn--p1ai/")
    client.force_login(coordinator)

    whole = client.get(url).content.decode()
    gone = client.get(url, {"show": "gone"}).content.decode()

    for word in ("Все: 3", "Не открываются: 1", "По другому адресу: 1", "Ещё не проверены: 1"):
        assert word in whole
    assert "школа.рф" in whole
    assert "страницы нет (404)" in gone
    assert "b.example" not in gone


def test_the_list_asks_as_often_for_one_link_as_for_three(
    client, task, director, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    url = reverse("roadmap:links")
    link(task, director)
    client.get(url)
    for links in (1, 3):
        with django_assert_num_queries(QUERIES):
            assert client.get(url).status_code == 200
        for n in range(2) if links == 1 else ():
            link(task, director, f"https://a{n}.example/")


QUERIES = 11
