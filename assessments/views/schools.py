from django.views.generic import DetailView

from assessments.collection import is_small, tally_of
from assessments.dynamics import cells_of_year, courses_of
from assessments.models import Result
from assessments.wording import JOURNAL, differences, labels_of, question_of
from schools.models import School
from schools.russian import school_year, share
from schools.scoping import VisibleToUserMixin


class SchoolView(VisibleToUserMixin, DetailView):
    """All results of one school: the chosen year first, then how it went over the years."""

    queryset = School.objects.select_related("municipality")
    template_name = "assessments/school_detail.html"

    def get_context_data(self, **kwargs):
        school, place, user = self.object, self.request.place, self.request.user
        may_enter = School.objects.editable_by(user).filter(pk=school.pk).exists()
        cells = cells_of_year(school, place.academic_year, may_enter=may_enter)
        years, courses = courses_of(school, place.academic_year)
        return super().get_context_data(**kwargs) | {
            "cells": cells,
            "tally": tally_of(cell.result for cell in cells if cell.is_main),
            "years": [(year, school_year(year)) for year in years],
            "courses": courses if len(years) > 1 else [],
            "has_vpr": any(cell.sitting.procedure.kind == "VPR" for cell in cells),
            "siblings": place.schools if len(place.schools) > 1 else [],
        }


class ResultView(VisibleToUserMixin, DetailView):
    """One result: its levels, where it comes from, and everything that happened to it."""

    queryset = Result.rows.select_related(
        "school__municipality", "sitting__procedure", "sitting__scale__document", "source", "batch"
    ).prefetch_related("sitting__scale__levels")
    template_name = "assessments/result_detail.html"

    def get_context_data(self, **kwargs):
        result, user = self.object, self.request.user
        labels = labels_of(result.sitting)
        changes = result.changes.select_related("by").order_by("-version")
        editable = School.objects.editable_by(user).filter(pk=result.school_id)
        return super().get_context_data(**kwargs) | {
            "levels": levels_of(result),
            "question": question_of(result.sitting.scale.levels.all()),
            "journal": [(JOURNAL.get(code, code), n) for code, n in (result.journal or {}).items()],
            "history": [
                (change, differences(change.before, change.after, labels)) for change in changes
            ],
            "may_enter": result.is_main and result.sitting.held and editable.exists(),
            "is_small": is_small(result),
        }


def levels_of(result: Result) -> list[dict]:
    """Every level of the scale with its pupils; nothing where only shares are known."""
    if not result.counts:
        return []
    return [
        {
            "label": level.label,
            "side": "low" if level.is_low else "high" if level.is_high else "",
            "n": result.counts.get(level.code, 0),
            "share": share(result.counts.get(level.code, 0), result.participants),
        }
        for level in result.sitting.scale.levels.all()
    ]
