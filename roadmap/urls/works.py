from django.urls import path

from roadmap.views import works

urlpatterns = [
    path("programmes/<int:pk>/works/", works.WorksView.as_view(), name="works"),
    path("programmes/<int:pk>/timeline/", works.TimelineView.as_view(), name="timeline"),
    path("programmes/<int:pk>/tasks/", works.MakeTasksView.as_view(), name="works-tasks"),
    path("activities/<int:pk>/", works.ActivityView.as_view(), name="activity"),
    path("works/<int:pk>/date/", works.DateWorkView.as_view(), name="work-date"),
]
