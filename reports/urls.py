from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path


def stub(request, **_kwargs):
    return HttpResponse("stub")


app_name = "reports"
urlpatterns = [
    path("", lambda request: render(request, "base.html"), name="home"),
    path("notes/", stub, name="notes"),
    path("notes/<int:pk>/", stub, name="note"),
]
