from django.urls import path

from .views import publishing

urlpatterns = [
    path("publishing/", publishing.desk, name="publishing"),
    path("publishing/page/", publishing.switch, name="publishing-switch"),
    path("publishing/preview/", publishing.preview, name="publishing-preview"),
    path("publishing/documents/<int:pk>/", publishing.PublishView.as_view(), name="publish"),
    path("publishing/<int:pk>/withdraw/", publishing.WithdrawView.as_view(), name="withdraw"),
]
