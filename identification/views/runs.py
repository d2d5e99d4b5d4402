from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, FormView, TemplateView
from django_tables2 import MultiTableMixin, RequestConfig

from identification import services, tasks
from identification.august import next_due
from identification.borders import why_not_told_of
from identification.filters import VerdictFilter
from identification.forms import StartForm
from identification.lists import lists_of
from identification.measures import rule_in_words
from identification.methods.statuses import GIVEN
from identification.methods.wording import basis
from identification.models import Run
from identification.models.verdict import has_status
from identification.presenting import has_vpr, presentation_of
from identification.readiness import readiness
from identification.repeats import compared
from identification.tables import RunTable
from schools.errors import PortalError
from schools.files import attachment
from schools.models import Municipality
from schools.scoping import VisibleToUserMixin, may_write
from schools.workbooks import XLSX


class RunListView(MultiTableMixin, TemplateView):
    """The runs of the municipality in the header: those of the chosen year, then the others."""

    template_name = "identification/run_list.html"
    table_pagination = {"per_page": 25}

    def get_tables(self):
        place = self.request.place
        if not place.municipality:
            raise Http404
        runs = (
            Run.objects.visible_to(self.request.user)
            .filter(municipality=place.municipality)
            .select_related("methodology", "started_by")
            .annotate(
                whole=Count("verdicts"),
                **{
                    f"found_{status}": Count(
                        "verdicts", filter=has_status(status, prefix="verdicts__")
                    )
                    for status in GIVEN
                },
            )
            # counting drops the order of the model
            .order_by("-created_at", "-pk")
        )
        return [
            RunTable(runs.filter(academic_year=place.academic_year)),
            RunTable(runs.exclude(academic_year=place.academic_year)),
        ]

    def get_context_data(self, **kwargs):
        place = self.request.place
        return super().get_context_data(**kwargs) | {
            "ready": readiness(place.municipality, place.academic_year),
            "may_write": may_write(self.request.user, place.municipality),
            "by_itself": next_due(place.municipality, timezone.now()),
        }


class StartView(FormView):
    """Queue an identification of the chosen year."""

    form_class = StartForm
    template_name = "identification/run_start.html"

    def dispatch(self, request, *args, **kwargs):
        place = request.place
        ours = Municipality.objects.editable_by(request.user)
        self.municipality = get_object_or_404(ours, pk=place.municipality and place.municipality.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"municipality": self.municipality}

    def get_initial(self):
        return {"academic_year": self.request.place.academic_year}

    def form_valid(self, form):
        try:
            run = services.start_run(
                form.cleaned_data["methodology"],
                academic_year=form.cleaned_data["academic_year"],
                by=self.request.user,
                at=timezone.now(),
            )
        except PortalError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        tasks.identify_schools.delay_on_commit(run.pk)
        return redirect(run)

    def get_context_data(self, **kwargs):
        year = self.request.place.academic_year
        context = super().get_context_data(**kwargs)
        return context | {
            "year": context["form"]["academic_year"].value() or year,
            "ready": readiness(self.municipality, year),
            "under_way": self.municipality.runs.filter(
                academic_year=year, state__in=Run.UNDER_WAY
            ).first(),
        }


class RunView(VisibleToUserMixin, DetailView):
    """How far a run is; when it is done, its outcome."""

    queryset = Run.objects.select_related(
        "municipality", "methodology", "methodology__document", "started_by"
    )
    template_name = "identification/run_detail.html"

    def get_context_data(self, **kwargs):
        run = self.object
        context = super().get_context_data(**kwargs)
        context["may_write"] = may_write(self.request.user, run.municipality)
        return context | (self.outcome(run) if run.state == Run.State.DONE else {})

    def outcome(self, run):
        verdicts = list(run.verdicts.in_order())
        lists = lists_of(run.municipality, academic_year=run.academic_year)
        shown = presentation_of(run)
        summary = shown.summary(run, verdicts, lists)
        not_told = why_not_told_of(verdicts)
        filtered = VerdictFilter(
            self.request.GET or None,
            queryset=run.verdicts.all(),
            statuses={*run.rule.gives, "none", "no_data"},
            knows_border=not not_told,
        )
        chosen = set(filtered.qs.values_list("pk", flat=True))
        table = shown.table([row for row in summary.rows if row.verdict.pk in chosen])
        table.exclude = (*(() if lists else ("listed",)), *(("firm",) if not_told else ()))
        RequestConfig(self.request, paginate=False).configure(table)
        before, last_year = services.previous_run(run), services.run_of_last_year(run)
        return {
            "summary": summary,
            "not_told": not_told,
            "has_vpr": any(has_vpr(verdict.reasons) for verdict in verdicts),
            "rule": rule_in_words(run.rule),
            "basis": basis(run.snapshot),
            "agreements": [summary.beside(one) for one in lists if "low" in run.rule.gives],
            "filter": filtered,
            "table": table,
            "previous": before,
            "compared": before and compared(before.verdicts.defer("reasons"), verdicts),
            "last_year": last_year,
            "since_last_year": last_year and services.since_last_year(last_year, verdicts),
            "template": shown.run_template,
            **shown.of_run(run, summary),
        }


class RunWorkbookView(VisibleToUserMixin, DetailView):
    """The table of a run for Excel."""

    queryset = Run.objects.filter(state=Run.State.DONE).select_related("municipality")

    def render_to_response(self, context, **kwargs):
        run = self.object
        lists = lists_of(run.municipality, academic_year=run.academic_year)
        shown = presentation_of(run)
        summary = shown.summary(run, run.verdicts.in_order(), lists)
        name = f"Идентификация {run.academic_year - 1}-{run.academic_year}.xlsx"
        return HttpResponse(
            shown.workbook(summary, lists),
            content_type=XLSX,
            headers=attachment(name),
        )
