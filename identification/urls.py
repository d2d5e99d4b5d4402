from django.urls import path

from .views import papers, runs, verdicts

app_name = "identification"
urlpatterns = [
    path("", runs.RunListView.as_view(), name="list"),
    path("start/", runs.StartView.as_view(), name="start"),
    path("lists/", papers.ExternalListsView.as_view(), name="lists"),
    path("<int:pk>/", runs.RunView.as_view(), name="run"),
    path("<int:pk>/table.xlsx", runs.RunWorkbookView.as_view(), name="run-workbook"),
    path("verdicts/<int:pk>/", verdicts.WhyView.as_view(), name="why"),
    path("methodologies/<int:pk>/", papers.MethodologyView.as_view(), name="methodology"),
]
