from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView
from django_tables2 import SingleTableView

from identification.models import Run
from reports import services, tasks
from reports.models import Note
from reports.tables import NoteTable
from schools.errors import PortalError
from schools.russian import school_year
from schools.scoping import VisibleToUserMixin
from schools.workbooks import XLSX

TITLES = {"pdf": "Аналитическая справка", "workbook": "Таблицы к справке"}
TYPES = {
    "pdf": "application/pdf",
    "workbook": XLSX,
}


class NoteListView(VisibleToUserMixin, SingleTableView):
    """Notes of the municipality and the year in the header."""

    queryset = Note.objects.select_related("run", "created_by")
    table_class = NoteTable
    template_name = "reports/note_list.html"
    table_pagination = {"per_page": 25}

    def get_queryset(self):
        place = self.request.place
        if not place.municipality:
            raise Http404
        notes = super().get_queryset().filter(municipality=place.municipality)
        return notes.filter(run__academic_year=place.academic_year)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"run": self.newest_run()}

    def newest_run(self):
        """The finished run that a note may be asked for by this user, if there is one."""
        place = self.request.place
        runs = Run.objects.editable_by(self.request.user).standing()
        return runs.filter(
            municipality=place.municipality, academic_year=place.academic_year
        ).first()


class NoteView(VisibleToUserMixin, DetailView):
    """How far a note is; when it is made, its files and what they were made of."""

    queryset = Note.objects.select_related("run__methodology", "municipality", "created_by")
    template_name = "reports/note_detail.html"

    def get_context_data(self, **kwargs):
        note = self.object
        runs = Run.objects.standing().filter(
            municipality=note.municipality, academic_year=note.run.academic_year
        )
        done = note.state == Note.State.DONE
        newest = runs.first()
        mine = Run.objects.editable_by(self.request.user).filter(pk=newest and newest.pk)
        return super().get_context_data(**kwargs) | {
            "is_out_of_date": done and services.is_out_of_date(note.run),
            "newer_run": newest if done and newest != note.run else None,
            "renewable": mine.first() if not note.is_under_way else None,
        }


@require_POST
def create_note(request, run):
    run = get_object_or_404(Run.objects.editable_by(request.user), pk=run)
    try:
        note = services.start_note(run, by=request.user)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(run)
    tasks.make_note.delay_on_commit(note.pk)
    return redirect(note)


@require_safe
def download(request, pk, field):
    """A file of a note under a name that says what it is, of where and of which year."""
    made = Note.objects.visible_to(request.user).filter(state=Note.State.DONE)
    note = get_object_or_404(made.select_related("municipality", "run"), pk=pk)
    file = getattr(note, field)
    if not file or not file.storage.exists(file.name):
        raise Http404
    year = school_year(note.run.academic_year).replace("/", "-")
    name = f"{TITLES[field]}, {note.municipality}, {year}.{file.name.rpartition('.')[2]}"
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=TYPES[field]
    )
