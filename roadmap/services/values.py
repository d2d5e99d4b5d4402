"""The one door for values of indicators: forms, matrices, sources and imports come through here.

A value of a school is a draft until the school submits it; then somebody of the municipality
accepts it or returns it with a comment. Each step is a version and a row of the history.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from roadmap.kinds import Reading
from roadmap.locks import let_in_again, why_closed
from roadmap.models import Value, ValueChange
from roadmap.proofs import lacks_proof, not_mended, proofs_of
from roadmap.querysets import OF_SCHOOL
from schools.errors import PortalError
from schools.models import User
from schools.services.notifications import notify, people_of

from .desk import Desk, Key, NewValue

Origin, State, Action = Value.Origin, Value.State, ValueChange.Action
FIELDS = (*Reading._fields, "origin", "explanation", "state", "comment", "version")
FIELDS += ("entered_by", "entered_at", "decided_by", "decided_at", "target_met")
CHANGED = "Пока вы\xa0смотрели, значение изменилось. Прочитайте его ещё\xa0раз."
AT_THE_VALUE = "Комментарий\xa0— на\xa0странице значения."
NOT_MENDED = "возвращено и\xa0с\xa0тех пор не\xa0изменено"
STEP = ("state", "comment", "version", "decided_by", "decided_at", "target_met")


@dataclass(frozen=True)
class Outcome:
    """Conflicts are told, not overwritten: somebody else wrote there in between.

    `refused`: the key as it was asked for → why nothing was written.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: tuple[Key, ...] = ()
    refused: dict[Key, str] = field(default_factory=dict)

    @property
    def stored(self) -> int:
        return self.created + self.updated


def store_values(
    rows: Iterable[NewValue], *, by: User | None, at: datetime, origin: str = Origin.ENTERED
) -> Outcome:
    """Compare with what is stored, write what differs, and its history, in one transaction.

    What the portal computes, and what somebody of the municipality enters, is accepted at once;
    a value of a school waits for its school to submit it. Who may write where is the caller's to
    ask; here is asked what may be written at all.
    """
    rows = list(rows)
    with transaction.atomic():
        desk = Desk(rows, by=by, origin=origin)
        if len({desk.key(row) for row in rows}) != len(rows):
            raise ValueError("the same indicator, period and school twice in one call")
        changed, conflicts, refused = [], [], {}
        for row in rows:
            there = desk.stored.get(desk.key(row))
            if there and _is_same(there, row, origin):
                continue
            if why := desk.why_not(row, there):
                refused[row.key] = why
            elif desk.is_overtaken(row, there):
                conflicts.append(row.key)
            else:
                changed.append((there, row))
        _write(changed, desk, by=by, at=at, origin=origin)
    created = sum(there is None for there, _row in changed)
    untouched = len(rows) - len(changed) - len(conflicts) - len(refused)
    return Outcome(created, len(changed) - created, untouched, tuple(conflicts), refused)


def _is_same(there: Value, row: NewValue, origin: str) -> bool:
    """A computed value is another one also where only its formula is."""
    if Reading.of(there) != row.reading:
        return False
    return origin == Origin.ENTERED or (origin, row.explanation) == (
        there.origin,
        there.explanation,
    )


def _write(changed, desk: Desk, *, by: User | None, at: datetime, origin: str) -> None:
    written, before = [], []
    for there, row in changed:
        indicator, period, school = desk.key(row)
        value = there or Value(
            indicator_id=indicator, period_id=period, school_id=school, version=0
        )
        before.append(Reading.of(there).as_json() if there else {})
        accepted = desk.accepts(row)
        told = row.reading._asdict() | {
            "origin": origin,
            "explanation": row.explanation,
            "state": State.ACCEPTED if accepted else State.DRAFT,
            "comment": "",
            "entered_by": by,
            "entered_at": at,
            "decided_by": by if accepted else None,
            "decided_at": at if accepted else None,
            "target_met": None,
            "version": value.version + 1,
        }
        for name, part in told.items():
            setattr(value, name, part)
        written.append(value)
    Value.objects.bulk_create([value for value in written if value.pk is None])
    Value.objects.bulk_update([value for value in written if value.version > 1], FIELDS)
    action = Action.COMPUTED if origin == Origin.COMPUTED else Action.ENTERED
    keep_history(written, action, before=before, by=by, at=at)


def keep_history(values, action, *, before=None, comment="", by, at) -> None:
    """One row a value and step; figures stand in each, so that any version can be read again."""
    after = [Reading.of(value).as_json() for value in values]
    ValueChange.objects.bulk_create(
        ValueChange(
            value=value,
            version=value.version,
            action=action,
            before=old,
            after=new,
            comment=comment or value.explanation,
            by=by,
            at=at,
        )
        for value, old, new in zip(values, before or after, after, strict=True)
    )


