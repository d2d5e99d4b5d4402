from django.urls import include, path

from .views import approvals, notes, planning, protocols, why
from .views.homes import HomeView

app_name = "reports"
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("reports.publishing_urls")),
    path("", include("reports.batch_urls")),
    path("notes/", notes.NoteListView.as_view(), name="notes"),
    path("notes/<int:pk>/", notes.NoteView.as_view(), name="note"),
    path("notes/new/<int:run>/", notes.create_note, name="note-create"),
    path("notes/<int:pk>/note.pdf", notes.download, {"field": "pdf"}, name="note-pdf"),
    path("notes/<int:pk>/tables.xlsx", notes.download, {"field": "workbook"}, name="note-workbook"),
    path("verdicts/<int:pk>/why.pdf", why.download, name="why-pdf"),
    *(
        path(
            f"protocols/<int:pk>/{kind}.{suffix}",
            protocols.download,
            {"kind": kind, "suffix": suffix},
            name=f"{kind}-{suffix}",
        )
        for kind in ("protocol", "order")
        for suffix in ("pdf", "docx")
    ),
    *(
        path(
            f"meetings/<int:pk>/protocol.{suffix}",
            protocols.download_meeting,
            {"suffix": suffix},
            name=f"meeting-{suffix}",
        )
        for suffix in ("pdf", "docx")
    ),
    path("approvals/<int:pk>/sheet.pdf", approvals.download, name="approval-pdf"),
    path("planning/", planning.show, name="planning"),
    *(
        path(
            f"planning/sheet.{suffix}",
            planning.download,
            {"suffix": suffix},
            name=f"planning-{suffix}",
        )
        for suffix in ("pdf", "docx")
    ),
]
