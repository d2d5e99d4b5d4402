"""Who is told of a task, once a step. Whoever took the step knows of it."""

from collections import defaultdict
from datetime import datetime

from django.urls import reverse

from roadmap.models import Task, TaskEntry
from roadmap.querysets import OF_SCHOOL
from schools.models import Role, User
from schools.russian import count, school_name
from schools.services.notifications import in_charge_of, notify, people_of

Action = TaskEntry.Action
TO_DOERS = {
    Action.ACCEPTED: "Принято: {}",
    Action.RETURNED: "Возвращено: {}",
    Action.POSTPONED: "Срок перенесён: {}",
    Action.REASSIGNED: "Вам передано: {}",
    Action.CANCELLED: "Отменено: {}",
    Action.CHANGED: "Уточнено: {}",
}
TO_CHECKERS = {
    Action.SUBMITTED: "На\xa0проверку: {}",
    Action.WITHDRAWN: "Отозвано с\xa0проверки: {}",
}
TO_BOTH = {Action.SAID: "Комментарий: {}"}
TITLE = 200
SHOWN = 5


def people_asked(tasks: list[Task]) -> dict[int, list[User]]:
    """Task → who is to do it: the person it names, or whoever holds the role there.

    Of a school both its director and its coordinator are asked, whichever of the two is named.
    """
    places = {_place(task): task for task in tasks if not task.assignee_id}
    held = {
        place: in_charge_of(task.municipality, roles=[task.role])
        for place, task in places.items()
        if not task.school_id
    }
    schools = defaultdict(set)
    for roles, school in (place for place, task in places.items() if task.school_id):
        schools[roles].add(school)
    for roles, found in schools.items():
        for school, people in people_of(found, roles=roles).items():
            held[roles, school] = people
    return {task.pk: _named(task) if task.assignee_id else held[_place(task)] for task in tasks}


def _place(task: Task) -> tuple:
    if not task.school_id:
        return task.role, task.municipality_id
    return OF_SCHOOL if task.role in OF_SCHOOL else (task.role,), task.school_id


def _named(task: Task) -> list[User]:
    return [task.assignee] if task.assignee.is_active else []


def tell_given(tasks: list[Task], *, by: User | None, at: datetime) -> None:
    """One notice for a person, however many tasks were given at once."""
    asked, given = people_asked(tasks), defaultdict(list)
    for task in tasks:
        for user in asked[task.pk]:
            if user != by:
                given[user].append(task)
    for user, own in given.items():
        notify(
            [user],
            key=f"tasks-given:{own[0].pk}",
            title=_given_title(own),
            text=_given_text(own),
            url=own[0].get_absolute_url() if len(own) == 1 else reverse("roadmap:tasks"),
            at=at,
        )


def _given_title(tasks: list[Task]) -> str:
    if len(tasks) == 1:
        return f"Новое поручение: {tasks[0]}"[:TITLE]
    return f"Вам поставлено {count(len(tasks), 'поручение,поручения,поручений')}"


def _given_text(tasks: list[Task]) -> str:
    soonest = sorted(tasks, key=lambda task: (task.due_on, task.pk))[:SHOWN]
    several = len({task.school_id for task in tasks}) > 1
    lines = [
        f"До\xa0{task.due_on:%d.%m.%Y}: {_said(task)}{_of_school(task) if several else ''}."
        for task in soonest
    ]
    if len(tasks) > SHOWN:
        lines.append(f"И\xa0ещё {len(tasks) - SHOWN}.")
    return "\n".join(lines)


def _said(task: Task) -> str:
    """A title that ends with a full stop is not given a second one."""
    return str(task).rstrip(".")


def _of_school(task: Task) -> str:
    return f" ({school_name(task.school.short_name)})" if task.school_id else ""


def tell_step(task: Task, entry: TaskEntry) -> None:
    words = TO_DOERS | TO_CHECKERS | TO_BOTH
    if entry.action not in words:
        return
    people = []
    if entry.action not in TO_CHECKERS:
        people += people_asked([task])[task.pk]
    if entry.action not in TO_DOERS:
        people += in_charge_of(task.municipality, roles=[Role.COORDINATOR])
    notify(
        [user for user in dict.fromkeys(people) if user != entry.by],
        key=f"task-entry:{entry.pk}",
        title=words[entry.action].format(task)[:TITLE],
        text=f"{entry.by}: {entry.text}" if entry.text else str(entry.by),
        url=task.get_absolute_url(),
        at=entry.at,
    )
