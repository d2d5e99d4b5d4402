"""A note on its way to the public: number and date, the approval, the frozen paper."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from reports import tasks
from reports.models import Note
from reports.noting import editing, files, registering
from reports.noting.files import file_of
from reports.publishing.services import withdraw_publication
from schools.errors import PortalError
from schools.models import Approval, ApprovalStep
from schools.services.approvals import NewStep, agree, return_for_correction
from tests.factories import AT, publish

from .making import edit, fresh, section

DAY = date(2026, 9, 1)
STEPS = [NewStep(role="COORDINATOR"), NewStep(role="HEAD")]


@pytest.fixture
def sent(note, coordinator):
    return registering.send_for_approval(note, STEPS, by=coordinator, at=AT)


@pytest.fixture
def agreed(note, sent, coordinator, head):
    answer(sent, coordinator, head)
    return fresh(note)


def answer(approval, *people):
    for step, person in zip(approval.steps.all(), people, strict=False):
        agree(step, by=person, at=AT)


def stage(one):
    return Note.objects.with_stage().get(pk=one.pk).stage


def pages(one):
    with default_storage.open(file_of(fresh(one), "pdf")) as file:
        reader = PdfReader(io.BytesIO(file.read()))
    texts = [page.extract_text().replace("\xa0", " ") for page in reader.pages]
    return [" ".join(text.split()) for text in texts]


def is_draft(text):
    return "П Р О Е К Т" in text or "ПРОЕКТ" in text


def shown(one, *, by):
    """On the public page, as its PDF that was signed."""
    file_of(fresh(one), "pdf")
    return publish(fresh(one).document, by=by, file=None)


def test_a_note_goes_from_draft_to_published(of_sites, coordinator, head):
    stages = [stage(of_sites)]
    approval = registering.send_for_approval(of_sites, STEPS, by=coordinator, at=AT)
    stages.append(stage(of_sites))
    answer(approval, coordinator, head)
    stages.append(stage(of_sites))
    registering.register(of_sites, number=" 12-н ", dated_on=DAY)
    publication = shown(of_sites, by=head)
    stages.append(stage(of_sites))

    assert stages == ["draft", "approving", "approved", "published"]
    document = fresh(of_sites).document
    assert (document.number, document.dated_on, document.kind) == ("12-н", DAY, "note")
    assert document.municipality == of_sites.municipality
    with document.file.open() as signed, default_storage.open(publication.file.name) as copy:
        assert signed.read() == copy.read()
    withdraw_publication(publication, because="Ошибка", by=head, at=AT)
    assert stage(of_sites) == "approved"


def test_the_approved_paper_bears_number_date_and_sheet_and_is_a_draft_no_more(agreed):
    registering.register(agreed, number="12-н", dated_on=DAY)

    first, *others, last = pages(agreed)

    assert "1 сентября 2026 г." in first
    assert "№ 12-н" in first
    assert not is_draft(first)
    assert last.startswith("Лист согласования")
    assert "Лист согласования" not in "".join(others)
    assert "Подписано" in last


def test_until_the_last_signature_every_page_is_a_draft(note, sent, coordinator):
    answer(sent, coordinator)

    found = pages(note)

    assert all(map(is_draft, found))
    assert "Ждёт подписи" in found[-1]


def test_the_frozen_paper_is_the_same_for_everybody_from_then_on(agreed):
    name = file_of(agreed, "pdf")
    with default_storage.open(name) as file:
        content = file.read()
    Note.objects.filter(pk=agreed.pk).update(subject="О\xa0другом")

    with default_storage.open(file_of(fresh(agreed), "pdf")) as file:
        assert file.read() == content
    assert fresh(agreed).document.file.name == name


def test_whatever_was_agreed_on_is_frozen_by_itself(agreed):
    tasks.tend_files()

    assert default_storage.exists(fresh(agreed).document.file.name)


def test_an_edit_voids_the_approval_and_it_begins_anew(agreed, head, caplog):
    frozen = file_of(agreed, "pdf")

    edit(section(agreed), "<p>Иное.</p>", by=head)

    document = fresh(agreed).document
    states = list(document.approvals.values_list("state", flat=True))
    assert sorted(states) == ["running", "void"]
    assert document.file.name == ""
    assert stage(agreed) == "approving"
    assert file_of(fresh(agreed), "pdf") != frozen
    assert not ApprovalStep.objects.filter(approval__state="running").exclude(decision="").exists()


def test_an_edit_that_says_the_same_voids_nothing(sent, note, head):
    edit(section(note), section(note).generated, by=head)

    assert Approval.objects.get().state == "running"


def test_a_returned_note_is_mended_and_sent_the_same_way(note, sent, coordinator, head):
    return_for_correction(sent.steps.first(), remark="Дополните", by=coordinator, at=AT)
    edit(section(note), "<p>Дополнено.</p>", by=head)

    again = registering.send_again(fresh(note), by=coordinator, at=AT + timedelta(hours=1))
    answer(again, coordinator, head)

    assert stage(note) == "approved"


def test_nobody_agrees_to_a_text_that_is_about_to_change(note, coordinator):
    note.sections.filter(code="conclusions").update(proposed="<p>Новое</p>")

    with pytest.raises(PortalError, match=r"^Есть разделы с\xa0новыми данными"):
        registering.send_for_approval(note, STEPS, by=coordinator, at=AT)


def test_nobody_agrees_to_an_empty_sheet(note, coordinator):
    for one in note.sections.all():
        editing.leave_out(one, is_left_out=True, at=AT)

    with pytest.raises(PortalError, match=r"не\xa0печатается ни\xa0один раздел"):
        registering.send_for_approval(fresh(note), STEPS, by=coordinator, at=AT)


def test_until_its_signed_paper_is_printed_a_note_is_not_published(of_sites, coordinator, head):
    """A file that came later would be another paper than the one that is shown."""
    answer(registering.send_for_approval(of_sites, STEPS, by=coordinator, at=AT), coordinator, head)

    with pytest.raises(PortalError, match=r"^Подписанный PDF ещё готовится"):
        publish(fresh(of_sites).document, by=head, file=None)
    tasks.tend_files()
    publish(fresh(of_sites).document, by=head, file=None)

    assert list(Note.objects.published()) == [of_sites]


def test_a_published_note_is_changed_by_nobody(of_sites, coordinator, head):
    answer(registering.send_for_approval(of_sites, STEPS, by=coordinator, at=AT), coordinator, head)
    shown(of_sites, by=head)

    one = of_sites.sections.exclude(title="").first()
    with pytest.raises(PortalError, match=r"^Справка опубликована"):
        edit(one, "<p>Иное.</p>", by=head)
    with pytest.raises(PortalError, match=r"^Справка опубликована"):
        registering.register(fresh(of_sites), number="13", dated_on=DAY)


def test_a_number_that_another_note_bears_is_refused(note, agreed, municipality):
    registering.register(agreed, number="12-н", dated_on=DAY)
    other = Note.objects.create(
        municipality=municipality,
        run=note.run,
        academic_year=2026,
        kind="identification",
        title="Аналитическая справка",
        state=Note.State.DONE,
    )

    with pytest.raises(PortalError, match=r"^Документ с таким номером и датой уже есть\.$"):
        registering.register(other, number="12-н", dated_on=DAY)


def test_files_nobody_needs_are_forgotten_and_made_again(note, settings):
    name = file_of(note, "pdf")

    assert files.forget_files(at=AT) == 0
    late = note.finished_at + timedelta(days=settings.NOTE_FILES_DAYS + 1)
    assert files.forget_files(at=late) == 1

    assert not default_storage.exists(name)
    assert default_storage.exists(file_of(fresh(note), "pdf"))


def test_the_paper_of_an_approved_note_is_not_forgotten(agreed, settings):
    name = file_of(agreed, "pdf")

    files.forget_files(at=agreed.finished_at + timedelta(days=settings.NOTE_FILES_DAYS + 1))

    assert Path(default_storage.path(name)).exists()
