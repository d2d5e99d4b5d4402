"""Methodologies of a municipality: their list, one with its versions, its file."""

from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, FormView
from django_tables2 import SingleTableView

from identification.forms.methodology import FileForm
from identification.measures import rule_in_words
from identification.methodologies import differences, import_methodology
from identification.methodology_files import file_of, read_file
from identification.methods import METHODS, problems_of
from identification.methods.changes import told
from identification.methods.wording.weighted_score import formula
from identification.models import Methodology, Run
from identification.tables import MethodologyTable
from schools.errors import PortalError
from schools.files import attachment
from schools.models import Measure, Municipality
from schools.scoping import VisibleToUserMixin, may_write


def administers(user, municipality) -> bool:
    return Municipality.objects.administered_by(user).filter(pk=municipality.pk).exists()


class MethodologyListView(VisibleToUserMixin, SingleTableView):
    """The newest version of each, of the municipality in the header."""

    queryset = Methodology.objects.newest().select_related("document")
    table_class = MethodologyTable
    template_name = "identification/methodology_list.html"
    table_pagination = False

    def get_queryset(self):
        municipality = self.request.place.municipality
        if not municipality:
            raise Http404
        runs = (
            Run.objects.standing()
            .filter(municipality=municipality, methodology__slug=OuterRef("slug"))
            .order_by()
            .values("municipality")
        )
        return (
            super()
            .get_queryset()
            .filter(municipality=municipality)
            .annotate(
                runs_count=Subquery(runs.annotate(n=Count("pk")).values("n")),
                last_run=Subquery(runs.annotate(last=Max("pk")).values("last")),
                last_year=Subquery(runs.annotate(last=Max("academic_year")).values("last")),
            )
            .order_by("title", "pk")
        )

    def get_context_data(self, **kwargs):
        place, user = self.request.place, self.request.user
        return super().get_context_data(**kwargs) | {
            "may_edit": administers(user, place.municipality)
        }


class MethodologyView(VisibleToUserMixin, DetailView):
    """A rule in words, with its parameters, its runs and what its versions changed."""

    queryset = Methodology.objects.select_related("document", "municipality", "edited_by")
    template_name = "identification/methodology_detail.html"

    def get_context_data(self, **kwargs):
        methodology, user = self.object, self.request.user
        versions = list(methodology.versions.select_related("document", "edited_by"))
        runs = methodology.runs.filter(state=Run.State.DONE).select_related("started_by")
        context = super().get_context_data(**kwargs) | {
            "newest": versions[0],
            "history": history(versions),
            "runs": runs[:10],
            "may_edit": administers(user, methodology.municipality),
            "may_write": may_write(user, methodology.municipality),
        }
        if problems := problems_of(methodology.method, methodology.parameters):
            return context | {"problems": problems}
        method = METHODS[methodology.method]
        titles = dict(Measure.objects.values_list("code", "title"))
        return context | {
            "rule": rule_in_words(methodology.rule),
            "parameters": told(method, methodology.parameters, titles),
            "formula": methodology.method == "weighted_score" and formula(methodology.parameters),
        }


def history(versions: list[Methodology]) -> list[dict]:
    """The newest first, each with what it changed in the one before it."""
    earlier = [*versions[1:], None]
    return [
        {"version": now, "changes": differences(before, now) if before else []}
        for now, before in zip(versions, earlier, strict=True)
    ]


@require_safe
def download(request, pk):
    methodology = get_object_or_404(
        Methodology.objects.visible_to(request.user).select_related("document"), pk=pk
    )
    name = f"{methodology.slug}-{methodology.version}.json"
    return HttpResponse(
        file_of(methodology),
        content_type="application/json; charset=utf-8",
        headers=attachment(name),
    )


class ImportView(FormView):
    """A methodology file: all that is wrong with it is told at once, and nothing is stored."""

    form_class = FileForm
    template_name = "identification/methodology_import.html"

    def dispatch(self, request, *args, **kwargs):
        ours = Municipality.objects.administered_by(request.user)
        chosen = request.place.municipality
        self.municipality = get_object_or_404(ours, pk=chosen and chosen.pk)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            methodology, is_new = import_methodology(
                self.municipality,
                read_file(form.cleaned_data["file"]),
                by=self.request.user,
                at=timezone.now(),
            )
        except PortalError as refusal:
            form.add_error("file", str(refusal).splitlines())
            return self.form_invalid(form)
        said = "загружена" if is_new else "уже была такой, ничего не изменилось"
        messages.success(self.request, f"Методика «{methodology}»: {said}.")
        return redirect(methodology)
