"""A note becomes a document: sent for approval, given its number and date.

Shown to everybody it is as any other document: see `reports.publishing`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.models import Note
from schools.errors import PortalError
from schools.models import Approval, Document, User
from schools.services.approvals import NewStep, begin_anew, start_approval

from .editing import NOT_MADE, hash_of, is_published

NOT_BEGUN = "Согласование ещё не\xa0начиналось."
PENDING = (
    "Есть разделы с\xa0новыми данными. Решите по\xa0каждому, взять новое или оставить прежнее."
)
EMPTY = "В\xa0справке не\xa0печатается ни\xa0один раздел. Верните в\xa0неё хотя\xa0бы один."
IS_PUBLISHED = "Справка опубликована: её номер и\xa0дата известны другим. Снимите с\xa0публикации."


def register(note: Note, *, number: str, dated_on: date | None) -> Document:
    """Number and date of the paper; before the approval or after it, as the office is used to."""
    with transaction.atomic():
        note = _locked(note)
        if is_published(note):
            raise PortalError(IS_PUBLISHED)
        document = note.document or _document(note)
        document.number, document.dated_on = number.strip(), dated_on
        # the printed paper bears its requisites: it is printed anew
        document.file = ""
        try:
            document.full_clean()
        except ValidationError as error:
            raise PortalError(" ".join(error.messages)) from error
        document.save()
        _bind(note, document)
    return document


def send_for_approval(note: Note, steps: Sequence[NewStep], *, by: User, at: datetime) -> Approval:
    with transaction.atomic():
        note = _locked(note)
        _refuse_unready(note)
        document = note.document or _document(note)
        document.save()
        _bind(note, document)
        return start_approval(
            document,
            steps,
            content_hash=hash_of(note),
            url=note.get_absolute_url(),
            by=by,
            at=at,
        )


def send_again(note: Note, *, by: User, at: datetime) -> Approval:
    """After a correction, the same way as before."""
    with transaction.atomic():
        note = _locked(note)
        _refuse_unready(note)
        last = note.document and note.document.approvals.first()
        if last is None:
            raise PortalError(NOT_BEGUN)
        return begin_anew(last, content_hash=hash_of(note), by=by, at=at)


def _locked(note: Note) -> Note:
    rows = Note.objects.select_for_update(of=["self"])
    note = rows.select_related("document", "municipality").get(pk=note.pk)
    if note.state != Note.State.DONE:
        raise PortalError(NOT_MADE)
    return note


def _refuse_unready(note: Note) -> None:
    """Nobody agrees to a text that is about to change, or to an empty sheet."""
    if note.sections.exclude(proposed="").exists():
        raise PortalError(PENDING)
    if not note.sections.filter(is_left_out=False).exists():
        raise PortalError(EMPTY)


def _document(note: Note) -> Document:
    """Of the municipality, even where it tells of one school."""
    subject = " ".join(note.subject.split())
    return Document(
        municipality=note.municipality,
        kind=Document.Kind.NOTE,
        issuer=note.municipality.authority or note.municipality.name,
        title=f"{note.title} {subject[:1].lower()}{subject[1:]}"[:500].strip(),
    )


def _bind(note: Note, document: Document) -> None:
    note.document = document
    note.save(update_fields=["document"])
