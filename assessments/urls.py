from django.urls import path

from .views import (
    entry,
    grid,
    imports,
    locks,
    mapping,
    overview,
    remarks,
    scales,
    schools,
    sittings,
    templates,
)

app_name = "assessments"
urlpatterns = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("sittings/new/", sittings.SittingCreateView.as_view(), name="sitting-create"),
    path("sittings/<int:pk>/", sittings.SittingView.as_view(), name="sitting"),
    path("sittings/<int:pk>/grid/", grid.GridView.as_view(), name="grid"),
    path("sittings/<int:pk>/template/", templates.download_template, name="template"),
    path("template/", templates.download_year, name="template-year"),
    path("schools/<int:pk>/", schools.SchoolView.as_view(), name="school"),
    path("schools/<int:school>/sittings/<int:sitting>/", entry.EntryView.as_view(), name="entry"),
    path("imports/", imports.ImportListView.as_view(), name="imports"),
    path("imports/<int:pk>/", imports.ImportView.as_view(), name="import"),
    path("imports/<int:pk>/answer/", imports.answer, name="import-answer"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import-confirm"),
    path("imports/<int:pk>/marked.xlsx", imports.MarkedFileView.as_view(), name="import-problems"),
    path("imports/<int:pk>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:pk>/drop/", imports.drop, name="import-drop"),
    path("imports/<int:pk>/mapping/", mapping.MappingView.as_view(), name="import-mapping"),
    path("sittings/<int:pk>/no-stage/", sittings.say_no_stage, name="no-stage"),
    path("sittings/<int:pk>/lock/", locks.SittingLockView.as_view(), name="sitting-lock"),
    path(
        "schools/<int:pk>/<int:academic_year>/lock/",
        locks.SchoolLockView.as_view(),
        name="school-lock",
    ),
    path("locks/", locks.LockListView.as_view(), name="locks"),
    path("locks/<int:pk>/unlock/", locks.unlock_results, name="unlock"),
    path(
        "schools/<int:school>/sittings/<int:sitting>/remark/",
        remarks.RemarkCreateView.as_view(),
        name="remark-create",
    ),
    path("remarks/", remarks.RemarkListView.as_view(), name="remarks"),
    path("remarks/<int:pk>/", remarks.RemarkView.as_view(), name="remark"),
    path("scales/", scales.ScalesView.as_view(), name="scales"),
    path("<int:pk>/", schools.ResultView.as_view(), name="result"),
]
