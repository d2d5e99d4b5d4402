"""Notes: the list, a new one, its page and its files."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from identification.models import Run
from reports import services, tasks
from reports.filters import NoteFilter
from reports.forms.notes import NewNoteForm, RegisterForm
from reports.models import Note
from reports.notes.kinds import KINDS
from reports.noting import files
from reports.noting.paper import paper_of
from reports.publishing.rules import NAMING, documents, why_not
from reports.querysets import PUBLISHED, STAGES
from reports.tables import NoteTable
from schools.approval_sheet import last_sheet
from schools.errors import PortalError
from schools.file_names import windows_name
from schools.forms.approvals import StepsForm
from schools.models import Approval, Municipality
from schools.russian import school_name
from schools.scoping import VisibleToUserMixin, may_write
from schools.workbooks import XLSX

from .protocols import TYPES as PAPERS

TYPES = PAPERS | {"workbook": XLSX}
NOTES = Note.objects.select_related(
    "run__methodology", "municipality", "school", "programme", "check_round", "created_by"
)
FIRST_STEPS = ["role:COORDINATOR", "role:HEAD"]


class NoteListView(VisibleToUserMixin, SingleTableMixin, FilterView):
    """Notes of the municipality in the header; its year is chosen first."""

    queryset = NOTES
    filterset_class = NoteFilter
    table_class = NoteTable
    template_name = "reports/note_list.html"
    table_pagination = {"per_page": 25}

    def get_queryset(self):
        notes = super().get_queryset().filter(municipality=self.request.place.municipality)
        return notes.with_stage()

    def get_filterset_kwargs(self, filterset_class):
        place = self.request.place
        if not place.municipality:
            raise Http404
        made = place.municipality.notes.order_by().values_list("academic_year", flat=True)
        years = {place.academic_year, *made.distinct()}
        return super().get_filterset_kwargs(filterset_class) | {
            "years": sorted(years, reverse=True),
            "here": place.academic_year,
        }

    def get_context_data(self, **kwargs):
        place = self.request.place
        return super().get_context_data(**kwargs) | {
            "may_write": may_write(self.request.user, place.municipality)
        }


class NewNoteView(View):
    """Which kind; then what it is about."""

    def get(self, request, kind=""):
        municipality = _writable(request)
        if not kind:
            context = {"kinds": KINDS.values(), "municipality": municipality, "private": NAMING}
            return render(request, "reports/note_choose.html", context)
        return self.show(request, self.form(request, kind, municipality))

    def post(self, request, kind=""):
        municipality = _writable(request)
        form = self.form(request, kind, municipality, request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            note = services.start(form.note, by=request.user)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(request, form)
        tasks.make_note.delay_on_commit(note.pk)
        return redirect(note)

    def form(self, request, kind, municipality, data=None):
        if kind not in KINDS:
            raise Http404
        year = request.place.academic_year
        return NewNoteForm(data, kind=KINDS[kind], municipality=municipality, academic_year=year)

    def show(self, request, form):
        return render(request, "reports/note_new.html", {"form": form, "kind": form.kind})


class NoteView(VisibleToUserMixin, DetailView):
    """How far a note is; when it is made, its sections, its files, its way to the public."""

    queryset = NOTES.select_related("document").with_stage()
    template_name = "reports/note_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | told(self.request, self.object)


def told(request, note, *, steps=None, requisites=None) -> dict:
    """What the page of a note says; forms that were refused come back as they are."""
    done = note.state == Note.State.DONE
    mine = Note.objects.editable_by(request.user).filter(pk=note.pk).exists()
    sheet = note.document and last_sheet(note.document)
    state = sheet and sheet.approval.state
    newest = done and note.run and _newest_run(note)
    sections = list(note.sections.select_related("edited_by")) if done else []
    context = {
        "stage": STAGES[note.stage],
        "sections": sections,
        "pending": sum(bool(one.proposed) for one in sections),
        # what was composed names nothing that is not there
        "lost": any(one.is_left_out or one.edited for one in sections) and paper_of(note).lost,
        "sheet": sheet,
        "may_edit": mine and done,
        "is_agreed": mine and state in (Approval.State.RUNNING, Approval.State.AGREED),
        "may_anew": mine and done and state != Approval.State.AGREED,
        "public": _public(request, note) if done and note.document else None,
        "renewable": mine and not note.is_under_way and note.run,
        "has_other_data": done and services.has_other_data(note),
        "newer_run": newest if newest and newest != note.run else None,
        "may_send_again": mine and state in (Approval.State.RETURNED, Approval.State.VOID),
    }
    if mine and done and note.stage != PUBLISHED:
        context["requisites"] = requisites or RegisterForm(instance=note.document)
        if state in (None, Approval.State.WITHDRAWN):
            municipality = note.municipality
            context["steps"] = steps or StepsForm(municipality=municipality, first=FIRST_STEPS)
    return context


def _public(request, note) -> dict | None:
    """For whom may publish: how the document stands, or why it is not shown."""
    mine = documents(timezone.localdate()).publishable_by(request.user)
    document = mine.filter(pk=note.document_id).first()
    if document is None:
        return None
    shown = document.publications.current().select_related("published_by").first()
    return {"document": document, "shown": shown, "why_not": why_not(document)}


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
    note = get_object_or_404(NOTES.visible_to(request.user).filter(state=Note.State.DONE), pk=pk)
    name = files.file_of(note, field)
    return FileResponse(
        default_storage.open(name, "rb"),
        content_type=TYPES[field],
        as_attachment=True,
        filename=windows_name(f"{_title(note, field)}.{name.rpartition('.')[2]}"),
    )


def _title(note, field):
    title = f"{note}, таблицы" if field == "workbook" else str(note)
    where = school_name(note.school.short_name) if note.school else note.municipality
    return f"{title}, {where}, {note.when}"


def _newest_run(note):
    runs = Run.objects.standing().filter(
        municipality=note.municipality, academic_year=note.academic_year
    )
    return runs.first()


def _writable(request):
    """The municipality in the header, for whoever writes its affairs."""
    place = request.place.municipality
    own = Municipality.objects.editable_by(request.user)
    if not place or not own.filter(pk=place.pk).exists():
        raise Http404
    return place
