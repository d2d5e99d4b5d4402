from django.urls import path

from roadmap.views import orders

urlpatterns = [
    path("orders/", orders.OrderListView.as_view(), name="orders"),
    path("orders/<int:pk>/", orders.OrderView.as_view(), name="order-draft"),
    path("orders/<int:pk>/lines/<int:row>/", orders.LineView.as_view(), name="order-line"),
    path("orders/<int:pk>/drop/", orders.drop, name="order-drop"),
]
