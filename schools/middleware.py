"""Where the user is: one municipality and one school year; and that no cache keeps what is seen."""

from datetime import date
from http import HTTPStatus

from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from .models import Municipality, School

YEAR, MUNICIPALITY = "academic_year", "municipality"
YEARS = range(2000, 2101)
AUTUMN = 9


def years_around(day: date) -> set[int]:
    """The school year of a day, and the one before, whose results are being collected."""
    year = day.year + (day.month >= AUTUMN)
    return {year - 1, year}


class PlaceMiddleware:
    """Sets request.place, lazily: a page that does not ask pays for no query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        timezone.deactivate()  # what the request before this one of the thread had set
        request.place = SimpleLazyObject(lambda: Place(request))
        return self.get_response(request)


class NoStoreMiddleware:
    """What a signed-in person saw stays in no cache: neither a proxy's nor a shared computer's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response


class WrongMethodMiddleware:
    """Whoever opens the address of a form by hand gets a page that says so, not an empty one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            response.content = render_to_string("405.html")
            response["Content-Type"] = "text/html; charset=utf-8"
        return response


class Place:
    """`municipality` is one whose affairs the user sees, the one chosen in the header, or None.

    People of schools have `schools` instead: the own ones and their branches, head school first.
    `academic_year` is the chosen year, or the working year of the municipality. From here on the
    answer tells the time of the municipality.
    """

    def __init__(self, request):
        user, session = request.user, request.session
        self.municipalities = self.schools = []
        if user.is_authenticated:
            seen = Municipality.objects.visible_to(user).select_related("region")
            self.municipalities = list(seen.order_by("name")[:200])
        chosen = session.get(MUNICIPALITY)
        self.municipality = next(
            (m for m in self.municipalities if m.pk == chosen),
            next(iter(self.municipalities), None),
        )
        if user.is_authenticated and not self.municipality:
            own = School.objects.visible_to(user).select_related("municipality__region")
            self.schools = list(own.order_by(F("parent").asc(nulls_first=True), "short_name")[:200])
        self.school = next(iter(self.schools), None)
        home = self.municipality or (self.school and self.school.municipality)
        self.academic_year = session.get(YEAR) or (home.academic_year if home else 2026)
        if home:
            timezone.activate(home.time_zone)
