"""Programmes: the municipality's and those of schools."""

from django.views.generic import DetailView

from roadmap.models import Programme
from schools.scoping import VisibleToUserMixin


class ProgrammeView(VisibleToUserMixin, DetailView):
    """The indicators of a programme by goal, with targets and what was reached."""

    queryset = Programme.objects.select_related("municipality", "school", "document", "template")
    template_name = "roadmap/programme_detail.html"
