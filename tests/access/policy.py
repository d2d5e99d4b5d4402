"""Who may do what at every address. One row per address and kind of object."""

from dataclasses import dataclass, field

MUNICIPAL = {"admin", "head", "coordinator", "region_operator", "superuser"}
WRITERS = {"admin", "coordinator", "superuser"}
ADMINS = {"admin", "superuser"}
APPROVERS = {"admin", "head", "superuser"}
DIRECTORS = {"director", "school_coordinator"}
SCHOOL = DIRECTORS | {"curator"}
EVERYBODY = MUNICIPAL | SCHOOL
# the director of a branch sees the branch and not its head school
OF_BRANCH = EVERYBODY | {"branch_director"}
# who is signed in without a membership that reaches anything
ADRIFT = {"ended"}
# a person of the other municipality → whose part he or she plays there
ABROAD = {"outsider": "admin", "foreign_director": "director"}

# addresses of packages: allauth's are open or show only the own account, the rest is Django admin
ELSEWHERE = ("account_", "mfa_", "admin:")


@dataclass(frozen=True)
class Rule:
    """`args`: name of an argument → name of an object of the world. Sets are of people."""

    get: set = field(default_factory=set)
    post: set = field(default_factory=set)
    args: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    # seen without signing in
    is_open: bool = False
    # common to all municipalities: each person sees the own part of it
    is_common: bool = False
    # even the superuser sees it from the chosen municipality only, which is ours
    is_of_place: bool = False
    # what an open page tells of the world it belongs to: who holds the link may know it
    tells: tuple = ()

    def allows(self, method: str, person: str) -> bool:
        return person in getattr(self, method)


def about(kind: str, **rule) -> Rule:
    return Rule(args={"pk": kind}, **rule)


OF_WRITERS = WRITERS | DIRECTORS | {"branch_director"}
ENTRY = {"school": "school", "sitting": "sitting"}
BRANCH_ENTRY = {"school": "branch", "sitting": "sitting"}
NEIGHBOUR_ENTRY = {"school": "neighbour", "sitting": "sitting"}
CONFIRMED = {"school": "school", "sitting": "confirmed"}
REMARK = {"text": "Участников было 13"}
APPROVAL = {"kind": "protocol", "number": "77", "dated_on": "28.08.2026"}
EXPLAINED = {"explanation": "Болели"}
RECHECKED = {"recheck_kind": "works", "rechecked_on": "2026-09-01", "recheck": "Подтвердилось"}
CONCLUDED = {"conclusion": "confirmed", "conclusion_note": "По итогам перепроверки"}
CLOSING = {"closed_on": "15.08.2026"}
ALL = OF_BRANCH | ADRIFT

