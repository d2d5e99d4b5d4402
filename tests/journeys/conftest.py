"""A real browser against the running portal. Ours is looked at, nobody else's host is asked."""

import os
import threading

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.reachable import CHROMIUM

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="package")
def chromium():
    # the driver of the browser runs a loop of its own, in which Django would refuse its database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        # beside the loop Django keeps a second connection, which nobody reaches once it has ended
        connections.close_all()
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def portal(live_server):
    """At the end it is silent: a request under way would meet tables that are being emptied."""
    yield live_server
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)  # one that only holds a connection open harms nobody


@pytest.fixture
def page(chromium, portal):
    """Remembers in `page.complaints` what a careful visitor would complain of."""
    context = chromium.new_context(base_url=portal.url, accept_downloads=True, locale="ru-RU")
    context.set_default_timeout(60_000)  # the note is printed while the page waits
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: _complain_of_strangers(page, asked.url, portal.url))
    yield page
    context.close()


def _complain_of_strangers(page, url, own):
    if not url.startswith((own, "data:", "blob:")):
        page.complaints.append(f"asked {url}")
