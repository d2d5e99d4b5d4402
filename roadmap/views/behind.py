"""The list behind a number; a computed value and what is written instead of it; named sets."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView, View

from roadmap.automatic import lines_of
from roadmap.behind import Behind, sets_of
from roadmap.columns import current_period
from roadmap.forms.values_by_hand import OverrideForm, TakeForm
from roadmap.ground import Ground
from roadmap.locks import why_closed
from roadmap.models import Programme, Value
from roadmap.services.computing import Computing, compute_values
from roadmap.sets import SETS
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import count
from schools.scoping import VisibleToUserMixin

VALUES = Value.objects.select_related(
    "indicator__programme__municipality", "period", "school", "entered_by"
)


class BehindView(View):
    """How a value came about; who may write it may put another one in its place, with a reason."""

    def get(self, request, pk):
        return self.show(get_object_or_404(VALUES.visible_to(request.user), pk=pk))

    def post(self, request, pk):
        value = get_object_or_404(VALUES.editable_by(request.user), pk=pk)
        if not Behind(value, request.user, timezone.localdate()).fact:
            raise Http404
        kind = TakeForm if "take" in request.POST else OverrideForm
        form = kind(request.POST, indicator=value.indicator)
        if not form.is_valid():
            return self.show(value, form)
        try:
            form.write(value, by=request.user, at=timezone.now())
        except PortalError as refusal:
            form.add_error(None, str(refusal))
            return self.show(VALUES.get(pk=pk), form)
        messages.success(request, form.DONE)
        return redirect("roadmap:value-behind", pk)

    def show(self, value, form=None):
        user = self.request.user
        may = Value.objects.editable_by(user).filter(pk=value.pk).exists()
        behind = Behind(value, user, timezone.localdate())
        if form is None and may and behind.fact:
            form = OverrideForm(indicator=value.indicator, initial={"seen": value.version})
        context = {
            "value": value,
            "behind": behind,
            "form": form,
            "programme": value.indicator.programme,
        }
        return render(self.request, "roadmap/value_behind.html", context)


class AutomaticView(VisibleToUserMixin, DetailView):
    """What the portal computes of a programme, period by period, and where people disagree."""

    queryset = Programme.objects.with_copies().select_related("municipality", "school")
    template_name = "roadmap/automatic.html"

    def get_context_data(self, **kwargs):
        programme, user = self.object, self.request.user
        periods = list(programme.periods.all())
        asked = self.request.GET.get("period", "")
        period = next((one for one in periods if str(one.pk) == asked), None)
        period = period or current_period(periods, timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "periods": periods,
            "period": period,
            "lines": lines_of(programme, period, user) if period else [],
            "why_closed": period and why_closed(programme, period, None),
            "may_compute": Programme.objects.editable_by(user).filter(pk=programme.pk).exists(),
            "sees_sets": Municipality.objects.visible_to(user)
            .filter(pk=programme.municipality_id)
            .exists(),
        }


@require_POST
def compute(request, pk, period):
    """On a button: the automatic values of one period of a programme."""
    programme = get_object_or_404(
        Programme.objects.editable_by(request.user).select_related("municipality"), pk=pk
    )
    period = get_object_or_404(programme.periods, pk=period)
    try:
        done = compute_values(
            programme, period, on=timezone.localdate(), by=request.user, at=timezone.now()
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _told(done))
    return redirect(f"{reverse('roadmap:automatic', args=[pk])}?period={period.pk}")


def _told(done: Computing) -> str:
    if not (done.stored or done.unchanged or done.kept):
        return "Показателей, которые портал считает сам, в\xa0программе нет."
    words = (
        f"Рассчитано заново: {count(done.stored, 'значение,значения,значений')}, "
        f"без изменений: {done.unchanged}."
    )
    if done.kept:
        kept = count(done.kept, "значение,значения,значений")
        words += f" Внесено вручную и\xa0отличается от\xa0расчёта: {kept}."
    return words


class SetsView(TemplateView):
    """The named sets of the municipality and the year in the header, as they are today."""

    template_name = "roadmap/set_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"sets": sets_of(self.ground())}

    def ground(self) -> Ground:
        place, seen = self.request.place, Municipality.objects.visible_to(self.request.user)
        municipality = get_object_or_404(seen, pk=place.municipality and place.municipality.pk)
        return Ground(municipality, place.academic_year, timezone.localdate())


class SetView(SetsView):
    template_name = "roadmap/set_detail.html"

    def get_context_data(self, **kwargs):
        if self.kwargs["code"] not in SETS:
            raise Http404
        found = self.ground().counted(self.kwargs["code"])
        return TemplateView.get_context_data(self, **kwargs) | {"set": found}
