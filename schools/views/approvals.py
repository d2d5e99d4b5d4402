"""An approval: its sheet, the decision of whoever is asked, and how one begins."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import View

from schools.approval_sheet import sheet_of
from schools.errors import PortalError
from schools.forms.approvals import RemarkForm, StepsForm
from schools.models import Approval, ApprovalStep, Document
from schools.services import approvals

APPROVALS = Approval.objects.select_related(
    "document__municipality", "document__school", "started_by"
)


class ApprovalView(View):
    """The sheet; who is asked now has the two answers."""

    def get(self, request, pk):
        return show(request, get_object_or_404(APPROVALS.visible_to(request.user), pk=pk))


class ApprovalStartView(View):
    """Who agrees to a document of the municipality, in which order."""

    def get(self, request, pk):
        document = self.found(pk)
        form = StepsForm(municipality=document.municipality, first=["role:COORDINATOR"])
        return self.show(request, document, form)

    def post(self, request, pk):
        document = self.found(pk)
        form = StepsForm(request.POST, municipality=document.municipality)
        if form.is_valid():
            try:
                approval = approvals.start_approval(
                    document,
                    form.steps,
                    content_hash=approvals.content_hash([document.title, document.url]),
                    url=document.url,
                    by=request.user,
                    at=timezone.now(),
                )
            except PortalError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Отправлено на\xa0согласование.")
                return redirect("schools:approval", approval.pk)
        return self.show(request, document, form)

    def found(self, pk):
        documents = Document.objects.editable_by(self.request.user).select_related("municipality")
        return get_object_or_404(documents, pk=pk)

    def show(self, request, document, form):
        context = {"document": document, "form": form}
        return render(request, "schools/approval_form.html", context)


@require_POST
def agree(request, pk):
    step = _asked(request, pk)
    try:
        approvals.agree(step, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Подписано." if step.signs else "Согласовано.")
    return redirect("schools:approval", step.approval_id)


@require_POST
def return_for_correction(request, pk):
    step = _asked(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return show(request, APPROVALS.get(pk=step.approval_id), form)
    try:
        approvals.return_for_correction(
            step, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    except PortalError as error:
        form.add_error(None, str(error))
        return show(request, APPROVALS.get(pk=step.approval_id), form)
    messages.success(request, "Возвращено с\xa0замечанием.")
    return redirect("schools:approval", step.approval_id)


@require_POST
def withdraw(request, pk):
    approval = get_object_or_404(Approval.objects.editable_by(request.user), pk=pk)
    try:
        approvals.withdraw_approval(approval, at=timezone.now())
    except PortalError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Согласование отозвано.")
    return redirect("schools:approval", approval.pk)


def _asked(request, pk):
    """A step that is the user's, whatever has become of it meanwhile."""
    steps = ApprovalStep.objects.of(request.user).select_related("approval")
    return get_object_or_404(steps, pk=pk)


def show(request, approval, form=None):
    turn = ApprovalStep.objects.next().of(request.user).filter(approval=approval).first()
    running = approval.state == Approval.State.RUNNING
    may_edit = running and Approval.objects.editable_by(request.user).filter(pk=approval.pk)
    context = {
        "approval": approval,
        "sheet": sheet_of(approval),
        "turn": turn,
        "form": form or (turn and RemarkForm()),
        "may_withdraw": may_edit and may_edit.exists(),
        "newer": approval.document.approvals.exclude(pk=approval.pk)
        .filter(started_at__gt=approval.started_at)
        .first(),
    }
    return render(request, "schools/approval_detail.html", context)
