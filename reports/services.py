"""Notes begun and made. What becomes of a made note stands in reports/noting."""

from datetime import date, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from identification.models import Run, Verdict
from schools.errors import PortalError
from schools.files import write_whole
from schools.models import Municipality, School, User
from schools.russian import school_name, school_year

from .models import Note, NoteSection
from .notes import why
from .notes.kinds import KINDS, passport_of
from .noting.composing import local_day, sections_of, told_of
from .noting.files import file_of_composed, place, printed
from .noting.named import names_schools
from .pdf import render_pdf

MADE = ("pdf", "workbook")  # with the note itself; DOCX is made when somebody wants it


def start_note(run: Run, *, by: User | None) -> Note:
    """Queue the note on a finished run."""
    refuse_unfinished(run)
    return start(
        Note(
            kind=Note.Kind.IDENTIFICATION,
            municipality=run.municipality,
            academic_year=run.academic_year,
            run=run,
        ),
        by=by,
    )


def start(note: Note, *, by: User | None) -> Note:
    """Queue a note. Whoever presses twice gets the one that is being made."""
    about = ("kind", "academic_year", "run", "school", "programme", "check_round")
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=note.municipality_id)
        same = note.municipality.notes.filter(
            **{name: getattr(note, name) for name in (*about, "starts_on", "ends_on")}
        )
        if under_way := same.filter(state__in=Note.UNDER_WAY).first():
            return under_way
        note.fingerprint = note.run.fingerprint if note.run else ""
        note.created_by = by
        note.save()
    return note


def make_note(note: Note, *, at: datetime) -> None:
    """Compose the sections, print the note and its tables, tell of it in conditional writes.

    A second attempt begins anew: nobody has seen what the first one left.
    """
    composed = KINDS[note.kind].compose(note, local_day(note.municipality, at))
    note.advance(1, 5)
    with transaction.atomic():
        note.write(**told_of(composed))
        note.sections.all().delete()
        NoteSection.objects.bulk_create(sections_of(note, composed))
        note.write(names_schools=names_schools(note))
    note.advance(2, 5)
    for number, field in enumerate(MADE, start=3):
        # another attempt may have left a file of other data there
        write_whole(Path(default_storage.path(place(note, field))), printed(note, field))
        note.advance(number, 5)
    note.finish(finished_at=at)


def passport_name(school: School, academic_year: int) -> str:
    return f"Паспорт школы, {school_name(school.short_name)}, {school_year(academic_year)}.pdf"


def passport_paper(
    school: School, academic_year: int, *, on: date, names_head: bool = True
) -> bytes:
    """It tells nothing that whoever sees the school would not see on its pages."""
    composed = passport_of(school, academic_year, on, names_head=names_head)
    return file_of_composed(composed, school.municipality, ".pdf")


def why_name(verdict: Verdict) -> str:
    """The school is called as it was called then."""
    name, year = school_name(verdict.snapshot["short_name"]), verdict.run.academic_year
    return f"Справка для школы, {name}, {school_year(year)}.pdf"


def why_paper(verdict: Verdict) -> bytes:
    """«Справка для школы»: a verdict is never edited, so it is printed anew each time."""
    with timezone.override(verdict.run.municipality.time_zone):
        return render_pdf(why.template(verdict), why.content(verdict))


def refuse_unfinished(run: Run) -> None:
    if run.is_rehearsal:
        raise PortalError("Это репетиция: справку готовят по проведённой идентификации.")
    if run.state == Run.State.FAILED:
        raise PortalError("Идентификация не удалась, поэтому справки о ней нет.")
    if run.state != Run.State.DONE:
        raise PortalError("Идентификация ещё не закончена. Справку можно подготовить после неё.")


def has_other_data(note: Note) -> bool:
    """Whether other data would be read today; of a kind that cannot tell cheaply, no."""
    changed = KINDS[note.kind].is_out_of_date
    return bool(changed and changed(note))
