"""Rows of a methodology are added and removed in the browser, with a script and without one."""

import pytest

from identification.models import Methodology
from reports.demo import ilansky
from reports.demo.loading import PASSWORD, Staff
from tests.journeys.test_entry_grid import WELL, seen_well

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/identification/methodologies/new/?method=share_below"
TITLE = "Доля ниже минимума"
RUSSIAN, MATHS, EXAM = "VPR|4||Русский язык", "VPR|4||Математика", "OGE|9||Математика"


@pytest.fixture
def district(db):
    return ilansky.load(Staff())


@pytest.fixture
def without_script(chromium, portal):
    context = chromium.new_context(base_url=portal.url, locale="ru-RU", java_script_enabled=False)
    yield context.new_page()
    context.close()


def open_form(page):
    page.goto("/")
    page.get_by_label("Логин").fill("ilansky-admin")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.goto(NEW)
    page.locator("[name=title]").fill(TITLE)
    return page


def rows(page):
    return page.locator("#p-procedures [data-row]")


def choose(page, number, procedure):
    rows(page).nth(number).locator("select").first.select_option(procedure)


def add(page):
    page.locator("#p-procedures").get_by_role("button", name="Добавить").click()


def remove(page, number):
    rows(page).nth(number).get_by_role("button", name="Убрать").click()


def saved(page):
    """The procedures that are stored, by grade and subject."""
    page.locator("main").get_by_role("button", name="Сохранить").click()
    page.wait_for_url("**/methodologies/*/")
    methodology = Methodology.objects.get(title=TITLE)
    return [(one["grade"], one["subject"]) for one in methodology.parameters["procedures"]]


def fill_three_and_take_one_away(page):
    choose(page, 0, RUSSIAN)
    add(page)
    choose(page, 1, MATHS)
    add(page)
    choose(page, 2, EXAM)
    remove(page, 1)


def test_rows_come_and_go_without_asking_the_server(page, district):
    open_form(page)
    before = rows(page).count()
    asked = []
    page.on("request", lambda one: asked.append(one.url))

    fill_three_and_take_one_away(page)

    assert rows(page).count() == before + 1
    assert asked == []
    focused = page.evaluate("document.activeElement.matches('[data-add]')")
    assert focused  # who works with the keyboard goes on from there
    assert seen_well(page) == WELL
    assert saved(page) == [(4, "Русский язык"), (9, "Математика")]


def test_a_row_that_was_added_after_one_was_removed_is_no_other_row(page, district):
    open_form(page)
    fill_three_and_take_one_away(page)
    add(page)
    choose(page, 2, MATHS)

    hidden = rows(page).locator("> input[type=hidden]")
    numbers = hidden.evaluate_all("all => all.map(one => one.value)")

    assert len(set(numbers)) == 3
    assert saved(page) == [(4, "Русский язык"), (9, "Математика"), (4, "Математика")]


def test_without_javascript_the_same_buttons_work(without_script, district):
    page = open_form(without_script)

    fill_three_and_take_one_away(page)

    assert rows(page).count() == 2
    assert saved(page) == [(4, "Русский язык"), (9, "Математика")]
