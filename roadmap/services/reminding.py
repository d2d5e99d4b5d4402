"""The digest of the day: of each municipality in one transaction, by its own clock."""

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from roadmap.models import Task
from roadmap.reminders import AHEAD, Line, digests, is_to_remind
from schools.models import Municipality, User
from schools.services.notifications import notify

from .telling import people_asked

log = logging.getLogger(__name__)

MORNING = 8  # nobody is woken by a task


def remind_everybody(*, at: datetime) -> None:
    """Of all municipalities where something is due; one of them never stops the others."""
    # zones reach a day to either side
    last = at.date() + AHEAD + timedelta(days=1)
    waiting = Task.objects.under_way().filter(due_on__lte=last).values("municipality")
    for municipality in Municipality.objects.filter(pk__in=waiting).order_by("pk"):
        try:
            local = at.astimezone(ZoneInfo(municipality.time_zone))
            if local.hour >= MORNING:
                remind(municipality, on=local.date(), at=at)
        except Exception:
            log.exception("The reminders of %s", municipality.slug)


def remind(municipality: Municipality, *, on: date, at: datetime) -> int:
    """Tell each person once what is due; say how many were told."""
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        tasks = [
            task
            for task in municipality.tasks.under_way()
            .filter(due_on__lte=on + AHEAD)
            .select_related("school")
            if is_to_remind(task.due_on, task.reminded_on, on)
        ]
        people = people_asked(tasks)
        told = [
            (
                person.pk,
                Line(task.title, task.due_on, task.school.short_name if task.school else ""),
            )
            for task in tasks
            for person in people[task.pk]
        ]
        found = digests(told, on)
        users = User.objects.filter(is_active=True).in_bulk(found)
        for pk, user in users.items():
            notify(
                [user],
                key=f"tasks-{municipality.pk}-{on.isoformat()}",
                title=found[pk].title,
                text=found[pk].text,
                url=reverse("roadmap:tasks"),
                at=at,
            )
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_on=on)
    return len(users)
