"""A protocol comes into force: its decisions become statuses of schools, whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.urls import reverse

from schools.errors import PortalError
from schools.models import Document, Municipality, Role, School, SchoolStatus, User
from schools.russian import school_name, school_year
from schools.services.notifications import notify, people_of

from .models import Decision, Protocol

NOTHING = "В\xa0проекте нет ни\xa0одного решения: утверждать нечего."
MOVED = (
    "Пока вы\xa0читали проект, решения в\xa0нём изменились. Прочитайте его ещё раз и\xa0утвердите."
)
LATER = (
    "Протокол более позднего года уже утверждён: статусы прошлых лет этим протоколом не\xa0меняют."
)
Action = Decision.Action
Grounds = Mapping[tuple[int, str, bool], str]  # board.py: Board.grounds
TOLD = {Action.ENTER: "присвоен", Action.LEAVE: "снят"}
OF_THE_SCHOOL = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR)


def first_year(protocol: Protocol) -> int:
    """The school year from which the decisions hold.

    An identification «of 2026», in August 2026, reads results of 2025/2026 and chooses whom to
    support in the school year that begins: 2026/2027. So what is left holds to the year of the run.
    """
    return protocol.academic_year + 1


def held_by(decisions) -> dict[tuple[int, str], SchoolStatus]:
    """(school, kind) → the status that it has now, of the schools that were decided on."""
    schools = {decision.school_id for decision in decisions}
    statuses = SchoolStatus.objects.current().filter(school__in=schools)
    return {(status.school_id, status.kind): status for status in statuses}


def action_of(decision: Decision, held: dict) -> str:
    """What a decision means beside what the school has: that of an approved one is kept."""
    if decision.action:
        return decision.action
    has = (decision.school_id, decision.status) in held
    if decision.assigned:
        return Action.STAY if has else Action.ENTER
    return Action.LEAVE if has else Action.NONE


def by_action(protocol: Protocol) -> dict[str, list[Decision]]:
    """Decisions by what they mean, the schools in the order of their names."""
    decisions = list(protocol.decisions.select_related("school", "decided_by").order_by("pk"))
    held = held_by(decisions) if protocol.state == Protocol.State.DRAFT else {}
    groups = defaultdict(list)
    for decision in decisions:
        groups[action_of(decision, held)].append(decision)
    return {action: groups[action] for action in Action.values if groups[action]}


def reason_of(decision: Decision, grounds: Grounds) -> str:
    """The group's own words; else what sources say, which an approved decision has in it."""
    key = (decision.school_id, decision.status, decision.assigned)
    return decision.reason or grounds.get(key, "")


def rows_of(decisions: Iterable[Decision], grounds: Grounds) -> list[tuple[School, list[str], str]]:
    """School, statuses, reason: statuses that have one reason stand together, and it once."""
    rows = defaultdict(list)
    for one in decisions:
        rows[one.school, reason_of(one, grounds)].append(one.get_status_display())
    return [(school, titles, reason) for (school, reason), titles in rows.items()]


def version_of(protocol: Protocol) -> str:
    """What the decisions were when somebody read them: how many, and the moment of the last."""
    told = protocol.decisions.aggregate(n=Count("pk"), last=Max("decided_at"))
    return f"{told['n']} {told['last'] and told['last'].isoformat()}"


