from django.urls import include, path

from reports.views import (
    approvals,
    notes,
    passports,
    planning,
    protocols,
    registering,
    sections,
    why,
)
from reports.views.homes import HomeView

from . import recommendations

app_name = "reports"
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("", include("reports.publishing_urls")),
    path("", include("reports.batch_urls")),
    path("notes/", notes.NoteListView.as_view(), name="notes"),
    path("notes/new/", notes.NewNoteView.as_view(), name="note-choose"),
    path("notes/new/<int:run>/", notes.create_note, name="note-create"),
    path("notes/new/<slug:kind>/", notes.NewNoteView.as_view(), name="note-new"),
    path("notes/<int:pk>/", notes.NoteView.as_view(), name="note"),
    path("notes/<int:pk>/note.pdf", notes.download, {"field": "pdf"}, name="note-pdf"),
    path("notes/<int:pk>/note.docx", notes.download, {"field": "docx"}, name="note-docx"),
    path("notes/<int:pk>/tables.xlsx", notes.download, {"field": "workbook"}, name="note-workbook"),
    path("notes/<int:pk>/propose/", sections.propose, name="note-propose"),
    *(
        path(f"notes/<int:pk>/{name}/", getattr(registering, name), name=f"note-{name}")
        for name in ("register", "approve")
    ),
    path(
        "notes/<int:pk>/sections/<slug:code>/",
        sections.SectionView.as_view(),
        name="note-section",
    ),
    *(
        path(
            f"notes/<int:pk>/sections/<slug:code>/{name.replace('_', '-')}/",
            getattr(sections, name),
            name=f"note-section-{name.replace('_', '-')}",
        )
        for name in ("compare", "take", "keep", "restore", "leave_out", "put_back")
    ),
    path("schools/<int:pk>/passport.pdf", passports.download, name="passport-pdf"),
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
    *recommendations.urlpatterns,
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
