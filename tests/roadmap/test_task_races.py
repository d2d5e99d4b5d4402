"""Many who do the same at once, each on a connection of its own: the first one counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from roadmap.models import Task, TaskEntry
from roadmap.services import tasks
from schools.errors import PortalError
from tests.factories import AT, make_municipality, make_school, make_user
from tests.roadmap.making import make_task

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(step, arguments):
    """What each one got: an answer, or the words of a refusal."""
    start = Barrier(len(arguments))

    def one(argument):
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return step(argument)
        except PortalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(one, arguments))


def test_of_twenty_who_complete_a_task_at_once_one_does():
    task, people = make_task(make_municipality()), [make_user() for _ in range(20)]

    def complete(person):
        own = Task.objects.get(pk=task.pk)
        tasks.submit_task(own, by=person, at=AT)
        return person

    told = at_once(complete, people)

    (first,) = [one for one in told if one in people]
    assert told.count("Поручение уже выполнено: обновите страницу.") == 19
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", first)
    assert TaskEntry.objects.get().by == first


def test_of_those_who_accept_and_withdraw_at_once_one_decides():
    task = make_task(school=make_school())
    people = [make_user() for _ in range(10)]
    tasks.submit_task(task, by=people[0], at=AT)

    def decide(n):
        own = Task.objects.get(pk=task.pk)
        if n % 2:
            tasks.accept_task(own, by=people[n], at=AT)
        else:
            tasks.withdraw_task(own, by=people[n], at=AT)
        return n

    told = at_once(decide, range(10))

    assert len([one for one in told if isinstance(one, int)]) == 1
    assert TaskEntry.objects.exclude(action="submitted").count() == 1


def test_tasks_that_ten_people_make_at_once_are_made_once():
    municipality, people = make_municipality(), [make_user() for _ in range(10)]
    new = [
        tasks.NewTask(
            municipality=municipality,
            title=f"Дело {n}",
            due_on=date(2026, 9, 1),
            role="COORDINATOR",
            key=f"work:{n}",
        )
        for n in range(5)
    ]

    told = at_once(lambda person: len(tasks.give_tasks(new, by=person, at=AT)), people)

    assert sorted(told) == [*[0] * 9, 5]
    assert Task.objects.count() == TaskEntry.objects.count() == 5
