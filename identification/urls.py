from django.http import HttpResponse
from django.urls import path


def stub(request, **_kwargs):
    return HttpResponse("stub")


app_name = "identification"
urlpatterns = [
    path("", stub, name="list"),
    path("<int:pk>/", stub, name="run"),
    path("verdicts/<int:pk>/", stub, name="why"),
]
