from django.urls import path

from roadmap.views import matrices, school_indicators

urlpatterns = [
    path("programmes/<int:pk>/matrix/", matrices.MatrixView.as_view(), name="matrix"),
    path(
        "programmes/<int:pk>/matrix.xlsx", matrices.WorkbookView.as_view(), name="matrix-workbook"
    ),
    path("programmes/<int:pk>/years/", matrices.YearsView.as_view(), name="years"),
    path(
        "programmes/<int:pk>/years.xlsx",
        matrices.YearsWorkbookView.as_view(),
        name="years-workbook",
    ),
    path(
        "schools/<int:pk>/indicators/",
        school_indicators.SchoolIndicatorsView.as_view(),
        name="school-indicators",
    ),
    path(
        "schools/<int:pk>/indicators/submit/", school_indicators.submit, name="school-values-submit"
    ),
]
