"""One municipality and one school year for the whole portal."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from identification.models import Run
from schools.middleware import years_around
from schools.models import SchoolStatus
from tests.factories import make_municipality, make_result, make_user, make_verdicts


def choose(client, **said):
    return client.post(reverse("schools:place"), said)


@pytest.fixture
def signed_in(client, region_operator):
    client.force_login(region_operator)
    return client


def year_of(client):
    return client.get(reverse("reports:home")).wsgi_request.place.academic_year


def test_the_portal_opens_in_the_working_year_of_the_municipality(
    client, coordinator, municipality
):
    municipality.academic_year = 2019
    municipality.save()
    client.force_login(coordinator)

    assert year_of(client) == 2019


def test_times_are_those_of_the_municipality(client, coordinator, municipality, school):
    municipality.time_zone = "Asia/Krasnoyarsk"
    municipality.save()
    make_result(school=school)
    run = make_verdicts(municipality=municipality)
    Run.objects.filter(pk=run.pk).update(created_at=datetime(2026, 8, 14, 20, 30, tzinfo=UTC))
    client.force_login(coordinator)

    assert "15.08.2026, 03:30" in client.get(reverse("reports:home")).content.decode()


def test_a_time_zone_that_is_none_is_refused(municipality):
    municipality.time_zone = "Сибирь"

    with pytest.raises(ValidationError, match="Такого часового пояса нет"):
        municipality.full_clean()


def test_a_chosen_year_holds_for_the_whole_portal_and_one_stays_where_one_was(signed_in):
    response = choose(signed_in, academic_year=2021, next=reverse("schools:list"))

    assert response.url == reverse("schools:list")
    assert year_of(signed_in) == 2021


@pytest.mark.parametrize("year", ["1999", "2101", "x", "", "9" * 5000])
def test_a_year_that_cannot_be_is_not_found(signed_in, year):
    assert choose(signed_in, academic_year=year).status_code == 404


def test_one_does_not_leave_the_portal_on_the_way_back(signed_in):
    assert choose(signed_in, academic_year=2021, next="https://evil.example/").url == "/"


def test_a_chosen_municipality_leads_home_in_its_own_year(signed_in, municipality):
    second = make_municipality(region=municipality.region, academic_year=2020)
    choose(signed_in, academic_year=2021)

    assert choose(signed_in, municipality=second.pk).url == reverse("reports:home")
    assert year_of(signed_in) == 2020


def test_a_municipality_of_others_cannot_be_chosen(signed_in, abroad):
    assert choose(signed_in, municipality=abroad.pk).status_code == 404
    assert choose(signed_in, municipality="x").status_code == 404
    assert choose(signed_in, municipality="9" * 5000).status_code == 404


def test_the_view_is_kept_in_cookies_and_only_known_values_are(client, db):
    client.post(reverse("schools:display"), {"theme": "dark", "contrast": "high"})
    page = client.get(reverse("account_login")).content.decode()

    assert 'data-bs-theme="dark" data-contrast="high"' in page

    client.post(reverse("schools:display"), {"theme": '"><script>'})
    assert client.cookies["theme"].value == "dark"


def test_the_navigation_shows_only_what_exists_for_the_role(client, director, coordinator, school):
    client.force_login(coordinator)
    page = client.get(reverse("reports:home")).content.decode()
    assert reverse("identification:list") in page
    assert reverse("schools:people") not in page

    client.force_login(director)
    page = client.get(reverse("reports:home")).content.decode()
    assert f'"{reverse("identification:list")}"' not in page
    assert reverse("assessments:school", args=[school.pk]) in page


def test_a_page_that_answered_a_button_is_not_where_one_comes_back_to(client, admin, school):
    person = make_user("DIRECTOR", school)
    client.force_login(admin)

    page = client.post(reverse("schools:password-link", args=[person.pk])).content.decode()

    assert 'name="next" value="/"' in page
    assert page.count('name="next" value="/"') == page.count('name="next"')


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2026, 8, 31), {2025, 2026}), (date(2026, 9, 1), {2026, 2027})],
)
def test_the_year_of_a_day_and_the_one_before_may_always_be_chosen(day, years):
    assert years_around(day) == years


def test_a_year_in_which_a_status_began_may_be_chosen_also_without_results(
    client, coordinator, school
):
    SchoolStatus.objects.create(
        school=school, kind="low", since=2021, source="приказ", given_on=date(2021, 3, 9)
    )
    client.force_login(coordinator)

    page = client.get(reverse("reports:home")).content.decode()

    assert '<button type="submit" name="academic_year" value="2021"' in page
