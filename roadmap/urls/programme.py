from django.urls import path

from roadmap.views import programmes

urlpatterns = [
    path("programmes/<int:pk>/", programmes.ProgrammeView.as_view(), name="programme"),
]
