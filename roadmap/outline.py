"""The roadmap of a programme as its pages tell it: goals, activities, works of a period."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from roadmap.models import Activity, Goal, Period, Programme, Task, Work
from roadmap.schedule import Timetable, timetable
from roadmap.services.works import works_of
from roadmap.shared import of_works
from schools.models import User

NOTHING = {"asked": 0, "done": 0, "late": 0}


@dataclass(frozen=True)
class Line:
    """A work with its dates and how far its tasks are, as far as the reader sees them."""

    work: Work
    schedule: Timetable
    asked: int
    done: int
    late: int


@dataclass(frozen=True)
class Part:
    goal: Goal
    activities: list[tuple[Activity, list[Line]]]


def outline(programme: Programme, period: Period, *, user: User, on: date) -> list[Part]:
    """Every activity of every goal, also where nothing is done in this period."""
    lines = defaultdict(list)
    for line in lines_of(works_of(programme, period), user=user, on=on):
        lines[line.work.activity_id].append(line)
    activities = defaultdict(list)
    for activity in programme.activities.current():
        activities[activity.goal_id].append((activity, lines[activity.pk]))
    return [
        Part(goal, activities[goal.pk]) for goal in programme.goals.all() if activities[goal.pk]
    ]


def lines_of(works, *, user: User, on: date) -> list[Line]:
    works = list(works.select_related("period", "activity"))
    told = progress(works, user=user, on=on)
    return [
        Line(
            work,
            timetable(work.when, work.period.starts_on, work.period.ends_on),
            **told.get(work.pk, NOTHING),
        )
        for work in works
    ]


def progress(works: list[Work], *, user: User, on: date) -> dict[int, dict]:
    own = {work.counted_as: work.pk for work in works}
    late = Q(state__in=Task.UNDER_WAY, due_on__lt=on)
    counted = (
        Task.objects.visible_to(user)
        .filter(of_works(works))
        .exclude(state=Task.State.CANCELLED)
        .order_by()
        .values("work")
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=Q(state=Task.State.DONE)),
            late=Count("pk", filter=late),
        )
    )
    told: dict[int, dict] = {}
    for row in counted:
        work = row.pop("work")
        there = told.setdefault(own.get(work, work), dict(NOTHING))
        there |= {name: there[name] + number for name, number in row.items()}
    return told


def period_on(programme: Programme, on: date, asked: str = "") -> Period | None:
    """The one asked for; else that of the day, else the last that has begun, else the first."""
    periods = list(programme.periods.all())
    by_pk = {str(period.pk): period for period in periods}
    if asked in by_pk:
        return by_pk[asked]
    dated = [period for period in periods if period.starts_on]
    now = [one for one in dated if one.starts_on <= on <= (one.ends_on or on)]
    begun = [one for one in dated if one.starts_on <= on]
    return next(iter([*now, *begun[-1:], *periods]), None)
