"""What proves a task, a value or a finding: added on its page, taken back, read."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, View

from roadmap.evidence_list import SHOWN, evidence_of, items_of, title_of
from roadmap.forms.evidence import EvidenceForm
from roadmap.models import Evidence, SiteFinding, Task, Value
from roadmap.services.evidence import (
    municipality_of,
    proof_of,
    why_closed,
    why_kept,
    withdraw_evidence,
)
from schools.errors import PortalError
from schools.file_names import windows_name
from schools.scoping import VisibleToUserMixin

OWNERS = {
    "task": Task.objects.select_related("school", "municipality"),
    "value": Value.objects.select_related("school", "period", "indicator__programme__municipality"),
    "finding": SiteFinding.objects.select_related(
        "school", "requirement", "check_round__municipality"
    ),
}
# a file of a stranger: nothing in it runs, whatever a browser makes of it
SANDBOX = "default-src 'none'; sandbox"


class AddView(View):
    """The form stands on the page of the owner; what was wrong with it is told here."""

    def dispatch(self, request, kind, pk):
        if kind not in OWNERS:
            raise Http404
        self.owner = get_object_or_404(OWNERS[kind].editable_by(request.user), pk=pk)
        return super().dispatch(request)

    def get(self, request):
        return self.show(EvidenceForm(proof=proof_of(self.owner)))

    def post(self, request):
        form = EvidenceForm(request.POST, request.FILES, proof=proof_of(self.owner))
        if not (form.is_valid() and form.store(self.owner, by=request.user, at=timezone.now())):
            return self.show(form)
        messages.success(request, "Подтверждение добавлено.")
        return redirect(back_to(request, self.owner))

    def show(self, form):
        context = evidence_of(self.owner, user=self.request.user, form=form) | {
            "title": title_of(self.owner),
            "back": back_to(self.request, self.owner),
            "why_closed": why_closed(self.owner, by=self.request.user),
        }
        return render(self.request, "roadmap/evidence_form.html", context)


@require_POST
def withdraw(request, pk):
    mine = Evidence.objects.select_related(*SHOWN).editable_by(request.user)
    evidence = get_object_or_404(mine, pk=pk)
    try:
        withdraw_evidence(evidence, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Подтверждение отозвано. Запись о нём осталась.")
    return redirect(back_to(request, evidence.owner))


class EvidenceView(VisibleToUserMixin, DetailView):
    """One link or file: what the check found, and what else it proves."""

    queryset = Evidence.objects.select_related(*SHOWN)
    template_name = "roadmap/evidence_detail.html"

    def get_context_data(self, **kwargs):
        user, owner = self.request.user, self.object.owner
        (item,) = items_of([self.object], municipality=municipality_of(owner), user=user)
        may_write = type(owner).objects.editable_by(user).filter(pk=owner.pk).exists()
        return super().get_context_data(**kwargs) | {
            "item": item,
            "others": [(other, title_of(other.owner)) for other in item.others],
            "title": title_of(owner),
            "back": page_of(owner),
            "may_check": may_write and not self.object.is_file and not self.object.withdrawn_at,
            "may_withdraw": may_write and not why_kept(owner, by=user),
        }


@require_safe
def download(request, pk):
    """Under the name that its owner gave it, and as nothing that a browser opens by itself."""
    seen = Evidence.objects.visible_to(request.user).filter(url="")
    evidence = get_object_or_404(seen, pk=pk)
    if not evidence.file.storage.exists(evidence.file.name):
        raise Http404
    response = FileResponse(
        evidence.file.open("rb"),
        content_type=evidence.content_type,
        as_attachment=True,
        filename=windows_name(evidence.name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def back_to(request, owner) -> str:
    """Where the form stood, if that is a page of ours."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return page_of(owner)


def page_of(owner) -> str:
    """A value is shown on the page of its indicator."""
    return (owner.indicator if isinstance(owner, Value) else owner).get_absolute_url()
