from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.services import passport_name, passport_paper
from schools.files import attachment
from schools.models import School


@require_safe
def download(request, pk):
    """Of today and of the year in the header, for whoever sees the school. Kept nowhere.

    People of a branch see it alone: not even the name of its head school.
    """
    seen = School.objects.visible_to(request.user)
    school = get_object_or_404(seen.select_related("municipality__region", "parent"), pk=pk)
    year = request.place.academic_year
    names_head = seen.filter(pk=school.parent_id).exists()
    return HttpResponse(
        passport_paper(school, year, on=timezone.localdate(), names_head=names_head),
        content_type="application/pdf",
        headers=attachment(passport_name(school, year)),
    )
