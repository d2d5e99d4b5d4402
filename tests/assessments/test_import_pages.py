"""The pages of a file: upload, questions, the difference, confirmation, the way back."""

import html
import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Benchmark, ImportBatch, Result
from tests.factories import make_batch, make_result, make_school, make_sitting, make_workbook

from . import layouts
from .test_imports import FIRST, SECOND, STRANGER, marks


def text_of(response):
    """The words of a page, without tags, in single spaces."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


WRONG = (*SECOND[:3], 33, 40, 20, 10)


@pytest.fixture
def schools(municipality):
    return [
        make_school(municipality=municipality, short_name=f"СОШ {n}", login=f"edu20000{n}")
        for n in (1, 2)
    ]


@pytest.fixture
def entered(client, coordinator, schools):
    client.force_login(coordinator)
    return client


def send(client, file, **fields):
    upload = SimpleUploadedFile("2849657.xlsx", file.getvalue())
    data = {"file": upload, "academic_year": "2026"} | fields
    return client.post(reverse("assessments:imports"), data, follow=True)


def press(client, name, **data):
    batch = ImportBatch.objects.latest("pk")
    return client.post(reverse(f"assessments:{name}", args=[batch.pk]), data, follow=True)


def test_a_file_is_chosen_looked_at_and_stored(entered):
    page = text_of(send(entered, marks(FIRST, SECOND)))
    assert "Пока ничего не записано" in page
    assert "2 новых результата" in page
    assert "Записать 2 результата" in page
    assert not Result.rows.exists()

    page = text_of(press(entered, "import-confirm", seen=ImportBatch.objects.get().fingerprint))

    assert "Файл записан" in page
    assert Result.objects.count() == 2


def test_questions_are_answered_on_the_page(entered, schools):
    page = text_of(send(entered, marks(FIRST, STRANGER)))
    assert "Не узнали школы: 1" in page
    assert "Портал запомнит за выбранной школой логин «edu999999»." in page
    assert "Записать 1" not in page

    page = text_of(press(entered, "import-answer", **{"school fis_oko:edu999999": schools[1].pk}))

    assert "Портал запомнит: edu999999" in page
    assert "Записать 2 результата" in page


def test_all_strangers_are_left_out_with_one_press(entered):
    send(entered, marks(FIRST, STRANGER, ("МБОУ «Лесная СОШ»(edu888888)", *STRANGER[1:])))

    page = text_of(press(entered, "import-answer", without_strangers="1"))

    assert "2 строки не загрузятся" in page
    assert "Записать 1 результат" in page


def test_a_wrong_row_is_named_with_its_place_value_and_remedy(entered):
    page = text_of(send(entered, marks(FIRST, WRONG)))

    assert "Что не так в файле" in page
    assert "строка 13, столбец" in page
    assert "Отмеченная строка не загрузится целиком" in page


def test_the_file_comes_back_with_its_problems_marked(entered):
    send(entered, marks(FIRST, WRONG))
    batch = ImportBatch.objects.get()
    problem = batch.plan["problems"][0]

    answer = entered.get(reverse("assessments:import-problems", args=[batch.pk]))

    book = load_workbook(io.BytesIO(answer.content))
    assert book["Что исправить"]["E2"].value == problem["message"]
    cell = book["Лист1"][f"{problem['column']}{problem['row']}"]
    assert problem["message"] in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F9D5D3")
    assert book["Лист1"]["A12"].value == FIRST[0]


def test_a_file_with_formulas_of_a_stranger_comes_back_as_text(entered):
    rows = layouts.marks_rows(FIRST, ("=HYPERLINK(1)(edu200002)", "", "x", 1, 1, 1, 1))
    send(entered, layouts.make_file(rows))

    answer = entered.get(
        reverse("assessments:import-problems", args=[ImportBatch.objects.get().pk])
    )

    book = load_workbook(io.BytesIO(answer.content))
    assert not [c for sheet in book for row in sheet for c in row if c.data_type == "f"]


def test_a_gap_may_be_given_its_reason(entered, municipality):
    for name in ("НОШ 21", "СОШ 3"):
        make_school(municipality=municipality, short_name=name)
    send(entered, layouts.make_file(layouts.annex_rows()))
    press(entered, "import-answer", without_strangers="1")
    first, second, *_rest = ImportBatch.objects.get().plan["gaps"]

    told = {f"reason {first['key']}": "no_stage"}
    press(entered, "import-answer", **told)
    page = press(entered, "import-answer", **told)

    batch = ImportBatch.objects.get()
    assert batch.answers["reasons"] == {first["key"]: "no_stage"}
    gaps = {gap["key"] for gap in batch.plan["gaps"]}
    assert first["key"] not in gaps
    assert second["key"] in gaps
    assert "Ответить заново" in text_of(page)


def test_the_same_answers_sent_twice_answer_the_same_questions(entered, schools):
    strangers = [(f"{name}(edu99999{n})", *STRANGER[1:]) for n, name in enumerate("АБ")]
    send(entered, marks(*strangers))

    for _press in range(2):
        press(entered, "import-answer", **{"school fis_oko:edu999990": schools[1].pk})

    assert ImportBatch.objects.get().answers["schools"] == {"fis_oko:edu999990": schools[1].pk}


def test_a_question_that_was_not_asked_is_not_answered(entered, schools):
    send(entered, marks(FIRST))

    press(entered, "import-answer", **{"school fis_oko:edu200001": schools[1].pk})

    assert ImportBatch.objects.get().answers["schools"] == {}


def test_all_questions_may_be_asked_again(entered, schools):
    send(entered, marks(FIRST, STRANGER))
    press(entered, "import-answer", **{"school fis_oko:edu999999": schools[1].pk})

    page = text_of(press(entered, "import-answer", anew="1"))

    assert "Не узнали школы: 1" in page


def test_an_old_page_does_not_store_what_it_never_showed(entered):
    send(entered, marks(FIRST))

    page = text_of(press(entered, "import-confirm", seen="0" * 64))

    assert "Пока вы смотрели" in page
    assert not Result.rows.exists()


def test_an_import_is_taken_back_on_its_page(entered):
    send(entered, marks(FIRST))
    press(entered, "import-confirm", seen=ImportBatch.objects.get().fingerprint)

    address = reverse("assessments:import-undo", args=[ImportBatch.objects.get().pk])
    page = text_of(entered.get(address))
    assert "Будет снят 1 результат: до этого файла его не было" in page
    assert "Будут сняты 3 строки для сравнения" in page
    assert Result.objects.count() == 1

    page = text_of(press(entered, "import-undo"))

    assert "Загрузка отменена" in page
    assert not Result.objects.exists()


def test_a_file_that_nobody_wants_is_dropped(entered):
    send(entered, marks(FIRST))

    page = text_of(press(entered, "import-drop"))

    assert "не записан" in page
    assert ImportBatch.objects.get().stage == ImportBatch.Stage.DROPPED


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Файл пустой"),
        (b"PK\x03\x04 broken", "Файл повреждён"),
        (b"%PDF-1.7", "не таблица"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(entered, content, sentence):
    page = text_of(send(entered, io.BytesIO(content)))

    assert sentence in page
    assert not Result.rows.exists()


def test_the_head_reads_and_presses_nothing(client, head, coordinator, schools):
    client.force_login(coordinator)
    send(client, marks(FIRST))
    client.force_login(head)
    batch = ImportBatch.objects.get()

    page = client.get(batch.get_absolute_url())

    assert page.status_code == 200
    assert "Записать" not in text_of(page).replace("Записать можно", "")
    assert client.post(reverse("assessments:import-confirm", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize("amount", [1, 3])
def test_the_list_of_files_takes_as_many_queries_however_long(
    amount, entered, municipality, django_assert_num_queries
):
    for _ in range(amount):
        make_batch(municipality=municipality, plan={"counts": {"new": 1, "changed": 0}})

    with django_assert_num_queries(11):
        entered.get(reverse("assessments:imports"))


def state_in_list(client):
    table = client.get(reverse("assessments:imports")).context["table"]
    return next(iter(table.rows)).get_cell("stage")


def test_a_file_without_news_waits_for_nothing(entered):
    send(entered, marks(FIRST))
    assert "ждёт записи" in state_in_list(entered)
    press(entered, "import-confirm", seen=ImportBatch.objects.get().fingerprint)

    page = text_of(send(entered, marks(FIRST)))

    assert "Всё, что есть в файле, уже стоит в портале" in page
    assert "Записать" not in page
    assert "нового нет" in state_in_list(entered)


def test_a_file_that_brings_the_region_alone_waits_to_be_stored(entered):
    send(entered, marks(FIRST))
    press(entered, "import-confirm", seen=ImportBatch.objects.get().fingerprint)
    Benchmark.objects.filter(level="region").delete()

    page = text_of(send(entered, marks(FIRST)))

    assert "1 строка для сравнения" in page
    assert "ждёт записи" in state_in_list(entered)


def test_rows_to_compare_with_are_told_before_they_are_stored(entered):
    page = text_of(send(entered, marks(FIRST)))

    assert "3 строки для сравнения" in page
    section = page[page.index("Для сравнения: 3") :]
    assert "Красноярский край" in section
    assert "ВПР-4, русский язык, 2025/2026" in section


@pytest.mark.parametrize("name", ["import-drop", ""])
def test_a_file_that_was_not_stored_or_not_read_is_taken_out_of_the_list(entered, name):
    send(entered, marks(FIRST) if name else make_workbook(["Что", "Сколько"], ["яблоки", 3]))
    if name:
        press(entered, name)
    assert bool(ImportBatch.objects.get().upload) is not bool(name)
    assert "Убрать" in text_of(entered.get(reverse("assessments:imports")))
    kept = ImportBatch.objects.get().upload.name

    page = text_of(press(entered, "import-remove"))

    assert "убран из списка" in page
    assert not ImportBatch.objects.exists()
    assert not kept or not default_storage.exists(kept)


@pytest.mark.parametrize("is_stored", [True, False])
def test_a_file_that_was_stored_or_waits_stays_in_the_list(entered, is_stored):
    send(entered, marks(FIRST))
    if is_stored:
        press(entered, "import-confirm", seen=ImportBatch.objects.get().fingerprint)
    assert "Убрать" not in text_of(entered.get(reverse("assessments:imports")))

    press(entered, "import-remove")

    assert ImportBatch.objects.count() == 1


def test_a_fall_in_participants_is_told_before_it_is_stored(entered, schools):
    sitting = make_sitting()
    counts = {"2": 11, "3": 47, "4": 24, "5": 7}
    make_result(school=schools[1], sitting=sitting, participants=89, low_n=11, high_n=31)
    make_result(school=schools[0], sitting=sitting, participants=89, counts=counts)

    page = text_of(send(entered, marks((*FIRST[:2], 88, 12.5, 52.27, 27.27, 7.95), SECOND)))

    assert "У 1 результата участников станет намного меньше или больше" in page
    assert page.count("Участников было 89, а теперь 10. Проверьте, нет ли ошибки.") == 1
    changed = ImportBatch.objects.get().plan["rows"]["changed"]
    assert [row["school"] for row in changed] == [schools[1].pk, schools[0].pk]


@pytest.mark.parametrize("amount", [1, 3])
def test_the_review_takes_as_many_queries_however_many_rows(
    amount, entered, municipality, django_assert_num_queries
):
    make_sitting()
    rows = [
        (f"Школа {n}(edu30000{n})", "", 10, 30, 40, 20, 10)
        for n in range(amount)
        if make_school(municipality=municipality, login=f"edu30000{n}")
    ]
    send(entered, marks(*rows))
    batch = ImportBatch.objects.get()

    with django_assert_num_queries(9):
        entered.get(batch.get_absolute_url())


def test_of_many_strangers_the_first_are_asked_and_all_may_be_left_out(entered):
    strangers = [(f"Лесная школа {n}(edu9{n:05})", "", 10, 30, 40, 20, 10) for n in range(60)]

    page = text_of(send(entered, marks(FIRST, *strangers)))
    assert "Не узнали школы: 60" in page
    assert "Показаны первые 50" in page
    page = text_of(press(entered, "import-answer", without_strangers="1"))

    assert "60 строк не загрузятся" in page
    assert "Записать 1 результат" in page
