from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from identification.models import Run, Verdict
from identification.services import fingerprint, input_of
from schools.errors import PortalError
from schools.files import write_whole
from schools.models import Municipality, User
from schools.workbooks import write_sheets

from .models import Note
from .notes import why
from .notes.papers import paper_of
from .pdf import render_pdf


def start_note(run: Run, *, by: User | None) -> Note:
    """Queue the note on a finished run. Whoever presses twice gets the one that is being made."""
    refuse_unfinished(run)
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)
        return run.notes.filter(state__in=Note.UNDER_WAY).first() or Note.objects.create(
            municipality=run.municipality,
            kind=Note.Kind.IDENTIFICATION,
            run=run,
            fingerprint=run.fingerprint,
            created_by=by,
        )


def make_note(note: Note, *, at: datetime) -> None:
    """Print the note and its tables into files, then tell of both in one conditional write.

    The names are the note's own: a second attempt replaces the files of the first.
    """
    paper = paper_of(note.run)
    content = paper.content(note.run)
    note.advance(1, 4)
    pdf = printed(paper.template, content, note.municipality)
    note.advance(3, 4)
    files = {"pdf": pdf, "workbook": write_sheets(paper.sheets(content))}
    names = {"pdf": f"notes/{note.pk}/note.pdf", "workbook": f"notes/{note.pk}/tables.xlsx"}
    for field, name in names.items():
        write_whole(Path(default_storage.path(name)), files[field])
    note.finish(**names, finished_at=at)


def note_file(run: Run, suffix: str) -> bytes:
    """The note of a finished run as one file, kept nowhere."""
    refuse_unfinished(run)
    paper = paper_of(run)
    content = paper.content(run)
    if suffix == ".xlsx":
        return write_sheets(paper.sheets(content))
    return printed(paper.template, content, run.municipality)


def why_paper(verdict: Verdict) -> bytes:
    """«Справка для школы»: a verdict is never edited, so it is printed anew each time."""
    return printed(why.template(verdict), why.content(verdict), verdict.run.municipality)


def printed(template: str, content: dict, municipality: Municipality) -> bytes:
    """Dates of a paper are those of the place where it is signed."""
    with timezone.override(municipality.time_zone):
        return render_pdf(template, content)


def refuse_unfinished(run: Run) -> None:
    if run.is_rehearsal:
        raise PortalError("Это репетиция: справку готовят по проведённой идентификации.")
    if run.state == Run.State.FAILED:
        raise PortalError("Идентификация не удалась, поэтому справки о ней нет.")
    if run.state != Run.State.DONE:
        raise PortalError("Идентификация ещё не закончена. Справку можно подготовить после неё.")


def is_out_of_date(run: Run) -> bool:
    """Whether the methodology would read other data today than this run, and its note, did."""
    try:
        present = input_of(run.municipality, run.academic_year, run.rule)
    except PortalError:  # not a single result is left
        return True
    return fingerprint(present, run.snapshot) != run.fingerprint
