"""An indicator: what is measured, its targets, and who has reached what."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from roadmap.forms.indicators import IndicatorForm, targets_of
from roadmap.indicator_page import IndicatorPage
from roadmap.models import Indicator, Programme, Value
from roadmap.services.programmes import drop_indicator, save_indicator
from roadmap.services.values import accept_values
from roadmap.sets import choices as sets
from roadmap.sources import sentence_of
from schools.errors import PortalError
from schools.russian import count
from schools.scoping import may_write

INDICATORS = Indicator.objects.select_related(
    "programme__municipality", "programme__school", "goal", "whole", "pair", "origin"
)


class IndicatorView(View):
    def get(self, request, pk):
        indicator = get_object_or_404(INDICATORS.visible_to(request.user), pk=pk)
        page = IndicatorPage(
            indicator,
            reader=request.user,
            on=timezone.localdate(),
            period=request.GET.get("period", ""),
        )
        mine = Indicator.objects.filter(pk=pk)
        context = {
            "indicator": indicator,
            "programme": indicator.programme,
            "page": page,
            "denominator": dict(sets()).get(indicator.denominator, ""),
            "source": sentence_of(indicator),
            "may_edit": mine.editable_by(request.user).exists(),
        }
        return render(request, "roadmap/indicator_detail.html", context)


class IndicatorCreateView(View):
    """The form of an indicator with a row of targets for each period."""

    title = "Новый показатель"

    def get(self, request, pk):
        self.look(pk)
        return self.show(self.form(), self.targets())

    def post(self, request, pk):
        self.look(pk)
        form, targets = self.form(request.POST), self.targets(request.POST)
        # told only after the indicator is known: a target is read by its kind
        faulty = [one for one in (form, *targets) if not one.is_valid()]
        faulty = faulty or [row for row in targets if not row.read_for(form.instance)]
        if faulty:
            return self.show(form, targets)
        saved = save_indicator(form.instance, {row.period: row.values for row in targets})
        messages.success(request, "Показатель сохранён.")
        return redirect(saved)

    def look(self, pk):
        programmes = Programme.objects.editable_by(self.request.user)
        self.programme = get_object_or_404(programmes, pk=pk)
        self.indicator = None
        if not self.programme.goals.exists():
            raise Http404

    def form(self, data=None):
        return IndicatorForm(data, instance=self.indicator, programme=self.programme)

    def targets(self, data=None):
        return targets_of(self.indicator, self.programme.periods.all(), data)

    def show(self, form, targets):
        context = {
            "form": form,
            "targets": targets,
            "programme": self.programme,
            "indicator": self.indicator,
            "title": self.title,
        }
        return render(self.request, "roadmap/indicator_form.html", context)


class IndicatorEditView(IndicatorCreateView):
    title = "Показатель и\xa0цели"

    def look(self, pk):
        own = INDICATORS.editable_by(self.request.user).current()
        self.indicator = get_object_or_404(own, pk=pk)
        self.programme = self.indicator.programme


@require_POST
def drop(request, pk):
    indicator = get_object_or_404(INDICATORS.editable_by(request.user).current(), pk=pk)
    try:
        drop_indicator(indicator, on=timezone.localdate())
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(indicator)
    messages.success(request, "Показатель исключён. Его значения остались.")
    return redirect(indicator.programme)


@require_POST
def accept_many(request, pk):
    """Ticked values of one indicator: each as it was when it was looked at."""
    indicator = get_object_or_404(INDICATORS.visible_to(request.user), pk=pk)
    if not may_write(request.user, indicator.programme.municipality):
        raise Http404
    seen = _ticked(request.POST.getlist("value"))
    mine = Value.objects.editable_by(request.user).filter(indicator=indicator.counted_as)
    mine = set(mine.filter(pk__in=seen).values_list("pk", flat=True))
    asked = {pk: version for pk, version in seen.items() if pk in mine}
    try:
        accepted = accept_values(asked, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(indicator)
    _tell(request, len(accepted), len(asked))
    back = request.POST.get("period", "")
    query = f"?period={back}" if back.isdecimal() else ""
    return redirect(f"{indicator.get_absolute_url()}{query}")


def _ticked(values: list[str]) -> dict[int, int]:
    """«17-3»: the value and the version of it that was looked at."""
    pairs = [value.split("-") for value in values]
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(part.isdecimal() and len(part) < 10 for part in pair)
    }


def _tell(request, accepted: int, asked: int) -> None:
    if not asked:
        messages.info(request, "Отметьте значения, которые нужно принять.")
        return
    if accepted:
        messages.success(request, f"Принято: {count(accepted, 'значение,значения,значений')}.")
    if asked > accepted:
        left = count(asked - accepted, "значение,значения,значений")
        messages.warning(request, f"Изменились, пока вы\xa0смотрели, и\xa0не\xa0приняты: {left}.")
