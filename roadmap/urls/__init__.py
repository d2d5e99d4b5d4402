from . import (
    campaigns,
    editions,
    evidence,
    imports,
    indicators,
    matrices,
    meetings,
    programme,
    sites,
    tasks,
    teachers,
    works,
)

app_name = "roadmap"
urlpatterns = [
    *programme.urlpatterns,
    *indicators.urlpatterns,
    *matrices.urlpatterns,
    *editions.urlpatterns,
    *imports.urlpatterns,
    *works.urlpatterns,
    *tasks.urlpatterns,
    *meetings.urlpatterns,
    *campaigns.urlpatterns,
    *evidence.urlpatterns,
    *sites.urlpatterns,
    *teachers.urlpatterns,
]
