from django.urls import path

from .views import (
    approvals,
    invitation,
    municipality,
    notifications,
    people,
    place,
    register,
    register_edit,
    register_import,
)

app_name = "schools"
urlpatterns = [
    path("place/", place.choose_place, name="place"),
    path("display/", place.choose_display, name="display"),
    path("schools/", register.SchoolListView.as_view(), name="list"),
    path("schools/register.xlsx", register.RegisterWorkbookView.as_view(), name="list-workbook"),
    path("schools/new/", register_edit.SchoolCreateView.as_view(), name="create"),
    path("schools/import/", register_import.RegisterImportView.as_view(), name="import"),
    path("schools/import/template.xlsx", register_import.download_template, name="import-template"),
    path("schools/<int:pk>/", register.SchoolDetailView.as_view(), name="detail"),
    path("schools/<int:pk>/edit/", register_edit.SchoolEditView.as_view(), name="edit"),
    path("schools/<int:pk>/year/", register_edit.SchoolYearView.as_view(), name="year"),
    path("schools/<int:pk>/close/", register_edit.SchoolCloseView.as_view(), name="close"),
    path("schools/<int:pk>/reopen/", register_edit.SchoolReopenView.as_view(), name="reopen"),
    path("municipality/", municipality.MunicipalityEditView.as_view(), name="municipality"),
    path("notifications/", notifications.NotificationListView.as_view(), name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="notifications-read"),
    path("approvals/<int:pk>/", approvals.ApprovalView.as_view(), name="approval"),
    path("approvals/<int:pk>/withdraw/", approvals.withdraw, name="approval-withdraw"),
    path("approvals/steps/<int:pk>/agree/", approvals.agree, name="approval-agree"),
    path(
        "approvals/steps/<int:pk>/return/", approvals.return_for_correction, name="approval-return"
    ),
    path(
        "documents/<int:pk>/approval/", approvals.ApprovalStartView.as_view(), name="approval-start"
    ),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/invite/", people.InviteView.as_view(), name="invite"),
    path("people/<int:pk>/password-link/", people.make_password_link, name="password-link"),
    path("people/memberships/<int:pk>/end/", people.confirm_end, name="membership-end"),
    path(
        "people/invitations/<int:pk>/withdraw/",
        people.withdraw_invitation,
        name="invitation-withdraw",
    ),
    path("invitation/<str:token>/", invitation.open_invitation, name="invitation"),
]
