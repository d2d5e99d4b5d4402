"""Who may do what at the addresses of programmes, tasks and campaigns. See policy.py."""

from tests.access.policy import (
    ALL,
    DIRECTORS,
    EVERYBODY,
    MUNICIPAL,
    OF_BRANCH,
    OF_WRITERS,
    WRITERS,
    Rule,
    about,
)

OF_SCHOOL = WRITERS | DIRECTORS
LINK = {"url": "https://example.org/plan.pdf"}
MANAGERS = WRITERS | {"head"}
REMARK = "Добавьте подпись"
POSTPONED = {"postpone-due_on": "2026-10-01", "postpone-text": REMARK}
HANDED_OVER = {"reassign-whom": "role:DIRECTOR"}
CHANGED = {"title": "Приложить приказ", "proof": "none"}
GIVEN = {
    "title": "Провести совещание",
    "addressee": "municipality",
    "role": "COORDINATOR",
    "due_on": "2026-10-01",
    "proof": "none",
    "once": "8c2e6a0e-6a53-4c39-9a34-5d9a4d1b7f11",
}


def of_tasks(kind="task", **said) -> list[Rule]:
    """A step of who answers: the school, whoever answers for it, and the municipality."""
    return [
        about(kind, post=OF_SCHOOL, data=said),
        about("branch_task", post=OF_WRITERS, data=said),
        about("neighbour_task", post=WRITERS, data=said),
        about("municipal_task", post=WRITERS, data=said),
    ]


def managed(kind="task", **said) -> list[Rule]:
    return [about(one, post=MANAGERS, data=said) for one in (kind, "municipal_task")]


OVERRIDDEN = {"text": "нет", "reason": "По приказу", "seen": "1"}

