"""Results are typed into the grid in the browser: row by row, as a block, by two at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from assessments.models import Result, Sitting
from reports.demo import ilansky
from reports.demo.loading import PASSWORD, Staff
from schools.models import School
from tests.factories import make_lock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOXES = "input:not([type])"


@pytest.fixture
def district(db):
    return ilansky.load(Staff())


@pytest.fixture
def grid(district):
    result = Result.objects.filter(sitting__procedure__subject="Математика").first()
    return f"/results/sittings/{result.sitting_id}/grid/"


@pytest.fixture
def other(chromium, portal):
    """A second person at a computer of his own."""
    context = chromium.new_context(base_url=portal.url, locale="ru-RU")
    yield context.new_page()
    context.close()


def open_grid(page, grid, login="ilansky-koordinator"):
    page.goto("/")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.goto(grid)
    return page


def row(page, name):
    return page.locator("tr[data-row]").filter(has=page.get_by_role("link", name=name, exact=True))


def type_in(page, name, *numbers):
    boxes = row(page, name).locator(BOXES)
    for n, number in enumerate(numbers):
        boxes.nth(n).fill(number)


def put(box, text):
    """What Excel leaves in the clipboard is put in here."""
    box.evaluate(
        """(box, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const paste = { clipboardData: data, bubbles: true, cancelable: true };
            box.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        text,
    )


def told(page, sentence):
    page.locator(".op-error", has_text=sentence).wait_for()


def stored(name):
    return Result.objects.get(
        school__short_name=name,
        sitting__procedure__subject="Математика",
        sitting__procedure__grade=4,
    )


def seen_well(page):
    """No serious barrier, nothing sideways of a phone, no complaint of the browser."""
    found = Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 390, "height": 844})
    sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return [rule["id"] for rule in found], max(sideways, 0), page.complaints


WELL = ([], 0, [])


def test_a_row_is_saved_as_one_leaves_it_and_the_page_stays(page, grid):
    open_grid(page, grid)
    type_in(page, "СОШ № 1", "55", "4", "9", "30", "12")
    assert "76,36" in row(page, "СОШ № 1").inner_text()  # live, before anything is sent

    page.keyboard.press("Enter")

    row(page, "СОШ № 1").get_by_text("вы, ").wait_for()
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "СОШ №\xa02, «5»"
    assert stored("СОШ 1").counts == {"2": 4, "3": 9, "4": 30, "5": 12}
    assert seen_well(page) == WELL


