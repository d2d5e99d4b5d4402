"""A stored file is taken back: what would go is told before, what stands in the way is named."""

import pytest
from django.urls import reverse

from assessments.forms import SittingForm
from assessments.imports import stages, undoing
from assessments.imports.settings import settings_of
from assessments.models import ImportBatch, Result, ResultLock, Sitting
from assessments.readers.reading import Work
from assessments.services import ensure_sitting
from schools.errors import PortalError
from tests.factories import AT, make_lock, make_result, make_school, make_sitting

from .test_import_pages import text_of
from .test_imports import FIRST, SECOND, STRANGER, confirm, marks, schools, upload

__all__ = ["confirm", "schools", "upload"]
LESS = (*FIRST[:3], 13.48, 51.69, 26.97, 7.87)
RUSSIAN = Work("VPR", 4, "Русский язык", "", 2026)


@pytest.fixture
def stored(upload, confirm):
    """A file that was chosen and confirmed."""

    def stored(*lines, name="2849657.xlsx", **where):
        batch = upload(marks(*lines, **where), name=name)
        assert confirm(batch)
        return batch

    return stored


@pytest.fixture
def entered(client, coordinator):
    client.force_login(coordinator)
    return client


def address(batch):
    return reverse("assessments:import-undo", args=[batch.pk])


def shown_in(municipality):
    return Sitting.objects.shown_in(municipality.region_id)


def test_what_would_go_is_told_in_numbers_and_nothing_goes(
    entered, schools, upload, confirm, stored
):
    make_result(school=schools[0], sitting=make_sitting(), low_n=1)
    batch = upload(marks(FIRST, SECOND, ("СОШ № 3(edu200003)", *SECOND[1:]), STRANGER))
    other = make_school(municipality=batch.municipality, short_name="Лесная школа")
    stages.answer(batch, {"schools": {"fis_oko:edu999999": other.pk}})
    confirm(batch)

    page = text_of(entered.get(address(batch)))

    assert "Отменить загрузку?" in page
    assert "Будут сняты 3 результата: до этого файла их не было" in page
    assert "1 результат вернётся к прежнему значению" in page
    assert "Портал забудет 1 название или логин" in page
    batch.refresh_from_db()
    assert (batch.stage, Result.objects.count()) == (ImportBatch.Stage.STORED, 4)


def test_results_that_somebody_has_edited_are_named(entered, schools, stored, coordinator):
    batch = stored(FIRST, SECOND)
    make_result(school=schools[1], sitting=Sitting.objects.get(), low_n=1, by=coordinator)

    page = text_of(entered.post(address(batch), follow=True))

    assert "Загрузка не отменена" in page
    assert "После загрузки исправлено: 1 результат" in page
    assert f"СОШ № 2, ВПР-4, русский язык , 2025/2026: {coordinator}" in page
    assert "СОШ № 1" not in page
    assert Result.objects.count() == 2


def test_a_file_that_lies_over_it_is_named_and_goes_first(entered, schools, stored):
    batch = stored(FIRST, SECOND)
    above = stored(LESS, name="поверх.xlsx")

    answer = entered.get(address(batch))

    page = text_of(answer)
    assert "Поверх записан другой файл Сначала отмените его" in page
    assert "поверх.xlsx , записан" in page
    assert "После загрузки исправлено" not in page
    assert f'href="{address(above)}"' in answer.content.decode()
    entered.post(address(above))
    assert "Отменить загрузку?" in text_of(entered.get(address(batch)))


def test_what_is_confirmed_is_named(entered, schools, stored, coordinator):
    batch = stored(FIRST, SECOND)
    make_lock(school=schools[0])

    page = text_of(entered.get(address(batch)))

    assert "Подтверждено координатором: 1 результат" in page
    assert "СОШ № 1, ВПР-4, русский язык" in page
    with pytest.raises(PortalError, match="не отменена"):
        undoing.undo_import(batch, by=coordinator, at=AT)


def test_of_many_in_the_way_the_first_are_named(entered, municipality, stored, coordinator):
    for n in range(12):
        make_school(municipality=municipality, short_name=f"СОШ {n}", login=f"edu30000{n:02}")
    batch = stored(*((f"Школа(edu30000{n:02})", *SECOND[1:]) for n in range(12)))
    for result in Result.objects.all():
        make_result(school=result.school, sitting=result.sitting, low_n=1, by=coordinator)

    page = text_of(entered.get(address(batch)))

    assert "После загрузки исправлено: 12 результатов" in page
    assert "Показаны первые 10 из 12." in page


@pytest.mark.parametrize("amount", [1, 3])
@pytest.mark.parametrize(("is_edited", "queries"), [(False, 12), (True, 13)])
def test_the_question_takes_as_many_queries_however_many_results(
    amount, is_edited, queries, entered, schools, stored, coordinator, django_assert_num_queries
):
    rows = [(f"СОШ № {n}(edu20000{n})", *SECOND[1:]) for n in range(1, amount + 1)]
    batch = stored(*rows)
    for result in Result.objects.all() if is_edited else ():
        make_result(school=result.school, sitting=result.sitting, low_n=1, by=coordinator)

    with django_assert_num_queries(queries):
        entered.get(address(batch))


