"""A note on its way to a document: number and date, approval."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.forms.notes import RegisterForm
from reports.models import Note
from reports.noting import registering
from schools.errors import PortalError
from schools.forms.approvals import StepsForm

from .notes import NOTES, told

READY = NOTES.select_related("document").with_stage().filter(state=Note.State.DONE)


@require_POST
def register(request, pk):
    note = get_object_or_404(READY.editable_by(request.user), pk=pk)
    form = RegisterForm(request.POST, instance=note.document)
    if not form.is_valid():
        return _show(request, pk, requisites=form)
    try:
        document = registering.register(note, **form.cleaned_data)
    except PortalError as error:
        form.add_error(None, str(error))
        return _show(request, pk, requisites=form)
    messages.success(request, f"Внесено: {document.reference}.")
    return redirect(note)


@require_POST
def approve(request, pk):
    """Begins the approval, or the same one again after a correction."""
    note = get_object_or_404(READY.editable_by(request.user), pk=pk)
    moment = {"by": request.user, "at": timezone.now()}
    try:
        if "again" in request.POST:
            approval = registering.send_again(note, **moment)
        else:
            form = StepsForm(request.POST, municipality=note.municipality)
            if not form.is_valid():
                return _show(request, pk, steps=form)
            approval = registering.send_for_approval(note, form.steps, **moment)
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(note)
    messages.success(request, "Отправлено на\xa0согласование.")
    return redirect("schools:approval", approval.pk)


def _show(request, pk, **forms):
    """The page again, with what was refused."""
    note = READY.get(pk=pk)
    context = {"note": note} | told(request, note, **forms)
    return render(request, "reports/note_detail.html", context)
