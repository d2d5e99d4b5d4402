from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("results/", include("assessments.urls")),
    path("identification/", include("identification.urls")),
    path("", include("schools.urls")),
    path("", include("reports.urls")),
]
