"""What of the programmes waits, on the coordinator's start page: counts that lead to their rows."""

import pytest
from django.urls import reverse

from roadmap.models import Submission
from tests.factories import AT, make_municipality, make_school, make_user
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_period,
    make_programme,
    make_task,
    make_value,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(municipality):
    return make_programme(municipality, title="Программа поддержки")


@pytest.fixture
def period(programme):
    return make_period(programme)


def home(client, user):
    client.force_login(user)
    return client.get(reverse("reports:home"))


def test_values_that_wait_lead_to_the_indicators_that_have_them(
    client, programme, period, school, coordinator
):
    waiting, other, dropped = (
        make_indicator(programme, level="school", title=title)
        for title in ("Ждёт проверки", "Принят", "Исключён")
    )
    make_value(waiting, period, school, state="submitted")
    make_value(waiting, period, make_school(municipality=school.municipality), state="submitted")
    third = make_school(municipality=school.municipality)
    make_value(waiting, period, third, state="returned", comment="Не то")
    make_value(other, period, school, state="accepted")
    make_value(dropped, period, school, state="submitted")
    dropped.dropped_on = period.starts_on
    dropped.save()
    stranger = make_programme(make_municipality())
    alien = make_indicator(stranger, level="school")
    make_value(
        alien,
        make_period(stranger),
        make_school(municipality=stranger.municipality),
        state="submitted",
    )

    page = home(client, coordinator)
    (line,) = page.context["values"]
    rows = client.get(line.url)

    assert (line.number, line.period) == (2, "2026")
    assert "2 значения ждут проверки" in page.text.replace("\xa0", " ")
    shown = [one.indicator for _goal, lines in rows.context["groups"] for one in lines]
    assert shown == [waiting]


def test_values_of_two_periods_are_told_apart(client, programme, period, school, coordinator):
    indicator = make_indicator(programme, level="school")
    for one in (period, make_period(programme, 2027)):
        make_value(indicator, one, school, state="submitted")

    lines = home(client, coordinator).context["values"]

    assert [(line.number, line.period) for line in lines] == [(1, "2026"), (1, "2027")]


def test_a_campaign_tells_its_progress_and_leads_to_who_is_waited_for(
    client, programme, period, school, coordinator
):
    others = [make_school(municipality=school.municipality) for _ in range(3)]
    campaign = make_campaign(programme, period, schools=[school, *others], by=coordinator)
    make_indicator(programme, level="school")
    for one, state in zip(others, ("sent", "accepted", "returned"), strict=True):
        Submission.objects.filter(school=one).update(state=state, comment="Исправить")

    page = home(client, coordinator)
    (line,) = page.context["campaigns"]

    assert (line.whole, line.done, line.to_check) == (4, 2, 1)
    for url, schools in ((line.waiting_url, {school, others[2]}), (line.to_check_url, {others[0]})):
        shown = client.get(url)
        assert {row.submission.school for row in shown.context["rows"]} == schools
        assert "Показать все" in shown.text
    every = client.get(campaign.get_absolute_url())
    assert len(every.context["rows"]) == 4
    assert "Показать все" not in every.text


def test_a_campaign_that_is_planned_or_reported_is_not_in_progress(
    client, programme, period, school, coordinator
):
    make_campaign(programme, period, schools=[school], by=coordinator, phase="planned")
    later = make_period(programme, 2027)
    make_campaign(programme, later, schools=[school], by=coordinator, phase="report")

    assert home(client, coordinator).context["campaigns"] == []


def test_tasks_that_wait_lead_to_their_tab(client, school, coordinator, director):

    make_task(school=school, state="submitted", done_by=director, done_at=AT)

    page = home(client, coordinator)

    assert "1 поручение ждёт проверки" in page.text.replace("\xa0", " ")
    assert f'href="{reverse("roadmap:tasks")}?tab=check"' in page.text


def test_where_nothing_waits_nothing_is_said(client, coordinator):
    assert "По&nbsp;программам ждут" not in home(client, coordinator).text


def test_the_tab_of_school_programmes_tells_how_many_there_are(client, programme, coordinator):
    make_period(programme)
    make_indicator(programme, level="school")
    for _ in range(2):
        school = make_school(municipality=programme.municipality)
        make_programme(school=school, template=programme)
    make_programme(school=school)
    client.force_login(coordinator)

    for name in (
        *("programme", "matrix", "years", "works", "campaigns", "automatic"),
        *("school-programmes", "editions"),
    ):
        text = client.get(reverse(f"roadmap:{name}", args=[programme.pk])).text
        assert "Школьные программы: 2</a>" in text, name


def test_a_director_is_not_told_what_waits_in_the_municipality(client, programme, period, school):
    make_value(make_indicator(programme, level="school"), period, school, state="submitted")

    page = home(client, make_user("DIRECTOR", school))

    assert "values" not in page.context
