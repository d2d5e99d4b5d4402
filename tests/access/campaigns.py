"""Who may do what at the addresses of campaigns, editions and approvals. See policy.py."""

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

OF_SCHOOL = WRITERS | DIRECTORS
REMARK = {"remark": "Добавьте срок"}
STEPS = {"step_1": "role:HEAD"}
ORDER = {"number": "7", "dated_on": "2026-08-20", "issuer": "Управление"}
KINDS = {"": (EVERYBODY, OF_SCHOOL), "branch_": (OF_BRANCH, OF_WRITERS)}
KINDS["neighbour_"] = (MUNICIPAL, WRITERS)


def of_school(noun: str, method: str, **data) -> list[Rule]:
    """By the school, its branch for itself, and the municipality for all."""
    who = 0 if method == "get" else 1
    return [
        about(f"{kind}{noun}", **{method: people[who]}, data=data) for kind, people in KINDS.items()
    ]


def by_municipality(noun: str, **data) -> list[Rule]:
    return [about(f"{kind}{noun}", post=WRITERS, data=data) for kind in KINDS]


def of_copy(**rule) -> list[Rule]:
    """A school's own programme, which the world names a little otherwise."""
    method, people = next((name, rule[name]) for name in ("get", "post") if name in rule)
    kinds = zip(
        ("school_programme", "branch_programme", "neighbour_programme"), people, strict=True
    )
    return [about(kind, **rule | {method: who}) for kind, who in kinds]


CAMPAIGNS = {
    "schools:approval": [about("approval", get=MUNICIPAL), about("school_approval", get=EVERYBODY)],
    "reports:approval-pdf": [
        about("approval", get=MUNICIPAL),
        about("school_approval", get=EVERYBODY),
    ],
    "schools:approval-withdraw": [
        about("approval", post=WRITERS),
        about("school_approval", post=OF_SCHOOL),
    ],
    "schools:approval-agree": [about("approval_step", post={"head"})],
    "schools:approval-return": [about("approval_step", post={"head"}, data=REMARK)],
    "schools:approval-start": [about("paper", get=WRITERS, post=WRITERS, data=STEPS)],
    "roadmap:campaigns": [about("programme", get=OF_BRANCH)],
    "roadmap:campaign-create": [about("programme", get=WRITERS, post=WRITERS)],
    "roadmap:campaign": [about("campaign", get=OF_BRANCH)],
    "roadmap:campaign-workbook": [about("campaign", get=MUNICIPAL)],
    "roadmap:campaign-open": [about("campaign", post=WRITERS)],
    "roadmap:campaign-close": [about("campaign", post=WRITERS)],
    "roadmap:campaign-finish": [about("campaign", post=WRITERS)],
    "roadmap:submission": of_school("submission", "get"),
    "roadmap:submission-send": of_school("submission", "post"),
    "roadmap:submission-nothing": of_school("submission", "post", reason="Нет выпускников"),
    "roadmap:submission-take-back": of_school("submission", "post"),
    "roadmap:submission-accept": by_municipality("submission"),
    "roadmap:submission-return": by_municipality("submission", comment="Нет подписи"),
    "roadmap:submission-reopen": by_municipality("submission", until="2026-07-01"),
    "roadmap:editions": [
        about("programme", get=OF_BRANCH, post=WRITERS),
        about("draft_programme", get=MUNICIPAL, post=WRITERS),
        about("school_programme", get=EVERYBODY, post=OF_SCHOOL),
    ],
    "roadmap:edition-compare": [about("programme", get=OF_BRANCH)],
    "roadmap:edition": [about("edition", get=OF_BRANCH), about("school_edition", get=EVERYBODY)],
    "roadmap:edition-approve": [
        about("edition", post=WRITERS, data=STEPS),
        about("school_edition", post=OF_SCHOOL, data=STEPS),
    ],
    "roadmap:edition-adopt": [
        about("edition", post=WRITERS, data=ORDER),
        about("school_edition", post=OF_SCHOOL, data=ORDER),
    ],
    "roadmap:edition-requisites": [about("edition", post=WRITERS, data=ORDER)],
    "roadmap:school-programmes": [about("programme", get=OF_BRANCH, post=WRITERS)],
    "roadmap:template-changes": of_copy(get=(EVERYBODY, OF_BRANCH, MUNICIPAL)),
    "roadmap:template-take": of_copy(post=(OF_SCHOOL, OF_WRITERS, WRITERS), data={"key": "x"}),
    "roadmap:template-keep": of_copy(post=(OF_SCHOOL, OF_WRITERS, WRITERS)),
}