def approve(
    protocol: Protocol,
    *,
    kind: str,
    number: str,
    dated_on: date,
    grounds: Grounds,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Turn the decisions into statuses. False: it was approved before, and nothing has changed.

    `grounds`: who agrees with a decision, where the group gave no reason of its own. `seen`: the
    version that was read by who approves; another one is refused.
    """
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=protocol.municipality_id)
        protocol.refresh_from_db()
        if protocol.state == Protocol.State.APPROVED:
            return False
        decisions = list(protocol.decisions.select_related("school").order_by("school", "pk"))
        if not decisions:
            raise PortalError(NOTHING)
        if seen is not None and seen != version_of(protocol):
            raise PortalError(MOVED)
        approved = Protocol.objects.filter(state=Protocol.State.APPROVED)
        year, municipality = protocol.academic_year, protocol.municipality_id
        if approved.filter(municipality=municipality, academic_year__gt=year).exists():
            raise PortalError(LATER)
        for one in decisions:
            one.reason = reason_of(one, grounds)
        document = _document(protocol, kind=kind, number=number, dated_on=dated_on)
        _turn_into_statuses(decisions, document, since=first_year(protocol), by=by)
        protocol.document, protocol.approved_by, protocol.approved_at = document, by, at
        protocol.state = Protocol.State.APPROVED
        protocol.save(update_fields=["document", "approved_by", "approved_at", "state"])
        _tell_schools(protocol, decisions, at=at)
    return True


def _turn_into_statuses(decisions, document: Document, *, since: int, by: User) -> None:
    held = held_by(decisions)
    for one in decisions:
        one.action = action_of(one, held)
    Decision.objects.bulk_update(decisions, ["action", "reason"])
    SchoolStatus.objects.bulk_create(
        _given(one, document, since=since, by=by) for one in decisions if one.action == Action.ENTER
    )
    ended = [
        _ended(held[one.school_id, one.status], one, document, last=since - 1)
        for one in decisions
        if one.action == Action.LEAVE
    ]
    SchoolStatus.objects.bulk_update(ended, ["until", "ended_document", "ended_on", "ended_reason"])


def _tell_schools(protocol: Protocol, decisions: list[Decision], *, at: datetime) -> None:
    """Directors and coordinators of the schools whose status came or went, once a protocol."""
    words, since = defaultdict(list), school_year(first_year(protocol))
    for one in decisions:
        if one.action in TOLD:
            words[one.school].append(
                f"Статус «{one.get_status_display()}» {TOLD[one.action]} "
                f"с\xa0{since} учебного года. {one.reason}".strip()
            )
    people = people_of([school.pk for school in words], roles=OF_THE_SCHOOL)
    paper = protocol.document.reference
    for school, sentences in words.items():
        notify(
            people[school.pk],
            key=f"protocol-{protocol.pk}-{school.pk}",
            title=f"{school_name(school.short_name)}: статус школы изменён"[:200],
            text=" ".join([*sentences, f"Документ: {paper}."]),
            url=reverse("identification:school-statuses", args=[school.pk]),
            at=at,
        )


def _document(protocol: Protocol, *, kind: str, number: str, dated_on: date) -> Document:
    municipality = protocol.municipality
    document = Document(
        municipality=municipality,
        kind=kind,
        number=number,
        dated_on=dated_on,
        issuer=(municipality.authority or municipality.name)[:300],
        title=f"О\xa0статусе школ по\xa0результатам {school_year(protocol.academic_year)} "
        "учебного года",
    )
    try:
        document.full_clean()
    except ValidationError as error:
        raise PortalError(" ".join(error.messages)) from error
    document.save()
    return document


def _given(decision: Decision, document: Document, *, since: int, by: User) -> SchoolStatus:
    return SchoolStatus(
        school=decision.school,
        kind=decision.status,
        since=since,
        document=document,
        source="решение муниципальной рабочей группы",
        given_on=document.dated_on,
        reason=decision.reason,
        given_by=by,
    )


def _ended(status: SchoolStatus, decision: Decision, document: Document, *, last: int):
    # what was to begin only after the last year has never held
    status.until = max(last, status.since - 1)
    status.ended_document = document
    status.ended_on = document.dated_on
    status.ended_reason = decision.reason
    return status


@dataclass(frozen=True)
class Event:
    """A moment in the life of a status: entered, stayed, left."""

    year: int
    on: date
    kind: str
    title: str
    word: str
    reason: str
    document: Document | None


def thread_of(school: School) -> list[Event]:
    """How the statuses of a school came and went, the newest first."""
    titles = dict(SchoolStatus.Kind.choices)
    events = []
    for row in school.statuses.select_related("document", "ended_document"):
        title = titles[row.kind]
        events.append(
            Event(row.since, row.given_on, row.kind, title, "enter", row.reason, row.document)
        )
        if row.until is not None:
            left = (row.until + 1, row.ended_on, row.kind, title, "leave", row.ended_reason)
            events.append(Event(*left, row.ended_document))
    stayed = Decision.objects.filter(
        school=school, action=Action.STAY, protocol__state=Protocol.State.APPROVED
    ).select_related("protocol__document")
    for one in stayed:
        paper = one.protocol.document
        told = (first_year(one.protocol), paper.dated_on, one.status, titles[one.status], "stay")
        events.append(Event(*told, one.reason, paper))
    return sorted(events, key=lambda event: (event.on, event.year), reverse=True)
