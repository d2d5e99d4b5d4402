"""Tasks given, answered, checked. A step is a conditional update: only the first comes about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from roadmap.models import AgendaItem, Campaign, Proof, Submission, Task, TaskEntry, Work
from roadmap.proofs import is_enough
from roadmap.services.telling import tell_given, tell_step
from schools.errors import PortalError
from schools.models import Municipality, Role, School, User

Action, State = TaskEntry.Action, Task.State
BY_CAMPAIGN = "Показатели сдаются и\xa0проверяются на\xa0странице сбора: откройте её."
# the step of a campaign's task → where the school's figures then are
GOES_WITH = {
    Action.SUBMITTED: (Submission.State.SENT, Submission.State.NOTHING),
    Action.WITHDRAWN: (Submission.State.WAITING,),
    Action.ACCEPTED: (Submission.State.ACCEPTED, Submission.State.NOTHING),
    Action.RETURNED: (Submission.State.RETURNED,),
}
MEANWHILE = "Поручение уже {}: обновите страницу."
NEEDS = {
    Proof.ANY: "Приложите подтверждение: ссылку или файл.",
    Proof.LINK: "Приложите подтверждение: ссылку на\xa0документ.",
    Proof.PAGE: "Приложите подтверждение: ссылку на\xa0страницу сайта.",
    Proof.FILE: "Приложите подтверждение: файл документа.",
}
WHY = {
    Action.RETURNED: "Напишите, что исправить.",
    Action.POSTPONED: "Напишите, почему срок переносится.",
    Action.CANCELLED: "Напишите, почему поручение отменяется.",
    Action.SAID: "Напишите комментарий.",
}


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """`key` tells what it is made of: under one key a municipality is asked once."""

    municipality: Municipality
    title: str
    due_on: date
    school: School | None = None
    details: str = ""
    starts_on: date | None = None
    assignee: User | None = None
    role: str = ""
    proof: str = Proof.NONE
    origin: str = Task.Origin.HAND
    key: str = ""
    work: Work | None = None
    agenda_item: AgendaItem | None = None
    campaign: Campaign | None = None


def give_tasks(new: Iterable[NewTask], *, by: User | None, at: datetime) -> list[Task]:
    """Those that were not asked for before. Each person is told once of all that is new."""
    new = list(new)
    places = sorted({one.municipality.pk for one in new})
    with transaction.atomic():
        # who gives the same at the same time waits, and then finds it given
        list(Municipality.objects.select_for_update().filter(pk__in=places).order_by("pk"))
        tasks = Task.objects.bulk_create(
            Task(**_fields(one), created_by=by, created_at=at) for one in _not_given(new)
        )
        TaskEntry.objects.bulk_create(
            TaskEntry(task=task, action=Action.CREATED, by=by, at=at) for task in tasks
        )
        tell_given(tasks, by=by, at=at)
    return tasks


def _not_given(new: list[NewTask]) -> list[NewTask]:
    keys = {one.key for one in new} - {""}
    given = set(Task.objects.filter(key__in=keys).values_list("municipality", "key"))
    left = []
    for one in new:
        name = (one.municipality.pk, one.key)
        if not one.key or name not in given:
            left.append(one)
            given.add(name)
    return left


def _fields(one: NewTask) -> dict:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def submit_task(task: Task, *, text: str = "", by: User, at: datetime) -> None:
    """A school's goes to be checked, a municipality's is done. The proof asked for is there."""
    state, action = (
        (State.SUBMITTED, Action.SUBMITTED) if task.school_id else (State.DONE, Action.DONE)
    )
    done = {"state": state, "done_by": by, "done_at": at, "checked_by": None, "checked_at": None}
    with transaction.atomic():
        # whoever takes a proof back at the same time waits
        Task.objects.select_for_update().get(pk=task.pk)
        if not is_proved(task):
            raise PortalError(NEEDS[task.proof])
        _step(task, action, Task.UNDER_WAY, done, text=text, by=by, at=at)


def is_proved(task: Task) -> bool:
    urls = task.evidence.standing().values_list("url", flat=True)
    return is_enough(task.proof, {"link" if url else "file" for url in urls})


def withdraw_task(task: Task, *, by: User, at: datetime) -> None:
    """Taken back before it is checked."""
    undone = {"state": State.OPEN, "done_by": None, "done_at": None}
    _step(task, Action.WITHDRAWN, (State.SUBMITTED,), undone, by=by, at=at)


def accept_task(task: Task, *, text: str = "", by: User, at: datetime) -> None:
    checked = {"state": State.DONE, "checked_by": by, "checked_at": at}
    _step(task, Action.ACCEPTED, (State.SUBMITTED,), checked, text=text, by=by, at=at)


def return_task(task: Task, *, text: str, by: User, at: datetime) -> None:
    """With a remark. Also what was accepted by mistake, or said to be done too early."""
    checked = {"state": State.RETURNED, "checked_by": by, "checked_at": at}
    _step(task, Action.RETURNED, (State.SUBMITTED, State.DONE), checked, text=text, by=by, at=at)


def postpone_task(task: Task, *, due_on: date, text: str, by: User, at: datetime) -> None:
    if task.starts_on and due_on < task.starts_on:
        raise PortalError("Срок не\xa0может быть раньше начала.")
    words = f"{task.due_on:%d.%m.%Y} → {due_on:%d.%m.%Y}. {text}" if text.strip() else ""
    _step(task, Action.POSTPONED, Task.UNDER_WAY, {"due_on": due_on}, text=words, by=by, at=at)


def reassign_task(
    task: Task, *, assignee: User | None, role: str, text: str = "", by: User, at: datetime
) -> None:
    """To a person, or to whoever holds a role there."""
    whom = {"assignee": assignee, "role": role}
    words = f"{assignee or Role(role).label.capitalize()}. {text}".strip()
    _step(task, Action.REASSIGNED, Task.UNDER_WAY, whom, text=words, by=by, at=at)


def cancel_task(task: Task, *, text: str, by: User, at: datetime) -> None:
    """It stays with its thread, and is never asked for again under its key."""
    left = (*Task.UNDER_WAY, State.SUBMITTED)
    _step(task, Action.CANCELLED, left, {"state": State.CANCELLED}, text=text, by=by, at=at)


def change_task(
    task: Task,
    *,
    title: str,
    details: str,
    starts_on: date | None,
    proof: str,
    by: User,
    at: datetime,
) -> None:
    """What is asked for. Day, person and state have steps of their own."""
    told = {"title": title, "details": details, "starts_on": starts_on, "proof": proof}
    if starts_on and starts_on > task.due_on:
        raise PortalError("Начало не\xa0может быть позже срока.")
    if all(getattr(task, name) == value for name, value in told.items()):
        return
    _step(task, Action.CHANGED, Task.UNDER_WAY, told, by=by, at=at)


def say(task: Task, *, text: str, by: User, at: datetime) -> None:
    """A word in the thread, in any state."""
    _step(task, Action.SAID, tuple(State), {}, text=text, by=by, at=at)


def _step(task: Task, action, states, changes: dict, *, text: str = "", by: User, at: datetime):
    text = text.strip()
    if action in WHY and not text:
        raise PortalError(WHY[action])
    with transaction.atomic():
        if not follows_campaign(task, action):
            raise PortalError(BY_CAMPAIGN)
        if changes:
            changed = Task.objects.filter(pk=task.pk, state__in=states).update(**changes)
            if not changed:
                task.refresh_from_db()
                raise PortalError(MEANWHILE.format(task.get_state_display()))
        entry = TaskEntry.objects.create(task=task, action=action, text=text, by=by, at=at)
        task.refresh_from_db()
        tell_step(task, entry)


def follows_campaign(task: Task, action: str) -> bool:
    """Figures are sent, returned and accepted there; their task comes after, never ahead."""
    submission = task.submission if action in GOES_WITH else None
    return submission is None or submission.state in GOES_WITH[action]
