from django.urls import path

from roadmap.views import editions, school_programmes

urlpatterns = [
    path("programmes/<int:pk>/editions/", editions.EditionListView.as_view(), name="editions"),
    path(
        "programmes/<int:pk>/editions/compare/",
        editions.CompareView.as_view(),
        name="edition-compare",
    ),
    path("editions/<int:pk>/", editions.EditionView.as_view(), name="edition"),
    path("editions/<int:pk>/approve/", editions.approve, name="edition-approve"),
    path("editions/<int:pk>/adopt/", editions.adopt, name="edition-adopt"),
    path("editions/<int:pk>/requisites/", editions.complete, name="edition-requisites"),
    path(
        "programmes/<int:pk>/schools/",
        school_programmes.SchoolProgrammesView.as_view(),
        name="school-programmes",
    ),
    path(
        "programmes/<int:pk>/template/",
        school_programmes.TemplateChangesView.as_view(),
        name="template-changes",
    ),
    path("programmes/<int:pk>/template/take/", school_programmes.take_over, name="template-take"),
    path("programmes/<int:pk>/template/keep/", school_programmes.keep_ours, name="template-keep"),
]