POLICY = {
    "healthz": [Rule(get=ALL, is_open=True)],
    "schools:place": [Rule(post=ALL, data={"academic_year": "2026"})],
    "schools:display": [Rule(post=ALL, data={"theme": "dark"}, is_open=True)],
    "schools:list": [Rule(get=ALL)],
    "schools:list-workbook": [Rule(get=ALL)],
    "schools:create": [Rule(get=ADMINS, post=ADMINS)],
    "schools:import": [Rule(get=ADMINS, post=ADMINS)],
    "schools:import-template": [Rule(get=ADMINS)],
    "schools:detail": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
        about("closed", get=MUNICIPAL),
    ],
    "schools:edit": [about(kind, get=ADMINS, post=ADMINS) for kind in ("school", "neighbour")],
    "schools:year": [about("school", get=ADMINS, post=ADMINS)],
    "schools:close": [about("neighbour", get=ADMINS, post=ADMINS, data=CLOSING)],
    "schools:reopen": [about("closed", get=ADMINS, post=ADMINS)],
    "schools:municipality": [Rule(get=ADMINS, post=ADMINS, is_of_place=True)],
    "schools:notifications": [Rule(get=ALL)],
    "schools:notifications-read": [Rule(post=ALL)],
    "schools:people": [Rule(get=ADMINS)],
    "schools:invite": [Rule(get=ADMINS, post=ADMINS)],
    "schools:password-link": [about("person", post=ADMINS)],
    "schools:membership-end": [about("membership", get=ADMINS, post=ADMINS)],
    "schools:invitation-withdraw": [about("invitation", post=ADMINS)],
    "schools:invitation": [
        Rule(get=ALL, post=ALL, args={"token": "token"}, is_open=True, tells=("municipality",))
    ],
    "assessments:overview": [Rule(get=OF_BRANCH)],
    "assessments:scales": [Rule(get=OF_BRANCH)],
    "assessments:sitting-create": [Rule(get=WRITERS, post=WRITERS)],
    "assessments:sitting": [
        about("sitting", get=OF_BRANCH, is_common=True),
        about("regional_sitting", get=OF_BRANCH, is_of_place=True),
    ],
    "assessments:grid": [
        about("sitting", get=OF_WRITERS, post=OF_WRITERS, is_common=True),
        about("regional_sitting", get=OF_WRITERS, post=OF_WRITERS, is_of_place=True),
    ],
    "assessments:school": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "assessments:result": [
        about("result", get=EVERYBODY),
        about("branch_result", get=OF_BRANCH),
        about("neighbour_result", get=MUNICIPAL),
    ],
    "assessments:entry": [
        Rule(args=ENTRY, get=WRITERS | DIRECTORS, post=WRITERS | DIRECTORS),
        Rule(args=BRANCH_ENTRY, get=OF_WRITERS, post=OF_WRITERS),
        Rule(args=NEIGHBOUR_ENTRY, get=WRITERS, post=WRITERS),
        Rule(args=CONFIRMED, get=WRITERS | DIRECTORS, post=WRITERS | DIRECTORS),
    ],
    "assessments:template": [
        about("sitting", get=OF_WRITERS, is_common=True),
        about("regional_sitting", get=OF_WRITERS, is_of_place=True),
    ],
    "assessments:template-year": [Rule(get=OF_WRITERS)],
    "assessments:no-stage": [
        about("sitting", post=WRITERS, is_common=True),
        about("regional_sitting", post=WRITERS, is_of_place=True),
    ],
    "assessments:locks": [Rule(get=MUNICIPAL)],
    "assessments:sitting-lock": [
        about("sitting", get=WRITERS, post=WRITERS, is_common=True),
        about("regional_sitting", get=WRITERS, post=WRITERS, is_of_place=True),
    ],
    "assessments:school-lock": [
        Rule(args={"pk": kind, "academic_year": "year"}, get=WRITERS, post=WRITERS)
        for kind in ("school", "branch", "neighbour")
    ],
    "assessments:unlock": [about("lock", post=WRITERS)],
    "assessments:remark-create": [
        Rule(args=CONFIRMED, get=WRITERS | DIRECTORS, post=WRITERS | DIRECTORS, data=REMARK),
        Rule(args=BRANCH_ENTRY, get=OF_WRITERS, post=OF_WRITERS, data=REMARK),
        Rule(args=NEIGHBOUR_ENTRY, get=WRITERS, post=WRITERS, data=REMARK),
    ],
    "assessments:remarks": [Rule(get=WRITERS)],
    "assessments:remark": [about("remark", get=WRITERS, post=WRITERS, data={"answer": "Верно"})],
    "assessments:imports": [Rule(get=MUNICIPAL, post=WRITERS)],
    "assessments:import": [about("batch", get=MUNICIPAL)],
    "assessments:import-problems": [about("batch", get=MUNICIPAL)],
    "assessments:import-answer": [about("batch", post=WRITERS)],
    "assessments:import-confirm": [about("batch", post=WRITERS)],
    "assessments:import-undo": [about("batch", get=WRITERS, post=WRITERS)],
    "assessments:import-drop": [about("batch", post=WRITERS)],
    "assessments:import-remove": [about("batch", post=WRITERS)],
    "assessments:import-mapping": [about("unknown_batch", get=WRITERS, post=WRITERS)],
    "identification:list": [Rule(get=MUNICIPAL)],
    "identification:start": [Rule(get=WRITERS, post=WRITERS)],
    "identification:lists": [Rule(get=MUNICIPAL)],
    "identification:run": [about("run", get=MUNICIPAL)],
    "identification:run-workbook": [about("run", get=MUNICIPAL)],
    "identification:why": [
        about("verdict", get=EVERYBODY),
        about("branch_verdict", get=OF_BRANCH),
        about("neighbour_verdict", get=MUNICIPAL),
    ],
    "identification:group": [Rule(get=MUNICIPAL, post=WRITERS)],
    "identification:protocol": [about("protocol", get=MUNICIPAL, post=WRITERS)],
    "identification:protocol-approve": [about("protocol", post=APPROVERS, data=APPROVAL)],
    "identification:signs": [Rule(get=MUNICIPAL)],
    "identification:school-signs": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "identification:sign": [
        about("sign", get=EVERYBODY),
        about("explained", get=EVERYBODY),
        about("rechecked", get=EVERYBODY),
        about("branch_sign", get=OF_BRANCH),
        about("neighbour_sign", get=MUNICIPAL),
    ],
    "identification:sign-explain": [
        about("sign", post=WRITERS | DIRECTORS, data=EXPLAINED),
        about("branch_sign", post=OF_WRITERS, data=EXPLAINED),
        about("neighbour_sign", post=WRITERS, data=EXPLAINED),
    ],
    "identification:sign-recheck": [about("explained", post=WRITERS, data=RECHECKED)],
    "identification:sign-conclude": [about("rechecked", post=WRITERS | APPROVERS, data=CONCLUDED)],
    "identification:school-statuses": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "identification:school-trends": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "identification:school-cohorts": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "identification:level-change": [Rule(get=MUNICIPAL)],
    "identification:averages": [Rule(get=MUNICIPAL, post=WRITERS)],
    "identification:figures": [Rule(get=MUNICIPAL)],
    "identification:figures-of": [
        Rule(args={"code": "measure"}, get=MUNICIPAL, post=WRITERS, is_common=True)
    ],
    "identification:measure-create": [Rule(get=ADMINS, post=ADMINS)],
    "identification:methodologies": [Rule(get=MUNICIPAL)],
    "identification:methodology": [about("methodology", get=MUNICIPAL)],
    "identification:methodology-create": [Rule(get=ADMINS, post=ADMINS)],
    "identification:methodology-edit": [about("methodology", get=ADMINS, post=ADMINS)],
    "identification:methodology-file": [about("methodology", get=MUNICIPAL)],
    "identification:methodology-import": [Rule(get=ADMINS, post=ADMINS)],
    "identification:what-if": [about("methodology", get=MUNICIPAL, post=MUNICIPAL)],
    "identification:rehearse": [about("methodology", post=WRITERS)],
    "reports:home": [Rule(get=ALL)],
    "reports:passport-pdf": [
        about("school", get=EVERYBODY),
        about("branch", get=OF_BRANCH),
        about("neighbour", get=MUNICIPAL),
    ],
    "reports:why-pdf": [
        about("verdict", get=EVERYBODY),
        about("branch_verdict", get=OF_BRANCH),
        about("neighbour_verdict", get=MUNICIPAL),
    ],
    "reports:protocol-pdf": [about("protocol", get=MUNICIPAL)],
    "reports:protocol-docx": [about("protocol", get=MUNICIPAL)],
    "reports:order-pdf": [about("protocol", get=MUNICIPAL)],
    "reports:order-docx": [about("protocol", get=MUNICIPAL)],
}
