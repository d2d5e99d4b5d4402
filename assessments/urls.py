from django.urls import path

from .views import entry, overview, schools, sittings

app_name = "assessments"
urlpatterns = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("sittings/new/", sittings.SittingCreateView.as_view(), name="sitting-create"),
    path("sittings/<int:pk>/", sittings.SittingView.as_view(), name="sitting"),
    path("schools/<int:pk>/", schools.SchoolView.as_view(), name="school"),
    path("schools/<int:school>/sittings/<int:sitting>/", entry.EntryView.as_view(), name="entry"),
    path("<int:pk>/", schools.ResultView.as_view(), name="result"),
]
