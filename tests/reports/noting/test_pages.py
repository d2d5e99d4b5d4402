"""Pages of a note: a new one, its sections in an editor, what changed, its way to the public."""

from datetime import date

import pytest
from django.urls import reverse

from reports.models import Note
from reports.noting import editing, registering
from reports.noting.files import file_of
from schools.models import Approval
from schools.services.approvals import NewStep, agree
from tests.factories import AT, make_external_list, publish

from .making import edit, fresh, section


def address(note, name, code="conclusions"):
    return reverse(f"reports:note-section{name}", args=[note.pk, code])


def page(client, url):
    return client.get(url).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def test_a_new_note_is_chosen_by_kind_then_by_subject(
    client,
    coordinator,
    note,
    django_capture_on_commit_callbacks,
):
    client.force_login(coordinator)

    assert "Аналитическая справка о результатах идентификации" in page(
        client, reverse("reports:note-choose")
    )
    url = reverse("reports:note-new", args=["identification"])
    assert "Выберите проведение." in client.post(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, {"run": note.run.pk})

    made = Note.objects.exclude(pk=note.pk).get()
    assert response.url == made.get_absolute_url()
    assert (made.state, made.created_by) == (Note.State.DONE, coordinator)


def test_a_run_of_another_municipality_is_not_offered(client, outsider, note):
    client.force_login(outsider)

    url = reverse("reports:note-new", args=["identification"])
    client.post(url, {"run": note.run.pk})

    assert Note.objects.get() == note


def test_a_kind_that_is_not_there_is_not_found(client, coordinator, municipality):
    client.force_login(coordinator)

    assert client.get(reverse("reports:note-new", args=["weather"])).status_code == 404


def test_a_section_is_edited_and_the_page_says_by_whom(client, coordinator, note):
    client.force_login(coordinator)
    url = address(note, "")
    assert "data-section-editor" in page(client, url)

    client.post(url, {"html": "<p>Иное <script>x</script></p>", "version": 1})

    assert section(note).edited == "<p>Иное</p>"
    assert "Изменён: " in page(client, note.get_absolute_url())
    compared = page(client, address(note, "-compare"))
    assert "<ins>Иное</ins>" in compared
    assert "<del>" in compared


def test_the_second_of_two_editors_sees_both_texts(client, coordinator, head, note):
    edit(section(note), "<p>Рассмотрено в августе.</p>", by=head)
    client.force_login(coordinator)

    url = address(note, "")
    answer = client.post(url, {"html": "<p>Рассмотрено в июне.</p>", "version": 1})

    said = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>августе</del><ins>июне</ins>" in said
    assert 'name="version" value="2"' in said
    client.post(url, {"html": "<p>Рассмотрено в июне.</p>", "version": 2})
    assert section(note).edited == "<p>Рассмотрено в июне.</p>"


def test_what_cannot_be_printed_comes_back_with_the_reason(client, coordinator, note):
    client.force_login(coordinator)

    answer = client.post(address(note, ""), {"html": "<p>[[Рисунок 7]]</p>", "version": 1})

    assert "а\xa0в\xa0разделе такого нет" in answer.content.decode()
    assert "[[Рисунок 7]]" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("-leave-out", "не печатается"),
        ("-put-back", "печатается"),
        ("-restore", "как составил портал"),
        ("-take", "Предложения уже нет"),
        ("-keep", "Предложения уже нет"),
    ],
)
def test_what_was_done_with_a_section_is_said(client, coordinator, note, name, sentence):
    client.force_login(coordinator)

    answer = client.post(address(note, name), follow=True)

    assert sentence in answer.content.decode().replace("\xa0", " ")


def test_newer_data_are_shown_before_they_are_taken(client, coordinator, note, school):
    make_external_list(note.municipality, school)
    client.force_login(coordinator)

    client.post(reverse("reports:note-propose", args=[note.pk]))

    assert "есть новое" in page(client, note.get_absolute_url())
    compared = page(client, address(note, "-compare"))
    assert "Внешними перечнями вывод подтверждён" in compared
    assert "Взять новое" in compared
    client.post(address(note, "-take"))
    assert section(note).proposed == ""


def test_who_reads_sees_what_was_changed_and_changes_nothing(client, head, note):
    edit(section(note), "<p>Иное.</p>", by=head)
    client.force_login(head)

    said = page(client, address(note, "-compare"))

    assert "Править дальше" not in said
    assert client.get(address(note, "")).status_code == 404
    assert "Не печатать" not in page(client, note.get_absolute_url())


