"""«Что, если»: another rule beside the present one, and a run on what is known so far."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from identification import services, tasks
from identification.forms.boxes import Known
from identification.forms.parameters import ParametersForm
from identification.measures import rule_in_words
from identification.methodologies import what_differs
from identification.methods import METHODS, problems_of
from identification.models import Methodology, Run
from identification.what_if import what_if, years_with_data
from schools.errors import PortalError
from schools.scoping import VisibleToUserMixin

from .methodologies import administers
from .methodology_edit import reshaped


class WhatIfView(VisibleToUserMixin, DetailView):
    """Change the parameters and see who would enter or leave. Nothing is stored by any button."""

    queryset = Methodology.objects.select_related("municipality", "document")
    template_name = "identification/what_if.html"

    def get(self, request, *args, **kwargs):
        self.object = methodology = self.get_object()
        method = METHODS[methodology.method]
        form = ParametersForm.of(method, Known.to(self.object.municipality), methodology.parameters)
        return self.page(form)

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        method = METHODS[self.object.method]
        form = ParametersForm.posted(method, Known.to(self.object.municipality), request.POST)
        if other := reshaped(form, request.POST):
            return self.page(other)
        if not form.is_valid():
            return self.page(form)
        return self.page(form, **self.answer(form))

    def page(self, form, **answer):
        methodology, user = self.object, self.request.user
        context = self.get_context_data(
            form=form,
            year=self.year,
            years=self.years,
            problems=problems_of(methodology.method, methodology.parameters),
            may_edit=administers(user, methodology.municipality),
            **answer,
        )
        return self.render_to_response(context)

    def answer(self, form) -> dict:
        present, other = self.object.rule, form.method(**form.parameters)
        shown = {
            "asked": True,
            "rule": rule_in_words(other),
            "differs": what_differs(form.method, self.object.parameters, form.parameters),
        }
        try:
            found = what_if(present, other, self.object.municipality, self.year)
        except PortalError as refusal:
            return shown | {"refusal": str(refusal)}
        return shown | {"difference": found}

    @property
    def years(self) -> list[int]:
        known = years_with_data(self.object.municipality)
        return sorted({*known, self.request.place.academic_year}, reverse=True)

    @property
    def year(self) -> int:
        asked = self.request.POST.get("year", "")
        found = [year for year in self.years if str(year) == asked]
        return found[0] if found else self.request.place.academic_year


@require_POST
def rehearse(request, pk):
    """Run it on what is known so far, without making it the outcome of the year."""
    methodology = get_object_or_404(
        Methodology.objects.editable_by(request.user).select_related("municipality", "document"),
        pk=pk,
    )
    try:
        run = services.start_run(
            methodology,
            academic_year=request.place.academic_year,
            by=request.user,
            at=timezone.now(),
            origin=Run.Origin.REHEARSAL,
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect(methodology)
    tasks.identify_schools.delay_on_commit(run.pk)
    return redirect(run)
