from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views import View

from assessments.forms.grid import Returned
from assessments.grid import REASONS, Grid
from assessments.models import ResultChange, Sitting
from assessments.results import store_results
from assessments.rows import unsaved_words
from assessments.wording import scale_in_words
from schools.russian import count

from .place import home_of

PART = "X-Rows-Only"  # sent by grid.js, which wants the rows it has sent and not the page


class GridView(View):
    """One procedure in all schools that the user writes for. Good rows are stored, others return.

    The same address takes one row, as it is left, and the whole page.
    """

    def get(self, request, pk):
        return self.show(self.grid(), {})

    def post(self, request, pk):
        grid = self.grid()
        returned = Returned(request.POST, grid)
        outcome = store_results(
            returned.rows, by=request.user, at=timezone.now(), origin=ResultChange.Origin.GRID
        )
        now = self.grid()
        unsaved = returned.unsaved(outcome, now)
        if PART in request.headers:
            shown = [now.row(school, unsaved.get(school.pk)) for school in returned.sent]
            return render(request, "assessments/_grid_rows.html", self.context(now, rows=shown))
        if unsaved:
            return self.show(now, unsaved, of=len(returned.forms) + len(returned.rejected))
        messages.success(request, self.saved_words(outcome))
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

    def show(self, grid, unsaved, of=0):
        groups = grid.groups(unsaved)
        faulty = [row for _name, rows in groups for row in rows if row.is_unsaved]
        summary = unsaved_words(len(faulty), of) if faulty else ""
        context = self.context(grid, groups=groups, faulty=faulty, summary=summary)
        return render(self.request, "assessments/sitting_grid.html", context)

    def context(self, grid, **more):
        scale = scale_in_words(grid.levels)
        # 0 is no school: sixty addresses that differ in one number are not asked for one by one
        entry = reverse("assessments:entry", args=[0, grid.sitting.pk]).split("/0/")
        choices = render_to_string("assessments/_grid_reasons.html", {"reasons": REASONS})
        common = {"grid": grid, "sitting": grid.sitting, "reasons": REASONS, "scale": scale}
        return common | {"entry": entry, "choices": choices} | more

    def saved_words(self, outcome):
        stored = outcome.created + outcome.updated
        if not stored:
            return "Изменений нет: всё уже записано."
        return f"Сохранено: {count(stored, 'строка,строки,строк')}."
