from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from identification.board import board_of
from identification.decisions import set_meeting
from identification.forms.protocols import ApproveForm, MeetingForm
from identification.models import Protocol
from identification.protocols import (
    NOTHING,
    approve,
    by_action,
    first_year,
    rows_of,
    thread_of,
    version_of,
)
from schools.errors import PortalError
from schools.models import School
from schools.scoping import VisibleToUserMixin, may_write

PROTOCOLS = Protocol.objects.select_related("municipality", "document", "approved_by", "created_by")


class ProtocolView(View):
    """The decisions of a protocol and what they mean; of a draft also when the group met."""

    def get(self, request, pk):
        return show(request, get_object_or_404(PROTOCOLS.visible_to(request.user), pk=pk))

    def post(self, request, pk):
        protocol = get_object_or_404(PROTOCOLS.editable_by(request.user), pk=pk)
        form = MeetingForm(request.POST, instance=protocol)
        if not form.is_valid():
            return show(request, protocol, meeting=form)
        try:
            set_meeting(protocol, **form.cleaned_data)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Сохранено.")
        return redirect("identification:protocol", pk)


def show(request, protocol, *, meeting=None, approval=None):
    user, is_draft = request.user, protocol.state == Protocol.State.DRAFT
    # what was approved has its reasons in it
    grounds = board_of(protocol.municipality, protocol.academic_year).grounds if is_draft else {}
    groups = {
        action: rows_of(decisions, grounds) for action, decisions in by_action(protocol).items()
    }
    context = {
        "protocol": protocol,
        "is_draft": is_draft,
        "since": first_year(protocol),
        "groups": groups,
        "may_write": may_write(user, protocol.municipality),
        "meeting": meeting or MeetingForm(instance=protocol),
        "nothing": "" if groups else NOTHING,
    }
    if is_draft and Protocol.objects.approvable_by(user).filter(pk=protocol.pk).exists():
        context["approval"] = approval or ApproveForm(
            initial={
                "dated_on": protocol.held_on,
                "number": protocol.number,
                "seen": version_of(protocol),
            }
        )
    return render(request, "identification/protocol.html", context)


@require_POST
def approve_protocol(request, pk):
    protocol = get_object_or_404(PROTOCOLS.approvable_by(request.user), pk=pk)
    data = request.POST.copy()
    form = ApproveForm(data)
    if not form.is_valid():
        return show(request, protocol, approval=form)
    grounds = board_of(protocol.municipality, protocol.academic_year).grounds
    try:
        is_new = approve(
            protocol, **form.cleaned_data, grounds=grounds, by=request.user, at=timezone.now()
        )
    except PortalError as error:
        form.add_error(None, str(error))
        data["seen"] = version_of(protocol)  # what the page shows now
        return show(request, protocol, approval=form)
    if is_new:
        messages.success(request, "Протокол утверждён, статусы школ записаны.")
    else:
        messages.info(request, "Протокол уже утверждён раньше. Ничего не\xa0изменилось.")
    return redirect("identification:protocol", pk)


class SchoolStatusesView(VisibleToUserMixin, DetailView):
    """How the statuses of a school came and went. Its own people see it."""

    queryset = School.objects.select_related("municipality")
    template_name = "identification/school_statuses.html"

    def get_context_data(self, **kwargs):
        now = self.object.statuses.current().select_related("document")
        return super().get_context_data(**kwargs) | {
            "current": now.order_by("kind"),
            "events": thread_of(self.object),
        }
