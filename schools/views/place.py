"""Where the user is and how the portal looks to him or her: kept in the session and in cookies."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from schools.middleware import MUNICIPALITY, YEAR, YEARS
from schools.models import Municipality

DISPLAY = {"theme": {"light", "dark"}, "contrast": {"high", "off"}}


@require_POST
def choose_place(request):
    """A chosen municipality leads home: the page one stood on belonged to another."""
    if chosen := request.POST.get("municipality"):
        seen = Municipality.objects.visible_to(request.user)
        request.session[MUNICIPALITY] = get_object_or_404(seen, pk=_number(chosen)).pk
        request.session.pop(YEAR, None)
        return redirect("reports:home")
    year = _number(request.POST.get("academic_year", ""))
    if year not in YEARS:
        raise Http404
    request.session[YEAR] = year
    return redirect(_way_back(request))


# a page for everybody sets no cookie, so its form has no token; to change the view harms nobody
@csrf_exempt
@login_not_required
@require_POST
def choose_display(request):
    response = redirect(_way_back(request))
    for name, values in DISPLAY.items():
        if (value := request.POST.get(name)) in values:
            response.set_cookie(name, value, max_age=365 * 24 * 60 * 60, samesite="Lax")
    return response


def _number(text: str) -> int:
    """Of up to nine digits: what is longer is no number of ours."""
    if not (text.isdecimal() and len(text) <= 9):
        raise Http404
    return int(text)


def _way_back(request):
    way = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(way, {request.get_host()}, request.is_secure())
    return way if safe else "/"
