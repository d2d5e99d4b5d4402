from django.urls import path

from roadmap.views import programmes

urlpatterns = [
    path("programmes/", programmes.ProgrammeListView.as_view(), name="programmes"),
    path("programmes/new/", programmes.ProgrammeCreateView.as_view(), name="programme-create"),
    path("programmes/<int:pk>/", programmes.ProgrammeView.as_view(), name="programme"),
    path("programmes/<int:pk>/frame/", programmes.FrameView.as_view(), name="programme-frame"),
    path("indicators/", programmes.indicators, name="indicators"),
]
