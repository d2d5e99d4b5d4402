"""In a demo every page says so, also those that have no context or no frame of the portal."""

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import server_error

from schools.templatetags.portal import DEMO

ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "405.html", "429.html", "500.html"]


@pytest.fixture(params=[True, False], ids=["demo", "real"])
def demo(request, settings):
    settings.DEMO = request.param
    return request.param


@pytest.mark.parametrize("template", ERRORS)
def test_error_pages_say_that_it_is_a_demo(demo, template):
    assert (DEMO in render_to_string(template)) is demo


def test_the_page_of_a_broken_request_says_it_without_any_context(demo):
    assert (DEMO in server_error(HttpRequest()).content.decode()) is demo


def test_pages_of_the_portal_and_of_the_admin_say_it(client, superuser, municipality, demo):
    client.force_login(superuser)
    addresses = ["/", "/no-such-page/", reverse("admin:index"), "/admin/schools/school/add/"]

    pages = [client.get(address, follow=True).content.decode() for address in addresses]

    assert [page.count(DEMO) for page in pages] == [int(demo)] * len(addresses)


def test_the_door_says_it_too(client, db, demo):
    assert (DEMO in client.get(reverse("account_login")).content.decode()) is demo
