"""Addresses for everybody, made to be read aloud: документы, муниципалитет, год, документ."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import public


class FourDigits(StringConverter):
    """A year has one spelling, so a page has one address."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


register_converter(FourDigits, "year")

PLACE = "dokumenty/<slug:municipality>/"
app_name = "public"
urlpatterns = [
    path("robots.txt", public.robots, name="robots"),
    path("dokumenty/", public.index, name="index"),
    path(PLACE, public.MunicipalityView.as_view(), name="municipality"),
    path(f"{PLACE}rss.xml", public.FeedView.as_view(), name="feed"),
    path(f"{PLACE}<year:year>/", public.YearView.as_view(), name="year"),
    path(f"{PLACE}<year:year>/<slug:paper>/", public.PaperView.as_view(), name="paper"),
    path(f"{PLACE}<year:year>/<slug:paper>.<slug:ending>", public.FileView.as_view(), name="file"),
]
