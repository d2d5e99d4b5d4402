"""Figures of schools: which are asked for, the table of one of them, and a new one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView

from assessments.collection import by_cluster, schools_in_order
from assessments.imports.matching import Directory
from identification.figure_files import filled
from identification.figures import authors_of, figures_of, store_figures
from identification.forms.figures import FiguresForm, FillForm, MeasureForm
from identification.measures import add_measure, lines_of, measures_for, undescribed
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import count
from schools.scoping import may_write
from schools.sheets import read_rows

from .methodologies import administers


class OfMunicipality:
    """Of the municipality in the header, for those who see its affairs as a whole."""

    def dispatch(self, request, *args, **kwargs):
        seen = Municipality.objects.visible_to(request.user)
        chosen = request.place.municipality
        self.municipality = get_object_or_404(seen, pk=chosen and chosen.pk)
        self.academic_year = request.place.academic_year
        self.may_write = may_write(request.user, self.municipality)
        return super().dispatch(request, *args, **kwargs)


class FiguresListView(OfMunicipality, TemplateView):
    template_name = "identification/figures.html"

    def get_context_data(self, **kwargs):
        used, others = lines_of(
            self.municipality, self.academic_year, with_sensitive=self.may_write
        )
        return super().get_context_data(**kwargs) | {
            "used": used,
            "others": others,
            "schools": self.municipality.schools.open_in(self.academic_year).count(),
            "may_edit": administers(self.request.user, self.municipality),
        }


class FiguresView(OfMunicipality, View):
    """All schools as rows. All of it is stored, or nothing and the page says why."""

    def get(self, request, code):
        return self.show(self.form())

    def post(self, request, code):
        if not self.may_write:
            raise Http404
        if "fill" in request.POST:
            return self.fill(FillForm(request.POST, request.FILES))
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        outcome = store_figures(
            self.measure,
            self.municipality,
            self.academic_year,
            form.changes,
            source=form.paper,
            by=request.user,
            at=timezone.now(),
        )
        if outcome.conflicts:
            form = self.form(request.POST)
            form.is_valid()
            form.mark(outcome.conflicts)
            return self.show(form)
        rows = count(outcome.stored, "строка,строки,строк")
        messages.success(request, f"Сохранено: {rows}." if outcome.stored else "Всё как было.")
        return redirect("identification:figures-of", code)

    def fill(self, upload):
        """What a file says stands in the boxes; storing it is the next press of a button."""
        try:
            rows = read_rows(upload.cleaned_data["file"]) if upload.is_valid() else []
        except PortalError as refusal:
            upload.add_error("file", str(refusal))
        if not upload.is_valid():
            return self.show(self.form(), upload=upload)
        directory = Directory.of(self.municipality, None, trusts_names=True)
        found = filled(rows, directory, with_parts=self.form().has_parts)
        return self.show(self.form(typed=found.typed), filled=found)

    @cached_property
    def measure(self):
        measures = measures_for(self.municipality)
        if not self.may_write:  # figures of surveys are for those who work with the schools
            measures = measures.filter(sensitive=False)
        return get_object_or_404(measures, code=self.kwargs["code"])

    def form(self, data=None, typed=None) -> FiguresForm:
        figures = figures_of(self.measure, self.municipality, self.academic_year)
        return FiguresForm(
            data,
            typed=typed,
            measure=self.measure,
            schools=schools_in_order(self.municipality.schools.all(), self.academic_year),
            figures=figures,
            entries=authors_of(figures.values()),
            municipality=self.municipality,
        )

    def show(self, form, **more):
        context = {
            "upload": FillForm(),
            "form": form,
            "measure": form.measure,
            "groups": by_cluster(form.rows, school=lambda row: row.school),
            "may_write": self.may_write,
            "width": 4 + 2 * form.has_parts + form.has_labels,
        }
        return render(self.request, "identification/figures_of.html", context | more)


class MeasureCreateView(FormView):
    """A measure of schools that the portal does not know yet; it is common to all."""

    form_class = MeasureForm
    template_name = "identification/measure_form.html"

    def dispatch(self, request, *args, **kwargs):
        ours = Municipality.objects.administered_by(request.user)
        chosen = request.place.municipality
        self.municipality = get_object_or_404(ours, pk=chosen and chosen.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        asked = {"code": self.request.GET.get("code", "")}
        return super().get_form_kwargs() | {
            "codes": undescribed(self.municipality),
            "initial": asked,
        }

    def form_valid(self, form):
        try:
            measure, is_new = add_measure(self.municipality, **form.cleaned_data)
        except PortalError as refusal:
            form.add_error("title", str(refusal))
            return self.form_invalid(form)
        if not is_new:
            messages.info(self.request, f"Такой показатель уже есть: «{measure}».")
        return redirect("identification:figures-of", measure.code)
