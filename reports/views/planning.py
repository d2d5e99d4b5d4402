from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.planning.content import LATE, RED, sheet
from reports.planning.paper import file_of
from schools.files import attachment
from schools.models import Municipality

from .protocols import TYPES


@require_safe
def show(request):
    """What is red, who is late, what changed: the page behind the paper."""
    context = {"sheet": _sheet(request), "most_red": RED, "most_late": LATE}
    return render(request, "reports/planning.html", context)


@require_safe
def download(request, suffix):
    told = _sheet(request)
    name = f"Лист к планёрке, {told.municipality}, {told.on:%d.%m.%Y}.{suffix}"
    return HttpResponse(
        file_of(told, suffix),
        content_type=TYPES[suffix],
        headers=attachment(name),
    )


def _sheet(request):
    """Of the municipality in the header, as it stands today."""
    place = request.place.municipality
    seen = Municipality.objects.visible_to(request.user)
    if not place or not seen.filter(pk=place.pk).exists():
        raise Http404
    return sheet(place, reader=request.user, on=timezone.localdate())
