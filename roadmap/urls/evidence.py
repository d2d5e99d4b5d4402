from django.urls import path

from roadmap.views import evidence, links

urlpatterns = [
    path("evidence/add/<str:kind>/<int:pk>/", evidence.AddView.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/", evidence.EvidenceView.as_view(), name="evidence"),
    path("evidence/<int:pk>/file/", evidence.download, name="evidence-file"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("evidence/<int:pk>/check/", links.check_now, name="evidence-check"),
    path("links/", links.link_list, name="links"),
    path("links/check/", links.check_all, name="links-check"),
]
