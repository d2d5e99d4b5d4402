"""A school in a campaign: what is left to do, and the steps of school and municipality."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import View

from roadmap.forms.campaigns import CommentForm, ReasonForm, ReopenForm
from roadmap.locks import LET_IN, closed_to_school
from roadmap.models import Campaign, Submission
from roadmap.progress import row_of
from roadmap.services import submissions
from roadmap.shared import sharing
from schools.errors import PortalError
from schools.scoping import may_write

State = Submission.State
SUBMISSIONS = Submission.objects.select_related(
    "campaign__programme__municipality", "campaign__period", "school", "by"
)


class SubmissionView(View):
    def get(self, request, pk):
        return show(request, get_object_or_404(SUBMISSIONS.visible_to(request.user), pk=pk))


@require_POST
def send(request, pk):
    return _of_school(request, pk, submissions.send, None, "Показатели сданы.")


@require_POST
def have_nothing(request, pk):
    form = ReasonForm(request.POST)
    return _of_school(request, pk, submissions.have_nothing, form, "Отмечено: сдавать нечего.")


@require_POST
def take_back_nothing(request, pk):
    done = "Отметка снята: показатели снова ждут."
    return _of_school(request, pk, submissions.take_back_nothing, None, done)


@require_POST
def accept(request, pk):
    return _of_municipality(request, pk, submissions.accept_submission, None, "Принято.")


@require_POST
def return_for_correction(request, pk):
    form = CommentForm(request.POST)
    done = "Возвращено школе."
    return _of_municipality(request, pk, submissions.return_submission, form, done)


@require_POST
def reopen(request, pk):
    form, today = ReopenForm(request.POST), {"on": timezone.localdate()}
    done = "Ввод открыт этой школе."
    return _of_municipality(request, pk, submissions.reopen, form, done, **today)


def _of_school(request, pk, step, form, done):
    found = get_object_or_404(SUBMISSIONS.editable_by(request.user), pk=pk)
    return _step(request, found, step, form, done)


def _of_municipality(request, pk, step, form, done, **told):
    campaigns = Campaign.objects.editable_by(request.user)
    found = get_object_or_404(SUBMISSIONS.filter(campaign__in=campaigns), pk=pk)
    return _step(request, found, step, form, done, **told)


def _step(request, found, step, form, done, **told):
    """What was typed stays in its form, with what is wrong."""
    if form is not None and not form.is_valid():
        return show(request, found, form)
    data = form.cleaned_data if form else {}
    try:
        step(found, **data, **told, by=request.user, at=timezone.now())
    except PortalError as error:
        if form is not None:
            form.add_error(None, str(error))
            return show(request, SUBMISSIONS.get(pk=found.pk), form)
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("roadmap:submission", found.pk)


def show(request, submission, form=None):
    campaign, user = submission.campaign, request.user
    row = row_of(submission, reader=user)
    closed = closed_to_school(submission)
    writes = Submission.objects.editable_by(user).filter(pk=submission.pk).exists()
    checks = may_write(user, campaign.programme.municipality)
    is_running = campaign.phase in (Campaign.Phase.ENTRY, Campaign.Phase.PROCESSING)
    wants = {
        "reason": writes and not closed,
        "comment": checks and is_running and submission.state not in LET_IN,
        "until": checks
        and campaign.phase == Campaign.Phase.PROCESSING
        and submission.state in LET_IN,
    }
    forms = {"reason": ReasonForm, "comment": CommentForm, "until": ReopenForm}
    context = {
        "submission": submission,
        "campaign": campaign,
        "programme": campaign.programme,
        "row": row,
        "sharing": sharing(campaign.programme, submission.school),
        "closed": closed,
        "may_send": writes and not closed,
        "may_take_back": writes and submission.state == State.NOTHING and is_running,
        "may_accept": checks and is_running and submission.state == State.SENT,
        "sees_all": checks,
        **{f"{name}_form": forms[name]() for name, wanted in wants.items() if wanted},
    }
    if form is not None:
        context[f"{next(iter(form.fields))}_form"] = form
    return render(request, "roadmap/submission_detail.html", context)
