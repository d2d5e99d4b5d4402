"""One value: entered by the boxes of its kind, proved, submitted, accepted or returned."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from roadmap.evidence_list import evidence_of
from roadmap.forms.values import CheckForm, ReturnForm, ValueForm, initial_of
from roadmap.kinds import Reading, sentence
from roadmap.models import Indicator, Period, Value
from roadmap.services import values as services
from roadmap.value_page import ValuePage, may_enter
from schools.errors import PortalError
from schools.models import School
from schools.scoping import may_write

VALUES = Value.objects.select_related(
    "indicator__programme__municipality", "indicator__goal", "period", "school", "entered_by"
)
OVERTAKEN = (
    "Пока вы\xa0вводили, значение изменил другой человек: теперь здесь {}. "
    "Ваше осталось в\xa0форме, проверьте и\xa0сохраните ещё\xa0раз."
)


class ValueView(View):
    """Its target, its history, what proves it; and the next step for whoever may take it."""

    def get(self, request, pk):
        return show(request, get_object_or_404(VALUES.visible_to(request.user), pk=pk))

    def post(self, request, pk):
        value = get_object_or_404(VALUES.editable_by(request.user), pk=pk)
        form = ValueForm(request.POST, indicator=value.indicator)
        if form.is_valid() and _store(request, form, value.period, value.school):
            return redirect(value)
        return show(request, VALUES.get(pk=pk), form)


class EntryView(View):
    """A value that is not there yet: of the municipality, or with `?school=` of a school."""

    def get(self, request, pk, period):
        self.look(pk, period)
        if there := self.there():
            return redirect(there)
        return self.show(ValueForm(indicator=self.indicator, initial={"version": 0}))

    def post(self, request, pk, period):
        self.look(pk, period)
        form = ValueForm(request.POST, indicator=self.indicator)
        if form.is_valid() and _store(request, form, self.period, self.school):
            return redirect(self.there())
        return self.show(form)

    def look(self, pk, period):
        own = Indicator.objects.visible_to(self.request.user).current()
        own = own.select_related("programme__municipality", "programme__school", "origin")
        self.indicator = get_object_or_404(own, pk=pk)
        programme = self.indicator.programme
        self.period = get_object_or_404(Period, pk=period, programme=programme)
        self.school = programme.school or self._asked_school()
        if not may_enter(self.indicator, self.school, self.request.user):
            raise Http404

    def _asked_school(self) -> School | None:
        asked = self.request.GET.get("school", "")
        if not asked:
            return None
        seen = School.objects.editable_by(self.request.user)
        home = self.indicator.programme.municipality_id
        return get_object_or_404(seen, pk=asked if asked.isdecimal() else 0, municipality=home)

    def there(self) -> Value | None:
        return Value.objects.filter(
            indicator=self.indicator.counted_as,
            period=self.period.counted_as,
            school=self.school,
        ).first()

    def show(self, form):
        context = {
            "form": form,
            "indicator": self.indicator,
            "programme": self.indicator.programme,
            "period": self.period,
            "school": self.school,
        }
        return render(self.request, "roadmap/value_form.html", context)


@require_POST
def submit(request, pk):
    value = get_object_or_404(VALUES.editable_by(request.user), pk=pk)
    lacking = services.submit_values([value], by=request.user, at=timezone.now())
    if lacking:
        messages.error(request, f"Не\xa0отправлено: {lacking[value]}.")
    else:
        messages.success(request, "Отправлено на\xa0проверку.")
    return redirect(value)


@require_POST
def accept(request, pk):
    value = _to_check(request, pk)
    form = CheckForm(request.POST, in_words=ValuePage(value, request.user).is_in_words)
    if not form.is_valid():
        return show(request, value)
    seen = {value.pk: form.cleaned_data["version"]}
    try:
        accepted = services.accept_values(
            seen, by=request.user, at=timezone.now(), target_met=form.target_met
        )
    except PortalError as error:
        messages.error(request, str(error))
        return redirect(value)
    if accepted:
        messages.success(request, "Значение принято.")
    else:
        messages.error(request, services.CHANGED)
    return redirect(value)


@require_POST
def return_for_correction(request, pk):
    value = _to_check(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, value, returning=form)
    try:
        services.return_value(value, **form.cleaned_data, by=request.user, at=timezone.now())
    except PortalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Значение возвращено школе.")
    return redirect(value)


def show(request, value, form=None, returning=None):
    page = ValuePage(value, request.user)
    if form is None and page.may_enter:
        initial = initial_of(value.indicator, Reading.of(value), value.version)
        form = ValueForm(indicator=value.indicator, initial=initial)
    version = {"version": value.version}
    context = {
        "value": value,
        "page": page,
        "indicator": value.indicator,
        "programme": value.indicator.programme,
        "form": form,
        "checking": page.may_accept and CheckForm(initial=version, in_words=page.is_in_words),
        "returning": returning or (page.may_return and ReturnForm(initial=version)),
        "proof": evidence_of(value, user=request.user),
    }
    return render(request, "roadmap/value_detail.html", context)


def _to_check(request, pk) -> Value:
    value = get_object_or_404(VALUES.editable_by(request.user), pk=pk)
    if not may_write(request.user, value.indicator.programme.municipality):
        raise Http404
    return value


def _store(request, form, period, school) -> bool:
    indicator = form.indicator
    row = services.NewValue(
        indicator.counted_as,
        period.counted_as,
        school and school.pk,
        form.reading,
        form.cleaned_data["version"],
    )
    outcome = services.store_values([row], by=request.user, at=timezone.now())
    if outcome.refused:
        form.add_error(None, outcome.refused[row.key])
    elif outcome.conflicts:
        _overtaken(form, row)
    elif outcome.stored:
        messages.success(request, "Сохранено.")
    else:
        messages.info(request, "Изменений нет: такое значение уже записано.")
    return not form.errors


def _overtaken(form, row) -> None:
    """What was typed stays in the form, now upon the version of the other."""
    names = ("indicator", "period", "school")
    there = Value.objects.get(**dict(zip(names, row.key, strict=True)))
    form.add_error(None, OVERTAKEN.format(sentence(form.indicator.kind, Reading.of(there))))
    form.data = form.data.dict() | {"version": there.version}
