from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import Sitting
from schools.middleware import YEARS
from schools.models import Municipality, School


def own_municipality(request) -> Municipality:
    """The chosen municipality, if its affairs are the user's to write."""
    ours = Municipality.objects.editable_by(request.user)
    chosen = request.place.municipality
    return get_object_or_404(ours, pk=chosen and chosen.pk)


def home_of(request) -> Municipality:
    """The chosen municipality, or that of the own school."""
    place = request.place
    home = place.municipality or (place.school and place.school.municipality)
    if not home:
        raise Http404
    return home


def school_page(school: int, academic_year: int) -> str:
    """The results of a school in the year of the row that leads there."""
    return f"{reverse('assessments:school', args=[school])}?year={academic_year}"


def look_at_named_year(request) -> None:
    """On this one page the year of the address stands in the header too; the chosen one stays."""
    said = request.GET.get("year", "")
    if said.isdecimal() and len(said) == 4 and int(said) in YEARS:
        request.place.academic_year = int(said)


def sees_affairs(user, municipality: Municipality) -> bool:
    """Files are the affair of the municipality as a whole: a school is told their names only."""
    return Municipality.objects.visible_to(user).filter(pk=municipality.pk).exists()


def own_result_place(request, school: int, sitting: int) -> tuple[School, Sitting]:
    """Where the user may write a result: a school of his and a sitting that was held there."""
    schools = School.objects.editable_by(request.user).select_related("municipality")
    found = get_object_or_404(schools, pk=school)
    sittings = Sitting.objects.in_region(found.municipality.region_id)
    sittings = sittings.select_related("procedure", "scale").prefetch_related("scale__levels")
    return found, get_object_or_404(sittings, pk=sitting, held=True)
