"""The files of a note. They are made of its row whenever somebody asks, kept for a while, and
frozen with the document once the note is approved.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from reports.models import Note
from reports.notes.section import Composed
from reports.pdf import render_pdf
from schools.files import write_whole
from schools.models import Approval, Document, Municipality
from schools.services.approvals import content_hash
from schools.workbooks import write_sheets

from .docx import render_note
from .paper import NotePaper, paper_of, paper_of_composed
from .sheets import unpacked

NAMES = {"pdf": "note.pdf", "docx": "note.docx", "workbook": "tables.xlsx"}
FOLDER = "notes"


def pdf_of(paper: NotePaper) -> bytes:
    """Dates of a paper are those of the place where it is signed."""
    with timezone.override(paper.municipality.time_zone):
        return render_pdf("reports/note.html", {"paper": paper})


def docx_of(paper: NotePaper) -> bytes:
    with timezone.override(paper.municipality.time_zone):
        return render_note(paper)


def printed(note: Note, field: str) -> bytes:
    if field == "workbook":
        return write_sheets([*unpacked(note.sheets)])
    paper = paper_of(note)
    return pdf_of(paper) if field == "pdf" else docx_of(paper)


def file_of_composed(composed: Composed, municipality: Municipality, suffix: str) -> bytes:
    """Of a note that is kept nowhere."""
    if suffix == ".xlsx":
        return write_sheets(composed.sheets)
    paper = paper_of_composed(composed, municipality)
    return pdf_of(paper) if suffix == ".pdf" else docx_of(paper)


def file_of(note: Note, field: str) -> str:
    """The name of a file in the storage, made now if it is not there."""
    if field == "pdf" and (frozen := frozen_file(note)):
        return frozen
    name = place(note, field)
    if not default_storage.exists(name):
        write_whole(Path(default_storage.path(name)), printed(note, field))
    return name


def place(note: Note, field: str) -> str:
    """Of one text with one number and one state of its approval: another one has another place."""
    return f"{FOLDER}/{note.pk}/{note.revision}-{_mark(note.document)}/{NAMES[field]}"


def _mark(document: Document | None) -> str:
    """What a paper says of its document beside the text: requisites, the approval sheet."""
    if document is None:
        return "0"
    steps = document.approvals.values_list("pk", "state", "steps__decision", "steps__at")
    return content_hash([document.number, document.dated_on, *map(list, steps)])[:12]


def frozen_file(note: Note) -> str:
    """The PDF of an approved note, with its sheet: from then on it is the same for everybody."""
    if note.document_id is None:
        return ""
    with transaction.atomic():
        document = Document.objects.select_for_update(of=["self"]).get(pk=note.document_id)
        if document.file and default_storage.exists(document.file.name):
            return document.file.name
        if not document.approvals.filter(state=Approval.State.AGREED).exists():
            return ""
        note.document = document
        name = f"documents/notes/{note.pk}-{note.revision}-{_mark(document)}.pdf"
        write_whole(Path(default_storage.path(name)), printed(note, "pdf"))
        document.file = name
        document.save(update_fields=["file"])
    return name


def freeze_approved() -> None:
    """Whatever was agreed on since: the last signature is given where nobody knows of notes."""
    for note in Note.objects.approved().filter(document__file="").select_related("municipality"):
        frozen_file(note)


def forget_files(*, at: datetime) -> int:
    """What nobody has needed for a while is taken off the disk; it is made again when asked for."""
    before = at - timedelta(days=settings.NOTE_FILES_DAYS)
    gone = 0
    for folder in Path(default_storage.path(FOLDER)).glob("*/*"):
        if folder.is_dir() and datetime.fromtimestamp(folder.stat().st_mtime, at.tzinfo) < before:
            shutil.rmtree(folder)
            gone += 1
    return gone
