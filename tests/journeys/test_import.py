"""A year's file comes in through the browser: questions, difference, stored, taken back."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from assessments.models import Result
from reports.demo import ilansky
from reports.demo.loading import PASSWORD, Staff
from tests.assessments import layouts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KNOWN = ("МБОУ «Иланская СОШ № 1»(edu203389)", "", 89, 12.36, 52.81, 26.97, 7.87)
STRANGE = ("МБОУ «Лесная школа»(edu203390)", "", 10, 30, 40, 20, 10)
WRONG = ("МБОУ «Иланская СОШ № 2»(edu203391)", "", 10, 33, 40, 20, 10)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2849657.xlsx"
    rows = layouts.marks_rows(KNOWN, STRANGE, WRONG)
    path.write_bytes(layouts.make_file(rows, name="РУ 4 Статистика по отметкам").getvalue())
    return path


def serious(page):
    page.wait_for_load_state("networkidle")  # a page that is still coming has no rules to hold
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_a_file_comes_in_with_a_question_a_problem_and_a_way_back(page, db, file):
    ilansky.load(Staff())
    page.goto("/")
    page.get_by_label("Логин").fill("ilansky-koordinator")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.goto("/results/")
    page.get_by_role("link", name="Загрузить файл").click()
    assert serious(page) == []
    before = Result.objects.count()

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Проверить файл").click()
    page.get_by_role("heading", name="Не узнали школы: 1").wait_for()
    assert serious(page) == []
    with page.expect_download() as marked:
        page.get_by_role("link", name="Файл с пометками").click()
    assert marked.value.suggested_filename.endswith(".xlsx")

    page.get_by_label("Такой школы в реестре нет").select_option(label="СОШ № 41")
    page.get_by_label("Не загружать всю строку 14").check()
    page.get_by_role("button", name="Учесть ответы").click()
    page.get_by_role("button", name="Записать 2 результата").click()
    page.get_by_role("heading", name="Файл записан").wait_for()
    assert serious(page) == []
    assert Result.objects.count() == before + 2

    page.get_by_role("link", name="Отменить загрузку…").click()
    page.get_by_role("button", name="Отменить загрузку целиком").click()
    page.get_by_role("heading", name="Загрузка отменена").wait_for()
    assert Result.objects.count() == before
    assert page.complaints == []
