from django.urls import path

from roadmap.views import meetings

urlpatterns = [
    path("meetings/", meetings.MeetingListView.as_view(), name="meetings"),
    path("meetings/new/", meetings.MeetingCreateView.as_view(), name="meeting-create"),
    path("meetings/<int:pk>/", meetings.MeetingView.as_view(), name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEditView.as_view(), name="meeting-edit"),
    path("meetings/<int:pk>/record/", meetings.RecordView.as_view(), name="meeting-record"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="meeting-cancel"),
    path("meetings/questions/<int:pk>/task/", meetings.give_task, name="meeting-task"),
]