def test_a_note_is_registered_sent_and_published_from_its_page(client, coordinator, head, of_sites):
    client.force_login(coordinator)
    told = {"number": "9", "dated_on": "2026-09-01"}
    client.post(reverse("reports:note-register", args=[of_sites.pk]), told)
    client.post(reverse("reports:note-approve", args=[of_sites.pk]), {"step_1": "role:HEAD"})
    step = Approval.objects.get().steps.get()
    client.force_login(head)
    client.post(reverse("schools:approval-agree", args=[step.pk]))
    assert "Подписанный PDF ещё готовится" in page(client, of_sites.get_absolute_url())
    file_of(fresh(of_sites), "pdf")

    address = reverse("reports:publish", args=[fresh(of_sites).document.pk])
    assert f'href="{address}"' in client.get(of_sites.get_absolute_url()).content.decode()
    publish(fresh(of_sites).document, by=head, file=None)

    said = page(client, of_sites.get_absolute_url())
    assert "<b>Опубликована</b>, справка от 01.09.2026 № 9" in said
    assert "Снять с публикации" in said


def test_a_signed_note_is_not_changed_by_one_press(client, coordinator, head, note):
    steps = [NewStep(head, "HEAD")]
    sheet = registering.send_for_approval(note, steps, by=coordinator, at=AT)
    agree(sheet.steps.get(), by=head, at=AT)
    client.force_login(coordinator)
    leave_out = address(note, "-leave-out")

    whole = page(client, note.get_absolute_url())
    assert leave_out not in whole
    assert "все согласуют её заново с первого шага" in whole

    assert leave_out in page(client, address(note, ""))
    done = client.post(leave_out, follow=True).content.decode().replace("\xa0", " ")
    assert "Текст изменился, поэтому справку согласуют заново с первого шага." in done


def test_a_note_that_names_results_of_schools_says_why_it_is_not_published(
    client, coordinator, note
):
    registering.register(note, number="9", dated_on=date(2026, 9, 1))
    client.force_login(coordinator)

    said = page(client, note.get_absolute_url())

    assert "результаты или статусы отдельных школ" in said
    assert "Опубликовать" not in said


def test_requisites_that_are_refused_come_back(client, coordinator, note):
    client.force_login(coordinator)

    address = reverse("reports:note-register", args=[note.pk])
    undated = client.post(address, {"number": "9"})
    slipped = client.post(address, {"number": "", "dated_on": "0026-09-01"})

    assert "Укажите дату." in undated.content.decode()
    assert "Укажите номер." in slipped.content.decode()
    assert "Укажите год от\xa02000 до\xa02100." in slipped.content.decode()
    assert fresh(note).document is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 1),
        ({"kind": "identification"}, 1),
        ({"stage": "draft"}, 1),
        ({"stage": "published"}, 0),
        ({"year": "2020"}, 0),
        ({"year": "all"}, 1),
    ],
)
def test_the_list_is_narrowed(client, head, note, asked, found):
    client.force_login(head)

    answer = client.get(reverse("reports:notes"), asked)

    assert answer.content.decode().count("<tr class") == found


def test_a_table_that_is_named_and_not_printed_is_told(client, coordinator, note):
    client.force_login(coordinator)
    assert "а в справке этого нет" not in page(client, note.get_absolute_url())

    client.post(address(note, "-leave-out", "data"))

    said = page(client, note.get_absolute_url())
    assert "В разделе «Как считали» упоминается таблица 1, а в справке этого нет." in said


def test_a_note_made_before_sections_were_kept_opens(client, head, note):
    editing.NoteSection.objects.filter(note=note).delete()
    client.force_login(head)

    assert "разделов нет" in page(client, note.get_absolute_url())


@pytest.mark.parametrize("edits", [1, 3])
def test_the_page_takes_as_many_queries_for_one_edit_as_for_three(
    client,
    coordinator,
    note,
    edits,
    django_assert_num_queries,
):
    for code in ("limits", "conclusions", "advice")[:edits]:
        edit(section(note, code), "<p>Иное.</p>", by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(17):
        said = page(client, note.get_absolute_url())

    assert said.count("Изменён: ") == edits
