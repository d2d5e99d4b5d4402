from django.http import HttpResponse
from django.urls import path


def stub(request, **_kwargs):
    return HttpResponse("stub")


app_name = "assessments"
urlpatterns = [
    path("", stub, name="overview"),
    path("schools/<int:pk>/", stub, name="school"),
    path("<int:pk>/", stub, name="result"),
]
