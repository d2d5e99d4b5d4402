"""«Показатели школы»: what is asked of a school in a period, what is missing, by when."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from roadmap.asked import asked_of, open_values
from roadmap.columns import period_columns
from roadmap.models import Level, Value
from roadmap.services.values import submit_values
from roadmap.shared import sharing
from roadmap.views.matrices import MatrixView
from schools.models import School
from schools.russian import count, school_name


class SchoolIndicatorsView(MatrixView):
    """One column: the school in one period of one programme, with what is due."""

    template_name = "roadmap/school_indicators.html"

    def look(self, pk):
        user = self.request.user
        schools = School.objects.visible_to(user).select_related("municipality")
        self.school = get_object_or_404(schools, pk=pk)
        self.asked = asked_of(self.school, reader=user, on=timezone.localdate())
        said = self.request.GET.get("asked", "")
        self.chosen = next(
            (one for one in self.asked if one.key == said), next(iter(self.asked), None)
        )
        if self.chosen:
            self.programme, self.period = self.chosen.programme, self.chosen.period
            self.periods, self.gate = self.chosen.periods, self.chosen.gate
        elif self.request.method == "POST":
            raise Http404

    levels = (Level.SCHOOL,)
    # a copy shares the values of its template, which asks for them
    without_copies = True

    def columns(self):
        return period_columns([self.period], self.school, self.gate)

    def get(self, request, pk):
        self.look(pk)
        if not self.chosen:
            return render(request, self.template_name, {"school": self.school})
        return self.show(self.matrix())

    def context(self, matrix):
        progress = self.chosen.progress(matrix)
        is_own = not self.gate.keeps_home and matrix.is_open
        return {
            **super().context(matrix),
            "school": self.school,
            "asked": self.asked,
            "chosen": self.chosen,
            "progress": progress,
            "returned": self._returned(matrix),
            "sharing": sharing(self.programme, self.school),
            "may_submit": is_own and (progress.drafts or progress.returned),
        }

    def _returned(self, matrix):
        (column,) = matrix.columns
        board = matrix.board
        told = [(board.value(indicator, column), indicator) for indicator in board.indicators]
        return [one for one in told if one[0] and one[0].state == Value.State.RETURNED]

    def titles(self):
        return {"current": "school", "what": school_name(self.school.short_name)}


@require_POST
def submit(request, pk):
    """All drafts of the school in one period; what cannot be sent says why."""
    school = get_object_or_404(School.objects.editable_by(request.user), pk=pk)
    said = request.POST.get("asked", "")
    asked = asked_of(school, reader=request.user, on=timezone.localdate())
    chosen = next((one for one in asked if one.key == said), next(iter(asked), None))
    if chosen is None:
        raise Http404
    waiting = list(open_values(chosen, school))
    lacking = submit_values(waiting, by=request.user, at=timezone.now())
    sent = len(waiting) - len(lacking)
    if sent:
        messages.success(
            request, f"Отправлено на\xa0проверку: {count(sent, 'значение,значения,значений')}."
        )
    elif not lacking:
        messages.info(request, "Отправлять нечего: все внесённые значения уже на\xa0проверке.")
    for why in dict.fromkeys(lacking.values()):
        own = ", ".join(f"«{value.indicator}»" for value in lacking if lacking[value] == why)
        messages.warning(request, f"Не\xa0отправлено: {own}\xa0— {why}.")
    return redirect(f"{reverse('roadmap:school-indicators', args=[pk])}?asked={chosen.key}")
