from django.urls import path

from roadmap.views import behind

urlpatterns = [
    path("values/<int:pk>/behind/", behind.BehindView.as_view(), name="value-behind"),
    path("programmes/<int:pk>/automatic/", behind.AutomaticView.as_view(), name="automatic"),
    path("programmes/<int:pk>/compute/<int:period>/", behind.compute, name="programme-compute"),
    path("sets/", behind.SetsView.as_view(), name="sets"),
    path("sets/<slug:code>/", behind.SetView.as_view(), name="set"),
]
