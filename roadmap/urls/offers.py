from django.urls import path

from roadmap.views import offers

urlpatterns = [
    path("protocols/<int:pk>/tasks/", offers.OffersView.as_view(), name="offers"),
]
