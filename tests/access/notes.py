"""Who may do what with a note, its sections and its way to the public."""

from .policy import MUNICIPAL, WRITERS, Rule, about

SECTION = {"pk": "note", "code": "section_code"}
REQUISITES = {"number": "12", "dated_on": "2026-09-01"}
FILES = ("pdf", "docx", "workbook")
OF_NOTE = ("propose", "register", "approve")
OF_SECTION = ("take", "keep", "restore", "leave-out", "put-back")

NOTES = {
    "reports:notes": [Rule(get=MUNICIPAL)],
    "reports:note": [about("note", get=MUNICIPAL)],
    "reports:note-create": [Rule(args={"run": "run"}, post=WRITERS)],
    "reports:note-choose": [Rule(get=WRITERS)],
    "reports:note-new": [
        Rule(args={"kind": "note_kind"}, get=WRITERS, post=WRITERS, is_common=True)
    ],
    **{f"reports:note-{name}": [about("note", get=MUNICIPAL)] for name in FILES},
    **{f"reports:note-{name}": [about("note", post=WRITERS, data=REQUISITES)] for name in OF_NOTE},
    "reports:note-section": [Rule(args=SECTION, get=WRITERS, post=WRITERS)],
    "reports:note-section-compare": [Rule(args=SECTION, get=MUNICIPAL)],
    **{f"reports:note-section-{name}": [Rule(args=SECTION, post=WRITERS)] for name in OF_SECTION},
}
