from django.urls import path

from roadmap.views import site_checks, site_requirements, site_school

urlpatterns = [
    path("sites/", site_checks.check_list, name="site-checks"),
    path("sites/new/", site_checks.SiteCheckCreateView.as_view(), name="site-check-create"),
    path("sites/<int:pk>/", site_checks.SiteCheckView.as_view(), name="site-check"),
    path("sites/<int:pk>/table.xlsx", site_checks.workbook, name="site-check-workbook"),
    path("sites/<int:pk>/close/", site_checks.close, name="site-check-close"),
    path("sites/<int:pk>/reopen/", site_checks.reopen, name="site-check-reopen"),
    path(
        "sites/<int:pk>/schools/<int:school>/",
        site_school.SiteSchoolView.as_view(),
        name="site-check-school",
    ),
    path(
        "sites/requirements/",
        site_requirements.RequirementsView.as_view(),
        name="site-requirements",
    ),
    path("sites/requirements/usual/", site_requirements.add_usual, name="site-requirements-usual"),
    path("sites/requirements/<int:pk>/", site_requirements.change, name="site-requirement"),
    path("schools/<int:pk>/sites/", site_school.SchoolSitesView.as_view(), name="school-sites"),
]