def test_a_file_that_is_not_stored_has_nothing_to_take_back(entered, schools, upload):
    batch = upload(marks(FIRST))

    assert entered.get(address(batch)).url == batch.get_absolute_url()
    assert "ещё не записана" in text_of(entered.post(address(batch), follow=True))


def test_a_procedure_that_only_the_file_named_goes_with_it(
    entered, schools, stored, municipality, coordinator
):
    batch = stored(FIRST, work="ВПР 2026 Руский язык 4 класс")
    told = "Из перечня уйдёт процедура «ВПР-4, руский язык», 2025/2026"
    assert told in text_of(entered.get(address(batch)))
    assert shown_in(municipality).get().procedure.subject == "Руский язык"

    undoing.undo_import(batch, by=coordinator, at=AT)

    assert not shown_in(municipality).exists()
    form = SittingForm(region_id=municipality.region_id)
    assert not form.fields["procedure"].queryset.exists()
    assert Result.rows.get().changes.count() == 2
    misspelt = RUSSIAN._replace(subject="Руский язык")
    assert settings_of({misspelt}, municipality.region)[misspelt].is_new
    assert "Похожий" not in settings_of({RUSSIAN}, municipality.region)[RUSSIAN].news


def test_it_comes_back_with_the_next_file_that_names_it(schools, stored, municipality, coordinator):
    undoing.undo_import(stored(FIRST), by=coordinator, at=AT)

    again = stored(FIRST)

    assert shown_in(municipality).get().results.count() == 1
    undoing.undo_import(again, by=coordinator, at=AT)
    assert not shown_in(municipality).exists()


@pytest.mark.parametrize("held", [True, False])
def test_it_comes_back_as_a_person_describes_it(schools, stored, municipality, coordinator, held):
    undoing.undo_import(stored(FIRST), by=coordinator, at=AT)

    described(municipality, held=held)

    assert shown_in(municipality).get().held is held


def described(municipality, **more):
    told = {"kind": "VPR", "grade": 4, "subject": "Русский язык", "academic_year": 2026}
    return ensure_sitting(**told, region=municipality.region, **more)


def test_a_procedure_that_a_person_has_described_stays(schools, stored, municipality, coordinator):
    described(municipality)

    undoing.undo_import(stored(FIRST), by=coordinator, at=AT)

    assert shown_in(municipality).exists()


def test_a_procedure_stays_while_another_file_stands_on_it_and_goes_with_the_last(
    entered, schools, stored, municipality, coordinator
):
    first, second = stored(FIRST), stored(SECOND)
    assert "Из перечня уйдёт" not in text_of(entered.get(address(first)))

    undoing.undo_import(first, by=coordinator, at=AT)
    assert shown_in(municipality).exists()
    undoing.undo_import(second, by=coordinator, at=AT)

    assert not shown_in(municipality).exists()


def test_a_procedure_stays_while_it_is_confirmed_or_holds_a_result(
    schools, stored, municipality, coordinator
):
    batch = stored(FIRST)
    other = make_school(municipality=municipality)
    make_result(school=other, sitting=Sitting.objects.get())
    undoing.undo_import(batch, by=coordinator, at=AT)
    assert shown_in(municipality).exists()

    make_lock(sitting=Sitting.objects.get(), municipality=municipality)
    Result.objects.filter(school=other).update(
        no_data="withdrawn",
        participants=None,
        low_n=None,
        high_n=None,
        share_low=None,
        share_high=None,
    )
    undoing._withdraw_sittings(batch)
    assert shown_in(municipality).exists()
    ResultLock.objects.update(unlocked_at=AT, unlocked_by=coordinator)
    undoing._withdraw_sittings(batch)
    assert not shown_in(municipality).exists()


@pytest.mark.parametrize("is_told_by_others", [False, True])
def test_what_was_not_held_before_the_file_is_not_held_after_it(
    schools, stored, municipality, coordinator, is_told_by_others
):
    described(municipality, held=False)
    batch = stored(FIRST)
    assert shown_in(municipality).get().held
    if is_told_by_others:
        make_result(school=make_school(municipality=municipality), sitting=Sitting.objects.get())

    undoing.undo_import(batch, by=coordinator, at=AT)

    assert shown_in(municipality).get().held is is_told_by_others


def test_a_withdrawn_result_leads_to_no_page_that_is_gone(entered, schools, stored, coordinator):
    undoing.undo_import(stored(FIRST), by=coordinator, at=AT)

    page = entered.get(Result.rows.get().get_absolute_url())

    assert "Результат отозван" in text_of(page)
    sitting = Sitting.objects.get().pk
    assert reverse("assessments:sitting", args=[sitting]) not in page.content.decode()
    assert "Внести" not in text_of(page)
