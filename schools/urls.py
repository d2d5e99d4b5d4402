from django.http import HttpResponse
from django.urls import path

from .views import place


def stub(request, **_kwargs):
    return HttpResponse("stub")


app_name = "schools"
urlpatterns = [
    path("place/", place.choose_place, name="place"),
    path("display/", place.choose_display, name="display"),
    path("schools/", stub, name="list"),
    path("schools/<int:pk>/", stub, name="detail"),
    path("people/", stub, name="people"),
]
