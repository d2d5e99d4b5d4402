from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from django_tables2 import RequestConfig

from assessments.collection import NO_STAGE, Cell, Desk, schools_in_order, tally_of
from assessments.comparison import markers_of, wholes_of
from assessments.filters import SittingSchoolFilter
from assessments.forms import SittingForm
from assessments.models import Result, ResultChange, Sitting
from assessments.results import NewResult, store_results
from assessments.services import ensure_sitting
from assessments.tables import SittingTable
from assessments.wording import question_of, scale_in_words
from schools.models import School
from schools.russian import count, school_year

from .place import home_of, own_municipality, sees_affairs


class SittingView(TemplateView):
    """One procedure in the schools that the user sees, inside the municipality of the place."""

    template_name = "assessments/sitting_detail.html"

    def get_context_data(self, **kwargs):
        home, user = home_of(self.request), self.request.user
        sittings = Sitting.objects.in_region(home.region_id)
        sittings = sittings.select_related("procedure", "scale__document")
        sitting = get_object_or_404(sittings.prefetch_related("scale__levels"), pk=kwargs["pk"])
        seen = School.objects.visible_to(user).filter(municipality=home)
        schools = schools_in_order(seen, sitting.academic_year)
        desk = Desk.of(user, home, sitting.academic_year)
        cells = self.cells(sitting, schools, desk)
        chosen = SittingSchoolFilter(
            self.request.GET or None,
            queryset=seen.described_in(sitting.academic_year),
            request=self.request,
            sitting=sitting,
        )
        found = set(chosen.qs.values_list("pk", flat=True)) if chosen.is_bound else None
        table = SittingTable([cell for cell in cells if found is None or cell.school.pk in found])
        RequestConfig(self.request, paginate=False).configure(table)
        levels = list(sitting.scale.levels.all())
        return super().get_context_data(**kwargs) | {
            "sitting": sitting,
            "home": home,
            "scale": scale_in_words(levels),
            "question": question_of(levels),
            "tally": tally_of(cells),
            "lock": desk.closed.sittings.get(sitting.pk),
            "may_write": desk.is_coordinator,
            "may_fill": sitting.held and any(school.pk in desk.editable for school in schools),
            "unsaid": desk.is_coordinator and sum(map(is_unsaid, cells)),
            "filter": chosen,
            "found": len({row.record.school.pk for row in table.rows}),
            "whole": len(schools),
            "table": table,
            "marked": {one.school_id for one in markers_of(schools, sitting=sitting)},
            "wholes": wholes_of(sitting, home),
            "may_open_files": sees_affairs(user, home),
        }

    def cells(self, sitting, schools, desk) -> list[Cell]:
        """A row per school, and one more for each other period or class that was told apart."""
        results = Result.objects.filter(sitting=sitting, school__in=schools)
        told = {}
        for result in results.select_related("source").order_by("period", "class_label"):
            told.setdefault(result.school_id, []).append(result)
        cells = []
        for school in schools:
            results = told.get(school.pk, [])
            main = next((result for result in results if result.is_main), None)
            cells.append(desk.cell(school, sitting, main))
            cells += [desk.cell(school, sitting, other) for other in results if other is not main]
        return cells


def is_unsaid(cell: Cell) -> bool:
    """The school has no such stage, and nobody has said so yet: methods would ask why."""
    waiting = cell.result is None and cell.state == "no_stage"
    return waiting and cell.may_enter and not cell.lock


@require_POST
def say_no_stage(request, pk):
    """One press for all schools that cannot have a result here. What somebody has told stays."""
    home = own_municipality(request)
    sittings = Sitting.objects.in_region(home.region_id).select_related("procedure")
    sitting = get_object_or_404(sittings, pk=pk, held=True)
    schools = schools_in_order(home.schools.all(), sitting.academic_year)
    told = set(Result.objects.main().filter(sitting=sitting).values_list("school", flat=True))
    desk = Desk.of(request.user, home, sitting.academic_year)
    cells = [desk.cell(school, sitting, None) for school in schools if school.pk not in told]
    rows = [
        NewResult(cell.school.pk, sitting.pk, no_data=NO_STAGE, version=0)
        for cell in cells
        if is_unsaid(cell)
    ]
    done = store_results(rows, by=request.user, at=timezone.now(), origin=ResultChange.Origin.FORM)
    schools = count(done.created + done.updated, "школа,школы,школ")
    messages.success(request, f"{sitting.procedure}, проставлено «нет ступени»: {schools}.")
    return redirect("assessments:sitting", sitting.pk)


class SittingCreateView(FormView):
    """A new procedure of the year, or one that did not take place. It is the region's own."""

    form_class = SittingForm
    template_name = "assessments/sitting_form.html"
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request, *args, **kwargs):
        own_municipality(request)
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
