"""Notes as tests want them: made, read anew, edited."""

from reports import services, tasks
from reports.models import Note
from reports.noting import editing
from tests.factories import AT


def made(run, by):
    note = services.start_note(run, by=by)
    tasks.make_note(note.pk)
    return fresh(note)


def fresh(note):
    return Note.objects.select_related("document", "municipality", "run").get(pk=note.pk)


def section(note, code="conclusions"):
    return note.sections.select_related("note").get(code=code)


def edit(one, html, *, by, version=None):
    return editing.edit_section(one, html=html, version=version or one.version, by=by, at=AT)
