from django.urls import path

from .views import group, papers, protocols, runs, verdicts

app_name = "identification"
urlpatterns = [
    path("", runs.RunListView.as_view(), name="list"),
    path("start/", runs.StartView.as_view(), name="start"),
    path("lists/", papers.ExternalListsView.as_view(), name="lists"),
    path("group/", group.GroupView.as_view(), name="group"),
    path("protocols/<int:pk>/", protocols.ProtocolView.as_view(), name="protocol"),
    path("protocols/<int:pk>/approve/", protocols.approve_protocol, name="protocol-approve"),
    path(
        "schools/<int:pk>/", protocols.SchoolStatusesView.as_view(), name="school-statuses"
    ),
    path("<int:pk>/", runs.RunView.as_view(), name="run"),
    path("<int:pk>/table.xlsx", runs.RunWorkbookView.as_view(), name="run-workbook"),
    path("verdicts/<int:pk>/", verdicts.WhyView.as_view(), name="why"),
    path("methodologies/<int:pk>/", papers.MethodologyView.as_view(), name="methodology"),
]
