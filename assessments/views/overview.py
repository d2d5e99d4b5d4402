from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import TemplateView

from assessments.board import board_of
from assessments.models import Remark


class OverviewView(TemplateView):
    """The results of the chosen year. People of a school have a page of their own."""

    template_name = "assessments/overview.html"

    def get(self, request, *args, **kwargs):
        place = request.place
        if not place.municipality and place.school:
            return redirect("assessments:school", place.school.pk)
        if not place.municipality:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        place, user = self.request.place, self.request.user
        board = board_of(place.municipality, place.academic_year, user)
        only_missing = self.request.GET.get("only") == "missing" and board.tally.missing
        remarks = Remark.objects.waiting().filter(school__municipality=place.municipality)
        return super().get_context_data(**kwargs) | {
            "board": board,
            "shown": board.only_missing() if only_missing else board,
            "came_from": "missing" if only_missing else "overview",
            "may_write": board.desk.is_coordinator,
            "remarks": board.desk.is_coordinator and remarks.count(),
        }
