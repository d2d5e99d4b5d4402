from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import TemplateView

from assessments.collection import board_of
from schools.scoping import may_write


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
        return super().get_context_data(**kwargs) | {
            "board": board_of(place.municipality, place.academic_year, user),
            "may_write": may_write(user, place.municipality),
        }
