from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views import View

from assessments.forms.grid import Returned
from assessments.grid import REASONS, Grid
from assessments.models import ResultChange, Sitting
from assessments.results import store_results
from assessments.rows import unsaved_words
from assessments.wording import scale_in_words
from schools.russian import count, school_name
from schools.scoping import may_write

from .place import home_of

PART = "X-Rows-Only"  # sent by grid.js, which wants the rows it has sent and not the page


class GridView(View):
    """One procedure in all schools that the user writes for. Good rows are stored, others return.

    The same address takes one row, as it is left, and the whole page.
    """

    def get(self, request, pk):
        return self.show(self.grid(), {}, {})

    def post(self, request, pk):
        grid = self.grid()
        returned = Returned(request.POST, grid)
        outcome = store_results(
            returned.rows, by=request.user, at=timezone.now(), origin=ResultChange.Origin.GRID
        )
        now = self.grid()
        unsaved, doubts = returned.unsaved(outcome, now), returned.doubts(outcome)
        if PART in request.headers:
            shown = [
                now.row(school, unsaved.get(school.pk), doubts.get(school.pk, ""))
                for school in returned.sent
            ]
            return render(request, "assessments/_grid_rows.html", self.context(now, rows=shown))
        if unsaved:
            return self.show(now, unsaved, doubts, len(returned.forms) + len(returned.rejected))
        messages.success(request, self.saved_words(outcome))
        for school in returned.sent:
            if school.pk in doubts:
                name = school_name(school.short_name)
                messages.warning(request, f"{name}. {doubts[school.pk]}")
        return redirect("assessments:grid", pk)

    def grid(self) -> Grid:
        home = home_of(self.request)
        sittings = Sitting.objects.in_region(home.region_id).select_related("procedure", "scale")
        sitting = get_object_or_404(
            sittings.prefetch_related("scale__levels"), pk=self.kwargs["pk"], held=True
        )
        grid = Grid(sitting, home, reader=self.request.user, at=timezone.now())
        if not grid.schools:
            raise Http404
        return grid

    def show(self, grid, unsaved, doubts, of=0):
        groups = grid.groups(unsaved, doubts)
        faulty = [row for _name, rows in groups for row in rows if row.is_unsaved]
        summary = unsaved_words(len(faulty), of) if faulty else ""
        context = self.context(grid, groups=groups, faulty=faulty, summary=summary)
        if grid.locked:
            context["may_correct"] = may_write(self.request.user, home_of(self.request))
        return render(self.request, "assessments/sitting_grid.html", context)

    def context(self, grid, **more):
        scale = scale_in_words(grid.levels)
        # 0 is no school: sixty addresses that differ in one number are not asked for one by one
        address = reverse("assessments:entry", args=[0, grid.sitting.pk]) + "?from=grid"
        entry = [escape(part) for part in address.replace("/0/", "/ /").split(" ")]
        choices = render_to_string("assessments/_grid_reasons.html", {"reasons": REASONS})
        common = {"grid": grid, "sitting": grid.sitting, "reasons": REASONS, "scale": scale}
        return common | {"entry": entry, "choices": choices} | more

    def saved_words(self, outcome):
        stored = outcome.created + outcome.updated
        if not stored:
            return "Изменений нет: всё уже записано."
        return f"Сохранено: {count(stored, 'строка,строки,строк')}."
