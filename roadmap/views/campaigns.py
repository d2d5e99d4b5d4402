"""Campaigns: those of a programme, planning one, its progress, its phases, its report."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from roadmap.campaign_workbook import workbook_of
from roadmap.forms.campaigns import CampaignForm
from roadmap.locks import LET_IN
from roadmap.models import Campaign, Programme, Submission
from roadmap.progress import board_of
from roadmap.services import campaigns
from schools.errors import PortalError
from schools.files import attachment
from schools.models import Municipality
from schools.scoping import may_write
from schools.workbooks import XLSX

CAMPAIGNS = Campaign.objects.select_related(
    "programme__municipality", "period", "document", "created_by"
)
PROGRAMMES = Programme.objects.with_copies().municipal().select_related("municipality")
# schools of one kind, as the start page asks for them
SHOWN = {"waiting": LET_IN, "sent": {Submission.State.SENT}}
STEPS = {
    "open": (lambda c, by, at: campaigns.open_entry(c, by=by, at=at), "Сбор открыт."),
    "close": (lambda c, by, at: campaigns.close_entry(c, at=at), "Сбор закрыт."),
    "finish": (lambda c, by, at: campaigns.close_processing(c, at=at), "Обработка закончена."),
}


class CampaignListView(View):
    """The campaigns of a programme. A school sees only what is asked of itself."""

    def get(self, request, pk):
        programme = get_object_or_404(PROGRAMMES.visible_to(request.user), pk=pk)
        own = Submission.objects.visible_to(request.user).values("campaign")
        found = _reaching(request.user).filter(programme=programme)
        found = found.filter(Q(sees_all=True) | Q(pk__in=own))
        context = {
            "programme": programme,
            "campaigns": found,
            "may_write": may_write(request.user, programme.municipality),
        }
        return render(request, "roadmap/campaign_list.html", context)


class CampaignCreateView(View):
    def get(self, request, pk):
        programme = self.found(pk)
        return self.show(
            request, programme, CampaignForm(programme=programme, on=timezone.localdate())
        )

    def post(self, request, pk):
        programme = self.found(pk)
        form = CampaignForm(request.POST, programme=programme, on=timezone.localdate())
        if form.is_valid():
            told = {name: form.cleaned_data[name] for name in form._meta.fields}
            period = told.pop("period")
            moment = {"by": request.user, "at": timezone.now()}
            try:
                campaign = campaigns.plan_campaign(
                    programme, period, **told, schools=form.asked, **moment
                )
            except PortalError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Сбор запланирован: он откроется сам в\xa0первый день.")
                return redirect(campaign)
        return self.show(request, programme, form)

    def found(self, pk):
        return get_object_or_404(PROGRAMMES.editable_by(self.request.user), pk=pk)

    def show(self, request, programme, form):
        context = {"programme": programme, "form": form}
        return render(request, "roadmap/campaign_form.html", context)


class CampaignView(View):
    """Who is done, how much is filled, what waits; a school is led to its own page."""

    def get(self, request, pk):
        campaign = get_object_or_404(_reaching(request.user), pk=pk)
        if not campaign.sees_all:
            return self.own(request, campaign)
        board = board_of(campaign, reader=request.user)
        show = request.GET.get("show")
        states = SHOWN.get(show, Submission.State.values)
        context = {
            "campaign": campaign,
            "programme": campaign.programme,
            "board": board,
            "rows": [row for row in board.rows if row.submission.state in states],
            "is_filtered": show in SHOWN,
        }
        return render(request, "roadmap/campaign_detail.html", context)

    def own(self, request, campaign):
        own = list(campaign.submissions.visible_to(request.user).select_related("school"))
        if not own:
            raise Http404
        if len(own) == 1:
            return redirect("roadmap:submission", own[0].pk)
        context = {"campaign": campaign, "submissions": own}
        return render(request, "roadmap/campaign_own.html", context)


@require_POST
def move(request, pk, step):
    campaign = get_object_or_404(CAMPAIGNS.editable_by(request.user), pk=pk)
    take, done = STEPS[step]
    try:
        take(campaign, request.user, timezone.now())
    except PortalError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, done)
    return redirect(campaign)


@require_safe
def download(request, pk):
    """What was collected: an indicator a line, a school a column."""
    campaign = get_object_or_404(_reaching(request.user).filter(sees_all=True), pk=pk)
    board = board_of(campaign, reader=request.user)
    name = f"{campaign.title}.xlsx"
    return HttpResponse(
        workbook_of(board),
        content_type=XLSX,
        headers=attachment(name),
    )


def _reaching(user):
    """With what the user may do of the municipality's affairs, in the same query."""
    places = Municipality.objects.filter(pk=OuterRef("programme__municipality"))
    return CAMPAIGNS.visible_to(user).annotate(
        sees_all=Exists(places.visible_to(user)), may_write=Exists(places.editable_by(user))
    )
