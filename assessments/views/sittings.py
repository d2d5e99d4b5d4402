from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView
from django_tables2 import RequestConfig

from assessments.collection import Cell, schools_in_order, tally_of
from assessments.filters import SittingSchoolFilter
from assessments.forms import SittingForm
from assessments.models import Result, Sitting
from assessments.services import ensure_sitting
from assessments.tables import SittingTable
from assessments.wording import question_of, scale_in_words
from schools.models import Municipality, School
from schools.russian import school_year


class SittingView(TemplateView):
    """One procedure in the schools that the user sees, inside the municipality of the place."""

    template_name = "assessments/sitting_detail.html"

    def get_context_data(self, **kwargs):
        place, user = self.request.place, self.request.user
        home = place.municipality or (place.school and place.school.municipality)
        if not home:
            raise Http404
        sittings = Sitting.objects.in_region(home.region_id)
        sitting = get_object_or_404(
            sittings.select_related("procedure", "scale__document"), pk=kwargs["pk"]
        )
        seen = School.objects.visible_to(user).filter(municipality=home)
        schools = schools_in_order(seen, sitting.academic_year)
        cells = self.cells(sitting, schools)
        chosen = SittingSchoolFilter(
            self.request.GET or None,
            queryset=seen.described_in(sitting.academic_year),
            request=self.request,
            sitting=sitting,
        )
        found = set(chosen.qs.values_list("pk", flat=True)) if chosen.is_bound else None
        table = SittingTable([cell for cell in cells if found is None or cell.school.pk in found])
        RequestConfig(self.request, paginate=False).configure(table)
        main = [cell.result for cell in cells if cell.is_main]
        levels = list(sitting.scale.levels.all())
        return super().get_context_data(**kwargs) | {
            "sitting": sitting,
            "home": home,
            "scale": scale_in_words(levels),
            "question": question_of(levels),
            "tally": tally_of(main),
            "filter": chosen,
            "found": len({row.record.school.pk for row in table.rows}),
            "whole": len(schools),
            "table": table,
        }

    def cells(self, sitting, schools) -> list[Cell]:
        """A row per school, and one more for each other period or class that was told apart."""
        user = self.request.user
        editable = set(School.objects.editable_by(user).values_list("pk", flat=True))
        results = Result.objects.filter(sitting=sitting, school__in=schools)
        told = {}
        for result in results.select_related("source").order_by("period", "class_label"):
            told.setdefault(result.school_id, []).append(result)
        cells = []
        for school in schools:
            results = told.get(school.pk, [])
            main = next((result for result in results if result.is_main), None)
            may_enter = sitting.held and school.pk in editable
            cells.append(Cell(school, sitting, main, may_enter))
            others = (result for result in results if result is not main)
            cells += [Cell(school, sitting, result, False) for result in others]
        return cells


class SittingCreateView(FormView):
    """A new procedure of the year, or one that did not take place. It is the region's own."""

    form_class = SittingForm
    template_name = "assessments/sitting_form.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, **kwargs):
        place = request.place
        ours = Municipality.objects.editable_by(request.user)
        get_object_or_404(ours, pk=place.municipality and place.municipality.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"academic_year": self.request.place.academic_year, "held": "yes"}

    def get_form_kwargs(self):
        region_id = self.request.place.municipality.region_id
        return super().get_form_kwargs() | {"region_id": region_id}

    def form_valid(self, form):
        described = form.described()
        sitting = ensure_sitting(**described, region=self.request.place.municipality.region)
        year = school_year(sitting.academic_year)
        if sitting.held and not described["held"]:
            text = f"{sitting.procedure}: в {year} учебном году она уже отмечена как проведённая."
            messages.warning(self.request, text)
        else:
            state = "в перечне" if sitting.held else "отмечена как не проводившаяся"
            messages.success(self.request, f"{sitting.procedure}: {state}, {year} учебный год.")
        return redirect("assessments:sitting", sitting.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        said = getattr(context["form"], "cleaned_data", {})
        return context | {"year": said.get("academic_year", self.request.place.academic_year)}
