from django.urls import path

from roadmap.views import questionnaires as views

urlpatterns = [
    path(
        "questionnaires/new/", views.QuestionnaireCreateView.as_view(), name="questionnaire-create"
    ),
    path(
        "questionnaires/<int:pk>/change/",
        views.ComparisonView.as_view(),
        name="questionnaire-change",
    ),
]
