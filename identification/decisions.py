"""What the working group decides, row by row, in the draft of a year's protocol."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from schools.errors import PortalError
from schools.models import Municipality, User

from .board import KINDS, Board
from .models import Decision, Protocol

FROZEN = (
    "Протокол уже утверждён, решения в\xa0нём не\xa0меняются. Откройте страницу заново: "
    "исправление станет новым протоколом того\xa0же года."
)
LONGEST = 1000  # of a reason: a sentence, not a report
TOO_LONG = f"Основание длиннее {LONGEST} знаков. Напишите одним предложением."


@dataclass(frozen=True)
class Decided:
    """All statuses of one school as they stand in a protocol."""

    protocol: Protocol
    assigned: frozenset[str]
    considered: frozenset[str]
    reason: str
    by: User
    at: datetime

    @property
    def version(self) -> str:
        return self.at.isoformat()

    @property
    def is_draft(self) -> bool:
        return self.protocol.state == Protocol.State.DRAFT

    @property
    def entered_by(self) -> User:
        """Who wrote it down in a draft; of what is in force, who approved it."""
        return self.by if self.is_draft else self.protocol.approved_by

    @property
    def entered_at(self) -> datetime:
        return self.at if self.is_draft else self.protocol.approved_at

    @property
    def to_edit(self) -> str:
        """The reason in the draft; a correction of what was approved is given one of its own."""
        return self.reason if self.is_draft else ""

    @property
    def titles(self) -> list[str]:
        return [title for kind, title in KINDS.items() if kind in self.assigned]


@dataclass(frozen=True)
class Choice:
    """What the group wants of one school. `version`: of what its author saw, «» for nothing."""

    school_id: int
    assigned: frozenset[str]
    reason: str
    version: str


@dataclass
class Outcome:
    stored: list[int] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    # school → what somebody else has decided meanwhile; None: nothing stands there any more
    conflicts: dict[int, Decided | None] = field(default_factory=dict)


def decided_in(municipality: Municipality, academic_year: int) -> dict[int, Decided]:
    """School → the last decision of the year: of the draft, else of what was approved."""
    decisions = Decision.objects.filter(
        protocol__municipality=municipality, protocol__academic_year=academic_year
    )
    # by the key itself: «-protocol» would turn round the order that protocols have of their own
    groups: dict[int, list[Decision]] = {}
    for one in decisions.select_related("protocol__approved_by", "decided_by").order_by(
        "-protocol_id", "pk"
    ):
        own = groups.setdefault(one.school_id, [])
        if not own or own[0].protocol_id == one.protocol_id:
            own.append(one)
    return {school: _decided(own) for school, own in groups.items()}


def _decided(decisions: list[Decision]) -> Decided:
    last = max(decisions, key=lambda one: one.decided_at)
    return Decided(
        protocol=last.protocol,
        assigned=frozenset(one.status for one in decisions if one.assigned),
        considered=frozenset(one.status for one in decisions),
        reason=last.reason,
        by=last.decided_by,
        at=last.decided_at,
    )


def save_decisions(
    board: Board, choices: Iterable[Choice], *, by: User, at: datetime, draft: int | None = None
) -> Outcome:
    """Store what may be stored. A row that somebody else has decided meanwhile stays as it is.

    `draft`: the protocol that the author saw; once it is approved nothing is added to it.
    """
    rows = {row.school.pk: row for row in board.rows}
    outcome = Outcome()
    with transaction.atomic():
        # two editors, and whoever approves, come one after the other
        Municipality.objects.select_for_update().get(pk=board.municipality.pk)
        protocols = board.municipality.protocols.filter(academic_year=board.academic_year)
        if draft and not protocols.filter(pk=draft, state=Protocol.State.DRAFT).exists():
            raise PortalError(FROZEN)
        now = decided_in(board.municipality, board.academic_year)
        accepted = []
        for choice in choices:
            row, stored = rows[choice.school_id], now.get(choice.school_id)
            if (stored.version if stored else "") != choice.version:
                outcome.conflicts[choice.school_id] = stored
            elif fault := _fault(row, choice):
                outcome.faults[choice.school_id] = fault
            else:
                accepted.append((row, stored, choice))
        if accepted:
            _store(board, accepted, by=by, at=at)
            outcome.stored = [choice.school_id for _row, _stored, choice in accepted]
    return outcome


def _fault(row, choice: Choice) -> str:
    if len(choice.reason) > LONGEST:
        return TOO_LONG
    return "" if choice.reason else row.against(choice.assigned, KINDS)


def _store(board: Board, accepted: list, *, by: User, at: datetime) -> None:
    """A decision on low results always; on another status if it is given, held or offered."""
    protocol, _new = Protocol.objects.get_or_create(
        municipality=board.municipality,
        academic_year=board.academic_year,
        state=Protocol.State.DRAFT,
        defaults={"created_by": by},
    )
    Decision.objects.bulk_create(
        [
            Decision(
                protocol=protocol,
                school=row.school,
                status=kind,
                assigned=kind in choice.assigned,
                reason=choice.reason,
                decided_by=by,
                decided_at=at,
            )
            for row, stored, choice in accepted
            for kind in KINDS
            if kind == "low"
            or kind in choice.assigned | row.held | row.offered(KINDS)
            or (stored and kind in stored.considered)
        ],
        update_conflicts=True,
        unique_fields=["protocol", "school", "status"],
        update_fields=["assigned", "reason", "decided_by", "decided_at"],
    )


def set_meeting(protocol: Protocol, *, held_on: date | None, number: str, attended: str) -> None:
    """When the group met, under which number, and who was there: frozen with the approval."""
    drafts = Protocol.objects.filter(pk=protocol.pk, state=Protocol.State.DRAFT)
    if not drafts.update(held_on=held_on, number=number, attended=attended):
        raise PortalError(FROZEN)
