from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("accounts/", include("schools.account_urls")),
    path("admin/", admin.site.urls),
    path("results/", include("assessments.urls")),
    path("identification/", include("identification.urls")),
    path("roadmap/", include("roadmap.urls")),
    path("", include("reports.public_urls")),
    path("", include("schools.urls")),
    path("", include("reports.urls")),
]
