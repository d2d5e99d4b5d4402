"""Letters of recommendations of a municipality, of a school, and what came of last year's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView
from django_tables2 import RequestConfig

from identification.methods.signs import Signs
from identification.models import Run
from reports.letter_table import LetterFilter, LetterTable
from reports.models import Letter, PaperBatch, Recommendation
from reports.recommending import drafting, sending
from reports.recommending.board import chosen_run, last_year
from reports.recommending.facts import facts_of, fingerprint
from reports.recommending.workbook import workbook_of
from schools.errors import PortalError
from schools.files import attachment
from schools.models import School
from schools.russian import count, school_year
from schools.scoping import VisibleToUserMixin
from schools.workbooks import XLSX

PER_PAGE = 50
LETTERS = "письмо,письма,писем"


class LetterListView(View):
    """Schools of the municipality in the header, and what each is recommended after a run."""

    def get(self, request):
        place = request.place
        if not place.municipality:
            raise Http404
        seen = Run.objects.visible_to(request.user).filter(municipality=place.municipality)
        runs = seen.of_standings().filter(academic_year=place.academic_year).main_first()
        runs = list(runs.select_related("methodology"))
        run = chosen_run(runs, request.GET.get("run"))
        context = {"runs": runs, "run": run}
        return render(
            request,
            "reports/recommendations/letter_list.html",
            context | (self.letters(request, runs, run) if run else {}),
        )

    def letters(self, request, runs, run):
        ours = Letter.objects.visible_to(request.user).filter(run=run).with_counts()
        rows = ours.with_status().select_related("school", "document")
        asked = request.GET.copy()
        asked.setdefault("run", run.pk)
        filtered = LetterFilter(asked, queryset=rows, runs=runs)
        table = LetterTable(filtered.qs)
        RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
        states = list(ours.order_by().values_list("state", flat=True))
        trace = ours.order_by().values_list("fingerprint", flat=True).first()
        may_edit = Run.objects.editable_by(request.user).filter(pk=run.pk).exists()
        may_send = may_edit or Run.objects.approvable_by(request.user).filter(pk=run.pk).exists()
        return {
            "filter": filtered,
            "table": table,
            "found": table.paginator.count,
            "whole": len(states),
            "sent": states.count(Letter.State.SENT),
            "ready": states.count(Letter.State.READY),
            "may_edit": may_edit,
            "may_send": may_send,
            "is_stale": bool(states) and may_edit and trace != fingerprint(facts_of(run)),
            "archive": run.paper_batches.filter(kind=PaperBatch.Kind.LETTERS).first(),
        }


@require_POST
def make(request, run):
    """Of a run on signs there are no letters: it asks questions."""
    runs = Run.objects.editable_by(request.user).filter(state=Run.State.DONE)
    run = get_object_or_404(runs.exclude(methodology__method=Signs.name), pk=run)
    try:
        outcome = drafting.make_letters(run, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said(outcome))
    return redirect("reports:recommendations")


def said(outcome: drafting.Outcome) -> str:
    parts = [
        f"составлено {count(outcome.made, LETTERS)}" if outcome.made else "",
        f"изменилось {count(outcome.renewed, LETTERS)}" if outcome.renewed else "",
    ]
    told = ", ".join(filter(None, parts)) or "изменений нет"
    left = f" Отправленные письма не\xa0меняются: {outcome.sent}." if outcome.sent else ""
    return f"{told.capitalize()}.{left}"


@require_POST
def send_ready(request, run):
    run = get_object_or_404(_sendable(request.user), pk=run)
    ready = run.letters.filter(state=Letter.State.READY).select_related("school__municipality")
    sent = sending.send_ready(ready, by=request.user, at=timezone.now())
    if sent:
        messages.success(request, f"Отправлено: {count(sent, LETTERS)}.")
    else:
        messages.error(request, "Проверенных писем нет: откройте письмо и\xa0отметьте его.")
    return redirect("reports:recommendations")


@require_safe
def workbook(request, run):
    """All recommendations of a run as a table."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=run)
    name = f"Рекомендации, {run.municipality}, {school_year(run.academic_year)}.xlsx"
    return HttpResponse(
        workbook_of(run, reader=request.user),
        content_type=XLSX,
        headers=attachment(name),
    )


def _sendable(user):
    return Run.objects.editable_by(user) | Run.objects.approvable_by(user)


@require_safe
def follow_up(request):
    """«Выполнено? Какой эффект?» of what was recommended the year before."""
    place = request.place
    seen = Letter.objects.visible_to(request.user)
    if not place.municipality:
        raise Http404
    rows = Recommendation.objects.visible_to(request.user).filter(letter__in=seen)
    context = last_year(rows, place.municipality, place.academic_year)
    return render(request, "reports/recommendations/before.html", context)


class SchoolView(VisibleToUserMixin, DetailView):
    """All that a school has been recommended, the newest letter first."""

    queryset = School.objects.select_related("municipality")
    template_name = "reports/recommendations/school.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = Recommendation.objects.visible_to(user).filter(
            letter__school=self.object, letter__in=Letter.objects.given()
        )
        letters = Letter.objects.visible_to(user).given().filter(school=self.object)
        told = {letter.pk: [] for letter in letters.order_by("-academic_year", "-pk")}
        for one in rows.in_order().select_related("task"):
            told[one.letter_id].append(one)
        return super().get_context_data(**kwargs) | {
            "letters": [(letter, told[letter.pk]) for letter in letters.order_by("-sent_at")]
        }
