"""Sections of a note: edited, compared, left out, composed anew."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from reports.forms.notes import SectionForm
from reports.models import Note, NoteSection
from reports.notes.differences import differences, redrawn
from reports.notes.plain import figures_of, plain
from reports.noting import editing
from schools.errors import PortalError

VOID = "Текст изменился, поэтому справку согласуют заново с\xa0первого шага."
SECTIONS = NoteSection.objects.select_related(
    "note__municipality", "note__document", "note__school", "edited_by"
)


class SectionView(View):
    """The text of a section in an editor; who only reads has the differences instead."""

    def get(self, request, pk, code):
        section = _editable(request, pk, code)
        text = section.edited or plain(section.generated)
        form = SectionForm(initial={"html": text, "version": section.version})
        return self.show(request, section, form)

    def post(self, request, pk, code):
        section = _editable(request, pk, code)
        form = SectionForm(request.POST)
        if not form.is_valid():
            return self.show(request, section, form)
        said = form.cleaned_data
        consent = _consent(section.note)
        try:
            editing.edit_section(section, **said, by=request.user, at=timezone.now())
        except editing.Conflict as error:
            return self.conflict(request, section, said["html"], str(error))
        except PortalError as error:
            form.add_error("html", str(error))
            return self.show(request, section, form)
        messages.success(request, f"Раздел «{section}» сохранён.")
        _tell_if_void(request, section.note, consent=consent)
        return redirect(f"{section.note.get_absolute_url()}#sections")

    def conflict(self, request, section, html, words):
        """Both texts side by side; saving the own one says that the other was seen."""
        theirs = section.edited or plain(section.generated)
        mine = editing.cleaned(html)
        form = SectionForm(initial={"html": mine, "version": section.version})
        context = {"conflict": words, "lines": differences(theirs, mine)}
        return self.show(request, section, form, status=409, **context)

    def show(self, request, section, form, *, status=200, **more):
        note = section.note
        context = {
            "note": note,
            "section": section,
            "form": form,
            "figures": figures_of(section.generated),
            "is_agreed": bool(_consent(note)),
        }
        return render(request, "reports/section_edit.html", context | more, status=status)


@require_safe
def compare(request, pk, code):
    """What a person changed, and what the data of today would change."""
    section = _found(SECTIONS, request, pk, code)
    composed, edited = plain(section.generated), section.edited
    proposed = plain(section.proposed) if section.proposed else ""
    context = {
        "note": section.note,
        "section": section,
        "edits": differences(composed, edited) if edited else [],
        "news": differences(composed, proposed) if proposed else [],
        "redrawn": redrawn(figures_of(section.generated), figures_of(section.proposed)),
        "may_edit": Note.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "reports/section_compare.html", context)


@require_POST
def propose(request, pk):
    note = get_object_or_404(Note.objects.editable_by(request.user), pk=pk)
    try:
        changed = editing.propose(note, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(note)
    if not changed:
        messages.success(request, "По\xa0сегодняшним данным справка была\xa0бы такой\xa0же.")
    return redirect(f"{note.get_absolute_url()}#sections")


@require_POST
def take(request, pk, code):
    return _done(request, pk, code, editing.take, "Взято новое: раздел «{}».")


@require_POST
def keep(request, pk, code):
    return _done(request, pk, code, editing.keep, "Оставлено прежнее: раздел «{}».")


@require_POST
def restore(request, pk, code):
    return _done(request, pk, code, editing.restore_section, "Раздел «{}» — как составил портал.")


@require_POST
def leave_out(request, pk, code):
    return _done(
        request, pk, code, editing.leave_out, "Раздел «{}» не\xa0печатается.", is_left_out=True
    )


@require_POST
def put_back(request, pk, code):
    return _done(request, pk, code, editing.leave_out, "Раздел «{}» печатается.", is_left_out=False)


def _done(request, pk, code, service, words, **said):
    section = _editable(request, pk, code)
    consent = _consent(section.note)
    try:
        service(section, **said, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words.format(section))
        _tell_if_void(request, section.note, consent=consent)
    return redirect(f"{section.note.get_absolute_url()}#sections")


def _editable(request, pk, code):
    notes = Note.objects.editable_by(request.user).filter(state=Note.State.DONE)
    return get_object_or_404(SECTIONS.filter(note__in=notes), note=pk, code=code)


def _found(sections, request, pk, code):
    seen = Note.objects.visible_to(request.user).filter(state=Note.State.DONE)
    return get_object_or_404(sections.filter(note__in=seen), note=pk, code=code)


def _tell_if_void(request, note, *, consent):
    """The consent is void with the text; the portal begins another one by itself."""
    if consent and consent != _consent(note):
        messages.warning(request, VOID)


def _consent(note):
    """Of the newest approval that runs or is agreed on."""
    if not note.document_id:
        return None
    standing = note.document.approvals.filter(state__in=["running", "agreed"])
    return standing.order_by("-pk").values_list("pk", flat=True).first()
