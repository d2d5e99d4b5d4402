"""A campaign: planned, opened, closed, reported, by hand and by the municipality's own day."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from roadmap.forms.campaigns import CampaignForm
from roadmap.locks import why_closed
from roadmap.models import Campaign, Period, Submission
from roadmap.progress import asked_indicators, board_of
from roadmap.services import campaigns
from roadmap.services.campaigns import advance, ask_schools, open_entry, plan_campaign
from roadmap.tasks import advance_campaigns
from schools.errors import PortalError
from schools.models import SchoolStatus
from tests.factories import AT, make_municipality, make_school, make_user
from tests.identification.pages import page, status
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_period,
    make_programme,
    make_value,
)

DAYS = {
    "entry_from": date(2026, 5, 15),
    "entry_until": date(2026, 6, 15),
    "processing_until": date(2026, 7, 15),
}


@pytest.fixture
def programme(municipality):
    programme = make_programme(municipality)
    make_indicator(programme, title="Муниципальный")
    make_indicator(programme, title="Школьный", level="school")
    make_indicator(programme, title="Считает портал", level="school", source="oge")
    return programme


@pytest.fixture
def period(programme):
    return make_period(programme)


@pytest.fixture
def campaign(programme, period, school, coordinator):
    return make_campaign(programme, period, schools=[school], by=coordinator, phase="planned")


def planned(programme, period, schools, by, **fields):
    told = {"title": "Мониторинг"} | DAYS | fields
    return plan_campaign(programme, period, **told, schools=schools, by=by, at=AT)


def test_schools_are_asked_for_what_the_portal_does_not_know_itself(programme):
    assert [one.title for one in asked_indicators(programme)] == ["Школьный"]


def test_a_campaign_is_planned_once_for_a_period(programme, period, school, coordinator):
    planned(programme, period, [school], coordinator)
    with pytest.raises(PortalError, match="уже есть"):
        planned(programme, period, [school], coordinator)

    assert [(one.school, one.state) for one in Submission.objects.all()] == [(school, "waiting")]


def test_what_makes_no_campaign_says_why(programme, period, school, coordinator):
    with pytest.raises(PortalError, match="хотя\xa0бы одну"):
        planned(programme, period, [], coordinator)
    with pytest.raises(PortalError, match="друг за"):
        planned(programme, period, [school], coordinator, entry_until=date(2026, 5, 1))
    empty = make_programme(programme.municipality)
    with pytest.raises(PortalError, match="нет показателей"):
        planned(empty, make_period(empty), [school], coordinator)
    own = make_programme(school=school)
    with pytest.raises(PortalError, match="программе муниципалитета"):
        planned(own, make_period(own), [school], coordinator)

    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("kind", "label", "named"),
    [
        ("year", "2026", "за\xa02026\xa0год"),
        ("school_year", "2025/2026", "за\xa02025/2026\xa0учебный год"),
        ("year", "весь срок", "за\xa0период «весь срок»"),
        ("quarter", "III четверть", "за\xa0период «III четверть»"),
        ("stage", "Итоговый", "за\xa0этап «Итоговый»"),
    ],
)
def test_a_period_is_named_as_people_say_it(kind, label, named):
    assert Period(kind=kind, label=label).named == named


@pytest.mark.parametrize(
    ("on", "label", "days"),
    [
        (date(2026, 2, 1), "2026", [date(2026, 5, 15), date(2026, 6, 15), date(2026, 7, 15)]),
        (date(2026, 11, 2), "2026", [date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 30)]),
        (date(2024, 1, 1), "2025", [date(2025, 5, 15), date(2025, 6, 15), date(2025, 7, 15)]),
    ],
    ids=["before the summer", "after the summer", "before the programme"],
)
def test_the_period_that_goes_on_is_suggested_with_days_that_are_not_past(
    programme, on, label, days
):
    for year in (2025, 2026, 2027):
        make_period(programme, year)

    told = CampaignForm(programme=programme, on=on).initial

    names = ("entry_from", "entry_until", "processing_until")
    assert (str(told["period"]), [told[name] for name in names]) == (label, days)
    assert told["title"] == f"Сбор показателей за\xa0{label}\xa0год"


def test_of_a_stage_without_days_two_weeks_from_today_are_suggested(programme):
    make_period(programme, kind="stage", label="Стартовый", starts_on=None, ends_on=None)

    told = CampaignForm(programme=programme, on=date(2026, 11, 2)).initial

    assert told["entry_until"] == date(2026, 11, 16)
    assert "Стартовый" in told["title"]


def test_opening_gives_each_school_a_task_once(campaign, school, branch, coordinator, director):
    open_entry(campaign, by=coordinator, at=AT)
    with pytest.raises(PortalError, match="другой: сбор"):
        open_entry(campaign, by=coordinator, at=AT)
    ask_schools(campaign, [school, branch], by=coordinator, at=AT)

    tasks = campaign.tasks.order_by("key")
    assert [(task.key, task.due_on) for task in tasks] == [
        (f"campaign-{campaign.pk}-{pk}", DAYS["entry_until"])
        for pk in sorted([school.pk, branch.pk])
    ]
    assert director.notifications.first().title.startswith("Новое поручение: Сдать показатели")


def test_each_phase_closes_the_one_before(campaign, programme, period, school, coordinator):
    def closed():
        return bool(why_closed(programme, period, school)), bool(
            why_closed(programme, period, None)
        )

    told = [closed()]
    open_entry(campaign, by=coordinator, at=AT)
    told.append(closed())
    campaigns.close_entry(campaign, at=AT)
    told.append(closed())
    campaigns.close_processing(campaign, at=AT)
    told.append(closed())

    assert told == [(True, False), (False, False), (True, False), (True, True)]
    assert not why_closed(programme, make_period(programme, 2027), school)


def test_the_calendar_moves_it_and_makes_up_for_days_it_slept_through(campaign, coordinator):
    for on, phase in [
        (date(2026, 5, 14), "planned"),
        (date(2026, 5, 15), "entry"),
        (date(2026, 6, 15), "entry"),
        (date(2026, 6, 16), "processing"),
        (date(2026, 7, 16), "report"),
    ]:
        advance(campaign, on=on, at=AT)
        campaign.refresh_from_db()
        assert campaign.phase == phase

    Campaign.objects.update(phase="planned")
    advance(campaign, on=date(2026, 8, 1), at=AT)
    campaign.refresh_from_db()
    assert campaign.phase == "report"


def test_the_day_is_the_municipality_s_own(time_is, coordinator):
    east = make_municipality(time_zone="Asia/Kamchatka")
    west = make_municipality(time_zone="Europe/Kaliningrad")
    found = []
    for municipality in (east, west):
        programme = make_programme(municipality)
        make_indicator(programme, level="school")
        school = make_school(municipality=municipality)
        found.append(
            make_campaign(programme, make_period(programme), schools=[school], phase="planned")
        )
    time_is(datetime(2026, 5, 14, 20, tzinfo=UTC))

    advance_campaigns()
    advance_campaigns()

    phases = [Campaign.objects.get(pk=one.pk).phase for one in found]
    assert phases == ["entry", "planned"]


def test_who_was_let_in_again_is_let_in_until_the_day(campaign, programme, period, school):
    Campaign.objects.update(phase="processing")
    campaign.submissions.update(reopened_until=date(2026, 6, 20))

    advance(campaign, on=date(2026, 6, 20), at=AT)
    assert not why_closed(programme, period, school)
    advance(campaign, on=date(2026, 6, 21), at=AT)
    assert "обрабатываются" in why_closed(programme, period, school)


def test_who_answered_is_told_apart_from_who_is_waited_for(campaign, school, coordinator):
    for state in ("nothing", "sent", "returned"):
        other = make_school(municipality=school.municipality)
        campaign.submissions.create(school=other, state=state, comment="Нет учеников")
    Campaign.objects.update(phase="entry")

    board = board_of(campaign, reader=coordinator)
    campaigns.close_entry(Campaign.objects.get(), at=AT)

    assert (board.done, board.waiting, board.to_check) == (2, 2, 1)
    assert "Не\xa0сдали: 2 из\xa04" in coordinator.notifications.get().text


def test_figures_of_a_narrow_circle_are_only_seen_to_be_there(
    campaign, programme, period, school, coordinator, admin
):
    narrow = make_indicator(programme, level="school", sensitive=True, kind="number")
    make_value(narrow, period, school, number=7)

    told = [board_of(campaign, reader=user).rows[0].cells[1].words for user in (coordinator, admin)]

    assert told == ["7", "внесено"]


# the pages


def make_wide(programme, period, n, m, by):
    """Of n schools and m indicators, every second value is there."""
    schools = [make_school(municipality=programme.municipality) for _ in range(n)]
    campaign = make_campaign(programme, period, schools=schools, by=by)
    for i in range(m):
        indicator = make_indicator(programme, level="school", kind="number")
        for school in schools[i % 2 :: 2]:
            make_value(indicator, period, school, number=i)
    return campaign


@pytest.mark.parametrize(("n", "m"), [(1, 1), (3, 3), (60, 42)])
def test_a_campaign_costs_the_same_however_many_schools_and_indicators(
    client, municipality, coordinator, n, m, django_assert_num_queries
):
    programme = make_programme(municipality)
    campaign = make_wide(programme, make_period(programme), n, m, coordinator)
    client.force_login(coordinator)
    client.get(campaign.get_absolute_url())

    with django_assert_num_queries(11):
        answer = client.get(campaign.get_absolute_url())

    assert answer.content.decode().count("<td>") >= n * m


def test_a_campaign_is_planned_on_its_page(client, programme, period, school, coordinator):
    SchoolStatus.objects.create(school=school, kind="low", since=2026, given_on=AT.date())
    make_school(municipality=programme.municipality)
    url = f"/roadmap/programmes/{programme.pk}/campaigns/new/"
    assert "Поддерживаемые школы (1)" in page(client, coordinator, url)

    told = {"period": period.pk, "title": "Сбор", "whom": "supported"} | DAYS
    assert client.post(url, told).status_code == 302
    campaign = Campaign.objects.get()
    assert [one.school for one in campaign.submissions.all()] == [school]

    assert "Запланировать сбор" in page(
        client, coordinator, f"/roadmap/programmes/{programme.pk}/campaigns/"
    )
    client.post(f"/roadmap/campaigns/{campaign.pk}/open/")
    assert "школа не сдала 1" in page(client, coordinator, campaign.get_absolute_url())


def test_days_in_a_wrong_order_are_told_where_they_stand(client, programme, period, coordinator):
    client.force_login(coordinator)
    told = {"period": period.pk, "title": "Сбор", "whom": "all"} | DAYS
    told["processing_until"] = date(2026, 6, 1)

    answer = client.post(f"/roadmap/programmes/{programme.pk}/campaigns/new/", told)

    assert "друг за" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_school_is_led_to_its_own_page(client, campaign, school, branch, director, outsider):
    client.force_login(director)
    own = campaign.submissions.get()
    answer = client.get(campaign.get_absolute_url())
    assert answer.url == f"/roadmap/submissions/{own.pk}/"

    campaign.submissions.create(school=branch)
    assert branch.short_name in page(client, director, campaign.get_absolute_url())
    assert status(client, outsider, campaign.get_absolute_url()) == 404


def test_the_report_is_an_indicator_a_line(
    client, campaign, programme, period, school, coordinator
):
    own = programme.indicators.get(title="Школьный")
    make_value(own, period, school)
    nobody = make_school(municipality=school.municipality, short_name="СОШ 77")
    campaign.submissions.create(school=nobody, state="nothing", comment="Нет учеников")
    client.force_login(coordinator)

    answer = client.get(f"/roadmap/campaigns/{campaign.pk}/report.xlsx")

    book = load_workbook(BytesIO(answer.content))
    rows = list(book["Значения"].iter_rows(values_only=True))
    assert sorted(rows[1][2:]) == ["да", "нечего сдавать"]
    assert len(rows) == 2
    states = {row[1]: row[2:4] for row in book["Кто сдал"].iter_rows(values_only=True, min_row=2)}
    assert states == {"не сдано": (1, 1), "нечего сдавать": (0, 1)}


def test_a_stranger_of_the_programme_sees_no_campaign(client, campaign, school):
    neighbour = make_user("DIRECTOR", make_school(municipality=school.municipality))
    assert status(client, neighbour, campaign.get_absolute_url()) == 404
