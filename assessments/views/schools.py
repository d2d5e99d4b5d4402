from django.views.generic import DetailView

from assessments.collection import Desk, is_small, tally_of
from assessments.comparison import markers_of, wholes_of
from assessments.dynamics import cells_of_year, courses_of
from assessments.history import history_of
from assessments.locks import locks_of, standing
from assessments.models import Remark, Result
from assessments.wording import JOURNAL, labels_of, mean_name, question_of
from schools.models import School
from schools.russian import school_year, share
from schools.scoping import VisibleToUserMixin, may_write

from .place import look_at_named_year, sees_affairs


class SchoolView(VisibleToUserMixin, DetailView):
    """All results of one school: the chosen year first, then how it went over the years."""

    queryset = School.objects.select_related("municipality")
    template_name = "assessments/school_detail.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        look_at_named_year(request)

    def get_queryset(self):
        return super().get_queryset().described_in(self.request.place.academic_year)

    def get_context_data(self, **kwargs):
        school, place, user = self.object, self.request.place, self.request.user
        desk = Desk.of(user, school.municipality, place.academic_year)
        cells = cells_of_year(school, place.academic_year, desk)
        years, courses = courses_of(school, place.academic_year)
        remarks = Remark.objects.visible_to(user).filter(
            school=school, sitting__academic_year=place.academic_year
        )
        beyond = [cell for cell in cells if cell.state == "no_stage" and not cell.result]
        return super().get_context_data(**kwargs) | {
            # what is missing comes first
            "cells": sorted(
                (cell for cell in cells if cell not in beyond), key=lambda cell: not cell.is_missing
            ),
            "beyond": beyond,
            "tally": tally_of(cells),
            "lock": desk.closed.schools.get(school.pk),
            "may_write": desk.is_coordinator,
            "remarks": remarks.select_related("sitting__procedure", "by", "answered_by"),
            "years": [(year, school_year(year)) for year in years],
            "courses": courses if len(years) > 1 else [],
            "has_vpr": any(cell.sitting.procedure.kind == "VPR" for cell in cells),
            "markers": markers_of([school], sitting__academic_year=place.academic_year),
            "may_open_files": sees_affairs(user, school.municipality),
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
        labels, locks = labels_of(result.sitting), locks_of(result.school, result.sitting)
        is_coordinator = may_write(user, result.school.municipality)
        editable = School.objects.editable_by(user).filter(pk=result.school_id)
        is_open = result.sitting.held and not result.sitting.is_withdrawn
        mine = result.is_main and is_open and editable.exists()
        lock = standing(locks)
        may_report = mine and lock and not is_coordinator
        remarks = result.school.remarks.filter(sitting=result.sitting_id)
        remarks = list(remarks.select_related("by", "answered_by"))
        return super().get_context_data(**kwargs) | {
            "levels": levels_of(result),
            "mean_name": mean_name(labels),
            "question": question_of(result.sitting.scale.levels.all()),
            "journal": [(JOURNAL.get(code, code), n) for code, n in (result.journal or {}).items()],
            "history": history_of(result, labels, locks),
            "lock": lock,
            "remarks": remarks,
            "may_enter": mine and (is_coordinator or not lock),
            "may_report": may_report,
            "reported": may_report and next((one for one in remarks if one.is_open), None),
            "wholes": wholes_of(result.sitting, result.school.municipality),
            "markers": markers_of([result.school_id], sitting=result.sitting_id),
            "may_open_files": sees_affairs(user, result.school.municipality),
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