def submit_values(values: Iterable[Value], *, by: User, at: datetime) -> dict[Value, str]:
    """Drafts and what was returned and mended go to be checked. Returned: what cannot, and why."""
    lacking = {}
    with transaction.atomic():
        waiting = _locked(values, (State.DRAFT, State.RETURNED))
        proofs, closed, as_before = proofs_of(waiting), _closed(waiting), not_mended(waiting)
        sent = []
        for value in waiting:
            if why := closed[_place(value)]:
                lacking[value] = why
            elif value.pk in as_before:
                lacking[value] = NOT_MENDED
            elif lacks_proof(value.indicator.proof, Reading.of(value), proofs.get(value.pk, ())):
                lacking[value] = f"нет подтверждения: {value.indicator.get_proof_display()}"
            else:
                sent.append(value)
        _step(sent, State.SUBMITTED, by=None, at=None)
        keep_history(sent, Action.SUBMITTED, by=by, at=at)
    return lacking


def accept_values(
    seen: Mapping[int, int],
    *,
    by: User,
    at: datetime,
    target_met: bool | None = None,
) -> list[Value]:
    """Value → version that was looked at: what has changed since is not accepted unseen.

    `target_met`: of a target in words, what the one who checks says of it. Returned: the accepted.
    """
    with transaction.atomic():
        waiting = _locked(seen, (State.SUBMITTED,))
        accepted = [value for value in waiting if value.version == seen[value.pk]]
        _open_to_municipality(accepted)
        for value in accepted:
            value.target_met = target_met
        _step(accepted, State.ACCEPTED, by=by, at=at)
        keep_history(accepted, Action.ACCEPTED, by=by, at=at)
    return accepted


def return_value(value: Value, *, version: int, comment: str, by: User, at: datetime) -> None:
    """To be mended, with what is wrong; also what was accepted, until the report is made."""
    if not comment:
        raise PortalError("Напишите, что нужно исправить.")
    with transaction.atomic():
        if value.school_id:
            # what the whole school has sent is read by more people than a figure of a survey
            said = AT_THE_VALUE if value.indicator.sensitive else comment
            told = {"comment": f"{value.indicator}. {said}", "by": by, "at": at}
            let_in_again(value.indicator.programme, value.period, value.school, **told)
        found = _locked([value.pk], (State.SUBMITTED, State.ACCEPTED))
        if not found or found[0].version != version:
            raise PortalError(CHANGED)
        _open_to_municipality(found)
        _step(found, State.RETURNED, by=by, at=at, comment=comment)
        keep_history(found, Action.RETURNED, comment=comment, by=by, at=at)
    _tell_school(found[0], at=at)


def _closed(values: Collection[Value]) -> dict[tuple, str]:
    """Asked once of each programme, period and school, however many values there are."""
    return {
        place: why_closed(value.indicator.programme, value.period, value.school)
        for place, value in {_place(value): value for value in values}.items()
    }


def _place(value: Value) -> tuple:
    return value.indicator.programme_id, value.period_id, value.school_id


def _locked(values: Iterable, states: Collection[str]) -> list[Value]:
    """As they are now, and so until we are done."""
    found = Value.objects.select_for_update(of=("self",)).filter(pk__in=_keys(values))
    found = found.filter(state__in=states).order_by("pk")
    return list(found.select_related("indicator__programme", "period", "school"))


def _keys(values: Iterable) -> list[int]:
    return [getattr(value, "pk", value) for value in values]


def _open_to_municipality(values: Iterable[Value]) -> None:
    for value in {(one.indicator.programme_id, one.period_id): one for one in values}.values():
        if why := why_closed(value.indicator.programme, value.period, None):
            raise PortalError(why)


def _step(values: Collection[Value], state: str, *, by, at, comment: str = "") -> None:
    for value in values:
        value.state, value.comment, value.version = state, comment, value.version + 1
        value.decided_by, value.decided_at = by, at
    Value.objects.bulk_update(values, STEP)


def _tell_school(value: Value, *, at: datetime) -> None:
    if value.school_id is None:
        return
    people = people_of([value.school_id], roles=OF_SCHOOL)[value.school_id]
    notify(
        people,
        key=f"value-{value.pk}-{value.version}",
        title="Показатель возвращён",
        text=f"{value.indicator}. {value.comment}",
        url=reverse("roadmap:school-indicators", args=[value.school_id]),
        at=at,
    )
