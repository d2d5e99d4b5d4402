"""The main job in the browser: from the results of a district to a note that can be signed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from reports.demo import ilansky
from reports.demo.loading import PASSWORD, Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(db):
    return ilansky.load(Staff())


def sign_in(page, login):
    page.goto("/")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()


def seen_well(page):
    """No serious barrier, nothing sideways of a phone, no complaint of the browser."""
    found = Axe().run(page).response["violations"]
    serious = [f"{rule['id']}: {rule['help']}" for rule in found if rule["impact"] in HEAVY]
    page.set_viewport_size({"width": 390, "height": 844})
    sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return (serious, max(sideways, 0), page.complaints)


HEAVY = {"serious", "critical"}
WELL = ([], 0, [])


def test_a_coordinator_identifies_the_district_and_makes_the_note(page, district):
    sign_in(page, "ilansky-koordinator")
    assert seen_well(page) == WELL

    page.get_by_role("link", name="Провести идентификацию").first.click()
    page.get_by_role("button", name="Провести", exact=True).click()
    page.get_by_role("heading", name="Ниже порога 72,50 — четыре школы").wait_for()
    assert seen_well(page) == WELL

    page.get_by_role("link", name="СОШ № 5").first.click()
    page.get_by_text("71,30").first.wait_for()
    assert seen_well(page) == WELL

    page.go_back()
    page.get_by_role("button", name="Подготовить справку").click()
    note = page.get_by_role("link", name="Скачать PDF").get_attribute("href")
    assert page.request.get(note).body().startswith(b"%PDF")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert seen_well(page) == WELL


def test_a_director_reads_why_and_answers_the_question(page, district):
    sign_in(page, "ilansky-direktor")
    page.get_by_role("link", name="Внести или исправить").click()
    page.get_by_role("link", name="ОГЭ, математика").first.click()
    assert seen_well(page) == WELL


def test_the_main_pages_work_without_javascript(chromium, portal, district):
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "ilansky-koordinator")
    page.get_by_role("link", name="Провести идентификацию").first.click()
    page.get_by_role("button", name="Провести", exact=True).click()

    assert page.get_by_role("heading", name="Ниже порога 72,50 — четыре школы").is_visible()
    context.close()
