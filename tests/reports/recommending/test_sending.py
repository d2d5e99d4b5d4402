"""A letter goes to its school once: its terms become days, its tasks are given once."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from reports.models import Letter, Recommendation
from reports.recommending.calendar import objections_until, term_of
from reports.recommending.editing import mark_ready, take_back
from reports.recommending.sending import NARROW, send_letter, send_ready
from roadmap.models import Meeting, Task
from schools.errors import PortalError
from schools.models import Notification
from tests.factories import AT, make_letter, make_recommendation, make_run, make_user
from tests.reports.rules import twelve

from .rows import rows_of

pytestmark = pytest.mark.django_db


def test_terms_become_days_of_the_school_year_that_begins(letter, methodist):
    send_letter(letter, by=methodist, at=AT)
    given = {one.rule: one for one in letter.recommendations.in_letter()}

    assert (given["LT-1"].due_on, given["LT-1"].term) == (date(2026, 10, 1), "до 1\xa0октября")
    assert {one.state for one in given.values()} == {"sent"}


@pytest.mark.parametrize(
    ("sent_on", "words", "day"),
    [
        pytest.param(date(2026, 8, 20), "до 1\xa0октября", date(2026, 10, 1), id="in-time"),
        pytest.param(
            date(2026, 9, 25), "в течение 15\xa0рабочих дней", date(2026, 10, 16), id="too-near"
        ),
        pytest.param(
            date(2026, 11, 29), "в течение 15\xa0рабочих дней", date(2026, 12, 18), id="over"
        ),
    ],
)
def test_a_day_that_is_too_near_gives_way_to_fifteen_working_days(sent_on, words, day):
    assert term_of("LT-1", sent_on, meeting=None) == (words, day)


def test_what_waits_for_the_group_is_due_on_the_day_of_its_meeting(run, methodist):
    town = rows_of(twelve.tiny())
    letter = make_letter(town.municipality.schools.get(short_name="Школа"), run=town)
    one = make_recommendation(letter, rule="SM-2", key="SM-2:1", addressee="methodists")
    Meeting.objects.create(
        municipality=town.municipality,
        title="Август",
        held_on=date(2026, 8, 27),
        created_by=methodist,
        created_at=AT,
    )

    send_letter(letter, by=methodist, at=AT)
    one.refresh_from_db()

    assert (one.term, one.due_on) == ("до заседания рабочей группы", date(2026, 8, 27))


def test_five_working_days_to_object_pass_over_the_days_off():
    assert objections_until(date(2026, 12, 29)) == date(2027, 1, 14)


def test_the_day_of_sending_is_that_of_the_municipality(letter, methodist):
    letter.school.municipality.time_zone = "Asia/Krasnoyarsk"
    letter.school.municipality.save()
    letter.refresh_from_db()

    send_letter(letter, by=methodist, at=datetime(2026, 8, 20, 20, tzinfo=UTC))

    assert letter.sent_on == date(2026, 8, 21)


def test_tasks_are_given_where_they_are_wanted_to_the_school_or_to_ourselves(letter, methodist):
    own, ours = letter.recommendations.in_letter()[:2]
    Recommendation.objects.filter(pk=own.pk).update(wants_task=True, addressee="team")
    Recommendation.objects.filter(pk=ours.pk).update(wants_task=True, addressee="methodists")

    send_letter(letter, by=methodist, at=AT)
    own.refresh_from_db()
    ours.refresh_from_db()

    assert (own.task.school, own.task.role, own.task.origin) == (
        letter.school,
        "DIRECTOR",
        "recommendation",
    )
    assert (ours.task.school, ours.task.role) == (None, "COORDINATOR")
    assert own.task.due_on == own.due_on
    assert Task.objects.count() == 2


def test_the_task_of_what_the_narrow_circle_reads_tells_a_curator_nothing(
    client, letter, methodist
):
    secret = make_recommendation(
        letter, text="Снять с учителей отчёт.", is_restricted=True, wants_task=True
    )
    told = make_recommendation(letter, text="Провести встречу.", wants_task=True)
    send_letter(letter, by=methodist, at=AT)
    client.force_login(make_user("CURATOR", letter.school))
    tasks = {one.title: one for one in Task.objects.all()}
    pages = {
        title: client.get(one.get_absolute_url()).content.decode() for title, one in tasks.items()
    }

    assert set(tasks) == {NARROW, "Провести встречу"}
    assert "Снять с учителей" not in pages[NARROW]
    assert secret.get_absolute_url() not in pages[NARROW]
    assert told.get_absolute_url() in pages["Провести встречу"]


def test_the_school_and_its_curator_are_told_once(letter, methodist, director_of):
    curator = make_user("CURATOR", letter.school)

    send_letter(letter, by=methodist, at=AT)

    told = Notification.objects.filter(key=f"letter:{letter.pk}")
    assert {one.user for one in told} == {director_of, curator}


def test_sent_again_it_is_refused(letter, methodist):
    send_letter(letter, by=methodist, at=AT)

    with pytest.raises(PortalError, match="уже отправлено"):
        send_letter(Letter.objects.get(pk=letter.pk), by=methodist, at=AT)


def test_of_many_only_those_that_were_looked_through_are_sent(run, letter, methodist):
    mark_ready(letter, by=methodist, at=AT)

    sent = send_ready(run.letters.filter(state="ready"), by=methodist, at=AT)

    assert sent == 1
    assert set(run.letters.values_list("state", flat=True)) == {"sent", "draft"}


def test_a_second_letter_of_the_year_takes_the_place_of_the_first(run, letter, methodist):
    Recommendation.objects.filter(letter=letter).update(wants_task=True)
    send_letter(letter, by=methodist, at=AT)
    again = make_run(municipality=run.municipality, methodology=run.methodology, state="done")
    new = make_letter(letter.school, run=again)

    send_letter(new, by=methodist, at=AT)
    letter.refresh_from_db()

    assert (letter.state, new.state) == ("replaced", "sent")
    states = letter.recommendations.in_letter().values_list("state", flat=True)
    assert set(states) == {"withdrawn"}
    assert not Task.objects.under_way().exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_press_send_at_once_one_sends_it():
    run = rows_of(twelve.weak())
    methodist = make_user("COORDINATOR", run.municipality)
    letter = make_letter(run.municipality.schools.get(short_name="Школа"), run=run)
    for _ in range(3):
        make_recommendation(letter, wants_task=True)
    start, outcomes = Barrier(20), []

    def press():
        copy = Letter.objects.select_related("school__municipality").get(pk=letter.pk)
        start.wait()
        try:
            send_letter(copy, by=methodist, at=AT)
            outcomes.append("sent")
        except PortalError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count("sent"), outcomes.count("refused")) == (1, 19)
    assert Task.objects.count() == 3


def test_of_twenty_who_hold_the_same_page_one_sends_it(letter, methodist):
    """Each has read the letter as ready before anybody pressed."""
    Recommendation.objects.filter(letter=letter).update(wants_task=True)
    mark_ready(letter, by=methodist, at=AT)
    copies = [Letter.objects.select_related("school__municipality").get(pk=letter.pk)]
    copies *= 20

    sent = send_ready(copies, by=methodist, at=AT)

    assert sent == 1
    assert Task.objects.count() == letter.recommendations.in_letter().count()


def test_a_letter_that_was_taken_back_meanwhile_is_not_sent_with_the_others(letter, methodist):
    mark_ready(letter, by=methodist, at=AT)
    listed = [Letter.objects.select_related("school__municipality").get(pk=letter.pk)]
    take_back(letter)

    assert send_ready(listed, by=methodist, at=AT) == 0

    letter.refresh_from_db()
    assert letter.state == "draft"
