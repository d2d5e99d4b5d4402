"""A year of a school in the browser: asked, answered, proved, returned, mended, sent, accepted."""

import pytest

from roadmap.models import Task, Value
from roadmap.services.campaigns import open_entry
from schools.models import User
from tests.factories import AT, make_user
from tests.journeys.test_entry_grid import WELL, seen_well
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_pdf,
    make_period,
    make_programme,
    make_task,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "vesna-2026-shkola"


@pytest.fixture
def sits_down(chromium, portal):
    """Each person has a browser of his own."""
    opened = []

    def sit(user: User):
        user.set_password(PASSWORD)
        user.save()
        context = chromium.new_context(base_url=portal.url, locale="ru-RU")
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.goto("/")
        page.get_by_label("Логин").fill(user.username)
        page.get_by_label("Пароль").fill(PASSWORD)
        page.get_by_role("button", name="Войти").click()
        return page

    yield sit
    for context in opened:
        context.close()


@pytest.fixture
def director(sits_down, school):
    return sits_down(make_user("DIRECTOR", school))


@pytest.fixture
def coordinator(sits_down, municipality):
    return sits_down(make_user("COORDINATOR", municipality))


@pytest.fixture
def campaign(school, municipality):
    """One figure is asked of the school, and its director has the task."""
    programme = make_programme(municipality)
    period = make_period(programme)
    make_indicator(programme, level="school", title="Издан приказ о команде")
    campaign = make_campaign(programme, period, schools=[school], phase="planned")
    open_entry(campaign, by=campaign.created_by, at=AT)
    return campaign


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def told(page, words):
    page.locator("main").get_by_text(words).first.wait_for()


def test_a_task_is_answered_returned_proved_and_accepted(director, coordinator, school):
    task = make_task(school=school, title="Издать приказ о команде", proof="file")
    director.goto("/roadmap/tasks/")
    follow(director, task.title)
    press(director, "Отправить на проверку")
    told(director, "Приложите подтверждение: файл документа.")

    order = {"name": "prikaz.pdf", "mimeType": "application/pdf", "buffer": make_pdf()}
    director.get_by_label("Файл").set_input_files(order)
    press(director, "Добавить")
    director.get_by_label("Что сделано").fill("Приказ издан")
    press(director, "Отправить на проверку")
    told(director, "Отчёт на проверке")

    coordinator.goto("/roadmap/tasks/?tab=check")
    follow(coordinator, task.title)
    coordinator.get_by_text("Вернуть на доработку").click()
    coordinator.get_by_label("Что исправить").fill("В приказе нет состава команды")
    press(coordinator, "Вернуть")
    told(coordinator, "Возвращено")

    director.reload()
    told(director, "В приказе нет состава команды")
    press(director, "Отправить на проверку")
    told(director, "Отчёт на проверке")
    coordinator.reload()
    press(coordinator, "Принять")
    told(coordinator, "Принято.")

    task.refresh_from_db()
    assert task.state == Task.State.DONE
    assert [seen_well(page) for page in (director, coordinator)] == [WELL, WELL]


def test_figures_are_entered_sent_returned_mended_and_accepted(director, coordinator, campaign):
    director.goto("/roadmap/tasks/")
    follow(director, Task.objects.get().title)
    assert director.get_by_role("button", name="Отправить на проверку").count() == 0
    follow(director, "Открыть сбор")
    follow(director, "Внести значения")
    enter(director, "да")
    follow(director, "сдайте показатели на странице сбора")
    press(director, "Сдать показатели")
    told(director, "Показатели сданы.")

    coordinator.goto(Task.objects.get().get_absolute_url())
    follow(coordinator, "Открыть сбор")
    coordinator.get_by_label("Что исправить").fill("Приказа на сайте нет")
    press(coordinator, "Вернуть")
    told(coordinator, "Возвращено школе.")

    director.reload()
    told(director, "Приказа на сайте нет")
    follow(director, "К значениям")
    enter(director, "нет")
    follow(director, "сдайте показатели на странице сбора")
    press(director, "Сдать показатели")
    told(director, "Показатели сданы.")
    coordinator.reload()
    press(coordinator, "Принять")
    told(coordinator, "Принято.")

    value = Value.objects.get()
    assert (value.state, value.yes) == (Value.State.ACCEPTED, False)
    assert Task.objects.get().state == Task.State.DONE
    assert [seen_well(page) for page in (director, coordinator)] == [WELL, WELL]


def enter(page, words):
    """Saved as one leaves the row."""
    box = page.locator("tr[data-row] input:not([type])").first
    box.fill(words)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        box.press("Enter")


def test_a_figure_typed_on_an_earlier_year_is_stored_in_that_year(
    coordinator, municipality, school
):
    programme = make_programme(municipality)
    earlier, later = make_period(programme, 2024), make_period(programme, 2026)
    indicator = make_indicator(programme, level="school", title="Издан приказ о команде")
    make_campaign(programme, earlier, schools=[school], phase="processing")

    coordinator.goto(f"/roadmap/programmes/{programme.pk}/matrix/?period={earlier.pk}")
    box = coordinator.locator("tr[data-row] input.form-control").first
    box.fill("да")
    box.press("Enter")
    coordinator.locator("tr[data-row] [data-state=stored]").first.wait_for()

    assert list(indicator.values.values_list("period", "yes")) == [(earlier.pk, True)]
    assert not later.values.exists()