def test_what_is_typed_while_an_answer_is_under_way_is_kept_and_saved_too(page, grid):
    open_grid(page, grid)
    page.route("**/grid/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    type_in(page, "СОШ № 1", "55", "4", "9", "30", "12")
    page.keyboard.press("Enter")
    type_in(page, "СОШ № 1", "56", "5")
    page.keyboard.press("Enter")

    row(page, "СОШ № 1").get_by_text("5 из 56").wait_for()
    row(page, "СОШ № 1").get_by_text("вы, ").wait_for()
    page.unroute_all(behavior="wait")
    assert row(page, "СОШ № 1").locator(BOXES).first.input_value() == "56"
    assert stored("СОШ 1").participants == 56
    assert page.locator("legend").count() == 0  # one is no second editor to oneself


def test_what_is_wrong_is_told_at_the_row_and_stored_once_it_is_mended(page, grid):
    open_grid(page, grid)
    type_in(page, "СОШ № 7", "10", "2", "2", "5", "2")
    page.keyboard.press("Enter")
    told(page, "Отметок 11, а участников 10. Исправьте одно из чисел.")
    first = row(page, "СОШ № 7").locator(BOXES).first
    assert first.get_attribute("aria-describedby")
    assert seen_well(page) == WELL

    first.fill("11")
    first.press("ArrowDown")
    row(page, "СОШ № 7").get_by_text("вы, ").wait_for()

    assert page.locator(".op-error").count() == 0
    assert stored("СОШ 7").participants == 11


def test_escape_brings_back_what_stood_there(page, grid):
    open_grid(page, grid)
    before = row(page, "СОШ № 1").inner_text()
    box = row(page, "СОШ № 1").locator(BOXES).first
    box.fill("55")
    box.press("Escape")

    assert box.input_value() == ""
    assert row(page, "СОШ № 1").inner_text() == before


def test_a_block_of_a_spreadsheet_fills_rows_from_where_it_is_put(page, grid):
    open_grid(page, grid)
    block = "1\xa0055\t4\t9\t1 030\t12\r\n38\t1\t10\t20\t7\r\n42\t8\t0\t23\tх\r\n"
    put(row(page, "СОШ № 1").locator(BOXES).first, block)
    row(page, "СОШ № 2").get_by_text("вы, ").wait_for()

    assert stored("СОШ 1").participants == 1055
    assert stored("СОШ 2").counts == {"2": 1, "3": 10, "4": 20, "5": 7}
    assert "Введите целое число учеников вместо «х»." in page.content()
    assert stored("СОШ 41").participants is None


def test_what_of_a_block_finds_no_place_is_told(page, grid):
    open_grid(page, grid)
    last, lost = page.locator("tr[data-row]").last, page.locator("[data-lost]")
    name = last.get_by_role("link").inner_text()

    put(last.locator(BOXES).first, "12\t1\t4\t5\t2\tболели\t3,58\tда\t\n1\t\t\t\t\n\n2\n")
    assert lost.inner_text() == (
        "Лишние столбцы не\xa0вставлены: 2; лишние строки не\xa0вставлены: 2; "
        "нет такой причины: «болели»."
    )
    row(page, name).get_by_text("вы, ").wait_for()
    assert seen_well(page) == WELL

    # the answer is waited for: it would meet the tables being emptied
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        put(last.locator(BOXES).first, "13\t2\t4\t5\t2\n")
    assert lost.inner_text() == ""


def test_a_confirmed_row_keeps_its_numbers_whatever_is_put_over_it(page, grid):
    sitting = Sitting.objects.get(pk=grid.split("/")[3])
    make_lock(school=School.objects.get(short_name="СОШ 2"), academic_year=sitting.academic_year)
    open_grid(page, grid)

    block = "55\t4\t9\t30\t12\n38\t1\t10\t20\t7\n42\t8\t0\t23\t11\n"
    put(row(page, "СОШ № 1").locator(BOXES).first, block)
    page.get_by_text("Подтверждённые строки не\xa0изменены: 1.").wait_for()

    assert stored("СОШ 2").participants is None


def test_numbers_unlike_those_before_are_saved_and_asked_about(page, grid):
    open_grid(page, grid)
    type_in(page, "СОШ № 1", "55", "4", "9", "30", "12")
    page.keyboard.press("Enter")
    row(page, "СОШ № 1").get_by_text("вы, ").wait_for()
    type_in(page, "СОШ № 1", "2", "0", "1", "1", "0")
    page.keyboard.press("Enter")

    asked = page.locator(".op-part", has_text="Участников было 55, а теперь 2.")
    asked.wait_for()
    assert stored("СОШ 1").participants == 2
    assert seen_well(page) == WELL
    page.goto("/results/")  # it is saved: nobody is asked whether to leave

    page.goto(grid)
    assert asked.count() == 0


def test_the_second_of_two_at_the_same_row_is_told_and_chooses(page, other, grid):
    open_grid(page, grid)
    open_grid(other, grid, "ilansky-direktor")
    type_in(other, "СОШ № 5", "12", "1", "4", "5", "2")
    other.keyboard.press("Enter")
    row(other, "СОШ № 5").get_by_text("вы, ").wait_for()

    type_in(page, "СОШ № 5", "12", "2", "3", "5", "2")
    page.keyboard.press("Enter")
    page.locator("legend", has_text="строку сохранил другой человек").wait_for()
    assert stored("СОШ 5").counts["2"] == 1  # nothing was overwritten
    assert seen_well(page) == WELL

    page.get_by_label("Ваши числа, ещё не сохранены").check()
    page.get_by_role("button", name="Оставить выбранное").click()
    row(page, "СОШ № 5").get_by_text("вы, ").wait_for()

    assert stored("СОШ 5").counts["2"] == 2
    assert stored("СОШ 5").changes.count() == 3


def test_leaving_with_a_row_that_is_not_saved_is_asked_about(page, grid):
    open_grid(page, grid)
    type_in(page, "СОШ № 7", "10", "2", "2", "5", "2")
    page.keyboard.press("Enter")
    told(page, "Отметок 11")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.goto("/results/")

    assert asked == ["beforeunload"]


def test_without_javascript_good_rows_are_stored_and_the_others_come_back(chromium, portal, grid):
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    page = open_grid(context.new_page(), grid)
    type_in(page, "СОШ № 1", "55", "4", "9", "30", "12")
    type_in(page, "СОШ № 7", "10", "2", "2", "5", "2")
    page.get_by_role("button", name="Сохранить").click()

    assert page.get_by_text("Не сохранена 1 строка из 2. Остальная сохранена.").is_visible()
    assert row(page, "СОШ № 7").locator(BOXES).first.input_value() == "10"
    assert stored("СОШ 1").participants == 55
    assert stored("СОШ 7").participants is None
    context.close()
