from django.urls import path

from roadmap.views import teachers

urlpatterns = [
    path("teachers/", teachers.TeachersView.as_view(), name="teachers"),
    path("teachers/workbook/", teachers.download, name="teachers-workbook"),
    path(
        "schools/<int:pk>/teachers/", teachers.SchoolTeachersView.as_view(), name="school-teachers"
    ),
]
