from django.http import Http404
from django.views.generic import TemplateView

from assessments.thresholds import absent_years, thresholds_in


class ScalesView(TemplateView):
    """Whoever sees results sees what they mean. It is the same for all of a region."""

    template_name = "assessments/scales.html"

    def get_context_data(self, **kwargs):
        place = self.request.place
        home = place.municipality or (place.school and place.school.municipality)
        if not home:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "groups": thresholds_in(home.region_id, place.academic_year),
            "absent": absent_years(home.region_id),
            "year": place.academic_year,
        }
