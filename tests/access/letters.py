"""Who may do what with letters of recommendations. See policy.py."""

from tests.access.policy import (
    DIRECTORS,
    EVERYBODY,
    MUNICIPAL,
    OF_BRANCH,
    OF_WRITERS,
    WRITERS,
    Rule,
    about,
)

SENDERS = WRITERS | {"head"}
OF_SCHOOL = WRITERS | DIRECTORS
WHY = "По просьбе школы"
ADDED = {
    "addressee": "team",
    "text": "Провести встречу учителей двух классов.",
    "reason": "Просьба школы",
    "due_on": "2026-10-01",
    "counts_if": "названа дата",
}
EDITED = {"edit-text": "Провести одну встречу учителей.", "edit-because": WHY}
REGISTERED = {"number": "77", "dated_on": "2026-08-20"}


def seen(name="letter") -> list[Rule]:
    """What the school has; and what is the municipality's until it is sent."""
    return [
        about(name, get=EVERYBODY),
        about(f"branch_{name}", get=OF_BRANCH),
        about(f"neighbour_{name}", get=MUNICIPAL),
    ]


def answered(**data) -> list[Rule]:
    return [
        about("advice", post=OF_SCHOOL, data=data),
        about("branch_advice", post=OF_WRITERS, data=data),
        about("neighbour_advice", post=WRITERS, data=data),
    ]


def written(kind="draft", **data) -> list[Rule]:
    return [about(kind, post=WRITERS, data=data)]


MARKED = {"mark-answer": "done"}

LETTERS = {
    "reports:recommendations": [Rule(get=MUNICIPAL)],
    "reports:recommendations-before": [Rule(get=MUNICIPAL)],
    "reports:letters-make": [Rule(args={"run": "run"}, post=WRITERS)],
    "reports:letters-send": [Rule(args={"run": "drafts_run"}, post=SENDERS)],
    "reports:letters-workbook": [Rule(args={"run": "run"}, get=MUNICIPAL)],
    "reports:school-recommendations": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "reports:letter": [*seen(), about("draft_letter", get=MUNICIPAL)],
    "reports:letter-pdf": [*seen(), about("draft_letter", get=MUNICIPAL)],
    "reports:letter-docx": [*seen(), about("draft_letter", get=MUNICIPAL)],
    "reports:letter-add": [about("draft_letter", get=WRITERS, post=WRITERS, data=ADDED)],
    "reports:letter-register": [
        about(kind, post=WRITERS, data=REGISTERED) for kind in ("letter", "draft_letter")
    ],
    "reports:letter-changes": [about("draft_letter", get=WRITERS)],
    "reports:letter-renew": [about("draft_letter", post=WRITERS)],
    "reports:letter-ready": [about("draft_letter", post=WRITERS)],
    "reports:letter-back": [about("draft_letter", post=WRITERS)],
    "reports:letter-send": [about("draft_letter", post=SENDERS)],
    "reports:batch-of-letters": [Rule(args={"run": "run"}, post=SENDERS)],
    "reports:recommendation": [
        *seen("advice"),
        about("promise", get=EVERYBODY),
        about("objected", get=EVERYBODY),
        *(about(kind, get=MUNICIPAL) for kind in ("draft", "reserve", "rejected")),
    ],
    "reports:recommendation-edit": written(**EDITED),
    "reports:recommendation-exchange": written(),
    "reports:recommendation-move": [
        about(kind, post=WRITERS, data={"move-because": WHY}) for kind in ("draft", "reserve")
    ],
    "reports:recommendation-reject": written(**{"reject-because": WHY}),
    "reports:recommendation-restore": written("rejected"),
    "reports:recommendation-object": answered(**{"object-text": WHY}),
    "reports:recommendation-uphold": written("objected", **{"uphold-text": WHY}),
    "reports:recommendation-concede": written("objected", **{"concede-text": WHY}),
    "reports:recommendation-mark": [
        *answered(**MARKED),
        about("promise", post=WRITERS, data=MARKED),
    ],
}