ROADMAP = {
    "roadmap:tasks": [Rule(get=ALL)],
    "roadmap:task-list": [Rule(get=MUNICIPAL)],
    "roadmap:task-new": [Rule(get=WRITERS, post=WRITERS, data=GIVEN)],
    "roadmap:task": [
        about("task", get=EVERYBODY),
        about("submitted_task", get=EVERYBODY),
        about("branch_task", get=OF_BRANCH),
        about("neighbour_task", get=MUNICIPAL),
        about("municipal_task", get=MUNICIPAL),
    ],
    "roadmap:task-edit": [
        about("task", get=MANAGERS, post=MANAGERS, data=CHANGED),
        about("municipal_task", get=MANAGERS, post=MANAGERS, data=CHANGED),
    ],
    "roadmap:task-submit": of_tasks(),
    "roadmap:task-withdraw": of_tasks("submitted_task"),
    "roadmap:task-accept": managed("submitted_task"),
    "roadmap:task-return": managed("submitted_task", **{"return-text": REMARK}),
    "roadmap:task-postpone": managed(**POSTPONED),
    "roadmap:task-reassign": managed(**HANDED_OVER),
    "roadmap:task-cancel": managed(**{"cancel-text": REMARK}),
    "roadmap:task-say": [
        about("task", post=EVERYBODY, data={"say-text": REMARK}),
        about("branch_task", post=OF_BRANCH, data={"say-text": REMARK}),
        about("neighbour_task", post=MUNICIPAL, data={"say-text": REMARK}),
        about("municipal_task", post=MUNICIPAL, data={"say-text": REMARK}),
    ],
    # takes only what its sender may decide on
    "roadmap:task-accept-many": [Rule(post=ALL)],
    "roadmap:calendar": [Rule(get=ALL)],
    "roadmap:feed": [Rule(get=ALL, post=ALL)],
    "roadmap:feed-off": [Rule(post=ALL)],
    "roadmap:feed-file": [
        Rule(args={"token": "feed_token"}, get=ALL, is_open=True, tells=("school", "branch"))
    ],
    "roadmap:works": [
        about("programme", get=OF_BRANCH),
        about("school_programme", get=EVERYBODY),
        about("draft_programme", get=MUNICIPAL),
    ],
    "roadmap:timeline": [
        about("programme", get=OF_BRANCH),
        about("draft_programme", get=MUNICIPAL),
    ],
    "roadmap:works-tasks": [about("programme", get=WRITERS, post=WRITERS)],
    "roadmap:activity": [about("activity", get=OF_BRANCH)],
    "roadmap:work-date": [about("work", get=WRITERS, post=WRITERS, data={"due_on": "2026-10-01"})],
    "roadmap:programmes": [Rule(get=OF_BRANCH)],
    "roadmap:programme-create": [Rule(get=OF_WRITERS, post=OF_WRITERS)],
    "roadmap:programme": [
        about("programme", get=OF_BRANCH),
        about("draft_programme", get=MUNICIPAL),
        about("school_programme", get=EVERYBODY),
        about("branch_programme", get=OF_BRANCH),
        about("neighbour_programme", get=MUNICIPAL),
    ],
    "roadmap:programme-frame": [
        about("programme", get=WRITERS, post=WRITERS),
        about("school_programme", get=OF_SCHOOL, post=OF_SCHOOL),
        about("branch_programme", get=OF_WRITERS, post=OF_WRITERS),
    ],
    "roadmap:indicators": [Rule(get=OF_BRANCH)],
    "roadmap:indicator-create": [about("programme", get=WRITERS, post=WRITERS)],
    "roadmap:indicator": [about(one, get=OF_BRANCH) for one in ("indicator", "school_indicator")],
    "roadmap:indicator-edit": [about("indicator", get=WRITERS, post=WRITERS)],
    "roadmap:indicator-source": [about("indicator", get=WRITERS, post=WRITERS)],
    "roadmap:indicator-drop": [about("indicator", post=WRITERS)],
    "roadmap:indicator-accept": [about("school_indicator", post=WRITERS)],
    "roadmap:value-enter": [
        Rule(args={"pk": "indicator", "period": "period"}, get=WRITERS, post=WRITERS)
    ],
    "roadmap:value": [
        about("municipal_value", get=OF_BRANCH, post=WRITERS),
        about("value", get=EVERYBODY, post=OF_SCHOOL),
        about("branch_value", get=OF_BRANCH, post=OF_WRITERS),
        about("neighbour_value", get=MUNICIPAL, post=WRITERS),
    ],
    "roadmap:value-submit": [
        about("value", post=OF_SCHOOL),
        about("branch_value", post=OF_WRITERS),
        about("neighbour_value", post=WRITERS),
    ],
    **{
        f"roadmap:value-{step}": [
            about(one, post=WRITERS) for one in ("value", "neighbour_value", "municipal_value")
        ]
        for step in ("accept", "return")
    },
    "roadmap:matrix": [about("programme", get=OF_BRANCH, post=OF_WRITERS)],
    "roadmap:matrix-workbook": [about("programme", get=OF_BRANCH)],
    "roadmap:years": [about("programme", get=OF_BRANCH, post=WRITERS)],
    "roadmap:years-workbook": [about("programme", get=OF_BRANCH)],
    "roadmap:school-indicators": [
        about("school", get=EVERYBODY, post=OF_SCHOOL),
        about("branch", get=OF_BRANCH, post=OF_WRITERS),
        about("neighbour", get=MUNICIPAL, post=WRITERS),
    ],
    "roadmap:school-values-submit": [
        about("school", post=OF_SCHOOL),
        about("branch", post=OF_WRITERS),
        about("neighbour", post=WRITERS),
    ],
    "roadmap:meetings": [Rule(get=MUNICIPAL)],
    "roadmap:meeting-create": [Rule(get=WRITERS, post=WRITERS)],
    "roadmap:orders": [Rule(get=WRITERS, post=WRITERS)],
    "roadmap:order-draft": [about("order_draft", get=WRITERS, post=WRITERS)],
    "roadmap:order-line": [
        Rule(args={"pk": "order_draft", "row": "order_row"}, get=WRITERS, post=WRITERS)
    ],
    "roadmap:order-drop": [about("order_draft", post=WRITERS)],
    "roadmap:meeting": [about("meeting", get=MUNICIPAL)],
    "roadmap:meeting-edit": [about("meeting", get=WRITERS, post=WRITERS)],
    "roadmap:meeting-record": [about("meeting", get=WRITERS, post=WRITERS)],
    "roadmap:meeting-cancel": [about("meeting", post=WRITERS)],
    "roadmap:meeting-task": [about("agenda_item", post=WRITERS)],
    "roadmap:offers": [about("approved_protocol", get=WRITERS, post=WRITERS)],
    "reports:meeting-pdf": [about("meeting", get=MUNICIPAL)],
    "reports:meeting-docx": [about("meeting", get=MUNICIPAL)],
    "roadmap:questionnaire-create": [Rule(get=WRITERS, post=WRITERS)],
    "roadmap:questionnaire-change": [about("questionnaire", get=OF_BRANCH)],
    "roadmap:evidence-add": [
        Rule(args={"kind": "kind_task", "pk": "task"}, get=OF_SCHOOL, post=OF_SCHOOL, data=LINK),
        Rule(
            args={"kind": "kind_task", "pk": "branch_task"},
            get=OF_WRITERS,
            post=OF_WRITERS,
            data=LINK,
        ),
        Rule(
            args={"kind": "kind_task", "pk": "neighbour_task"},
            get=WRITERS,
            post=WRITERS,
            data=LINK,
        ),
        Rule(args={"kind": "kind_value", "pk": "value"}, get=OF_SCHOOL, post=OF_SCHOOL, data=LINK),
        Rule(args={"kind": "kind_finding", "pk": "finding"}, get=WRITERS, post=WRITERS, data=LINK),
    ],
    "roadmap:evidence": [
        about("evidence", get=EVERYBODY),
        about("branch_evidence", get=OF_BRANCH),
        about("neighbour_evidence", get=MUNICIPAL),
    ],
    "roadmap:evidence-file": [
        about("file", get=EVERYBODY),
        about("branch_file", get=OF_BRANCH),
        about("neighbour_file", get=MUNICIPAL),
    ],
    "roadmap:evidence-withdraw": [
        about("evidence", post=OF_SCHOOL),
        about("branch_evidence", post=OF_WRITERS),
        about("neighbour_evidence", post=WRITERS),
    ],
    "roadmap:evidence-check": [
        about("evidence", post=OF_SCHOOL),
        about("branch_evidence", post=OF_WRITERS),
        about("neighbour_evidence", post=WRITERS),
    ],
    "roadmap:links": [Rule(get=MUNICIPAL)],
    "roadmap:links-check": [Rule(post=WRITERS)],
    "roadmap:site-checks": [Rule(get=MUNICIPAL)],
    "roadmap:site-check-create": [Rule(get=WRITERS, post=WRITERS)],
    "roadmap:site-check": [about("site_check", get=MUNICIPAL, post=WRITERS)],
    "roadmap:site-check-workbook": [about("site_check", get=MUNICIPAL)],
    "roadmap:site-check-close": [about("site_check", post=WRITERS)],
    "roadmap:site-check-reopen": [about("site_check", post=WRITERS)],
    "roadmap:site-check-school": [
        Rule(args={"pk": "site_check", "school": kind}, get=WRITERS, post=WRITERS)
        for kind in ("school", "branch", "neighbour")
    ],
    "roadmap:site-requirements": [Rule(get=MUNICIPAL, post=WRITERS)],
    "roadmap:site-requirements-usual": [Rule(post=WRITERS)],
    "roadmap:site-requirement": [about("requirement", post=WRITERS)],
    "roadmap:value-behind": [
        about("municipal_value", get=OF_BRANCH, post=WRITERS, data=OVERRIDDEN),
        about("value", get=EVERYBODY, post=OF_SCHOOL, data=OVERRIDDEN),
        about("branch_value", get=OF_BRANCH, post=OF_WRITERS, data=OVERRIDDEN),
        about("neighbour_value", get=MUNICIPAL, post=WRITERS, data=OVERRIDDEN),
    ],
    "roadmap:automatic": [
        about("programme", get=OF_BRANCH),
        about("draft_programme", get=MUNICIPAL),
        about("school_programme", get=EVERYBODY),
        about("neighbour_programme", get=MUNICIPAL),
    ],
    "roadmap:programme-compute": [Rule(args={"pk": "programme", "period": "period"}, post=WRITERS)],
    "roadmap:sets": [Rule(get=MUNICIPAL)],
    "roadmap:set": [Rule(args={"code": "set_code"}, get=MUNICIPAL, is_common=True)],
    "roadmap:teachers": [Rule(get=OF_BRANCH)],
    "roadmap:teachers-workbook": [Rule(get=OF_BRANCH)],
    "roadmap:school-teachers": [
        about("school", get=EVERYBODY, post=OF_SCHOOL),
        about("branch", get=OF_BRANCH, post=OF_WRITERS),
        about("neighbour", get=MUNICIPAL, post=WRITERS),
    ],
    "roadmap:school-sites": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "reports:planning": [Rule(get=MUNICIPAL, is_of_place=True)],
    "reports:planning-pdf": [Rule(get=MUNICIPAL, is_of_place=True)],
    "reports:planning-docx": [Rule(get=MUNICIPAL, is_of_place=True)],
}
