"""«Мои поручения»: the nearest few of what waits for the reader, on every start page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from roadmap.due import Due, due_of
from roadmap.models import Task
from roadmap.querysets import held_by
from schools.models import User

SHOWN = 4


@dataclass(frozen=True)
class MyTasks:
    rows: list[tuple[Task, Due]]
    open: int
    late: int
    to_check: int


def my_tasks(user: User, on: date) -> MyTasks:
    under_way, held = Q(state__in=Task.UNDER_WAY), held_by(user)
    counted = Task.objects.waiting_for(user, held).aggregate(
        open=Count("pk", filter=under_way),
        late=Count("pk", filter=under_way & Q(due_on__lt=on)),
        to_check=Count("pk", filter=Q(state=Task.State.SUBMITTED)),
    )
    nearest = Task.objects.mine(user, held).under_way().select_related("school")[:SHOWN]
    return MyTasks([(task, due_of(task.due_on, on)) for task in nearest], **counted)
