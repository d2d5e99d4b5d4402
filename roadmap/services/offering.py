"""The tasks that an approved protocol suggests, for the coordinator to give or leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from identification.models import Decision, Protocol
from roadmap.models import Task
from roadmap.offers import OFFERS, Offer
from roadmap.services.tasks import NewTask, give_tasks
from roadmap.workdays import workday_on_or_before
from schools.models import School, SchoolStatus, User
from schools.russian import school_name

SOONEST = timedelta(days=14)
TO_SUPPORT = (Decision.Action.ENTER, Decision.Action.STAY)


@dataclass(frozen=True)
class Line:
    """One offered task of one school; `task` is the one that was given already."""

    school: School
    offer: Offer
    due_on: date
    key: str
    task: Task | None

    @property
    def title(self) -> str:
        return self.offer.title


def offered(protocol: Protocol, *, on: date) -> list[tuple[School, list[Line]]]:
    """For each school that the protocol named for support, in the order of their names.

    A school that stays on the list has its curator. No term is past or too short: whoever opens
    the page late offers two weeks from then on.
    """
    named = {}
    decisions = protocol.decisions.filter(status__in=SchoolStatus.SUPPORTED, action__in=TO_SUPPORT)
    for one in decisions.select_related("school").order_by("school__short_name", "pk"):
        entered = one.action == Decision.Action.ENTER
        named[one.school] = named.get(one.school, False) or entered
    given = {task.key: task for task in Task.objects.filter(key__startswith=_key(protocol))}
    decided_on, soonest = _decided_on(protocol), on + SOONEST
    return [
        (
            school,
            [
                Line(school, offer, _term(offer, decided_on, soonest), key, given.get(key))
                for offer in OFFERS
                if entered or offer.code != "curator"
                for key in [f"{_key(protocol)}{offer.code}-{school.pk}"]
            ],
        )
        for school, entered in named.items()
    ]


def _decided_on(protocol: Protocol) -> date:
    return protocol.document.dated_on or protocol.approved_at.date()


def _term(offer: Offer, decided_on: date, soonest: date) -> date:
    return workday_on_or_before(max(offer.due_on(decided_on), soonest))


def waiting(protocol: Protocol) -> int:
    """How many tasks are offered; once some were given, the rest was left on purpose."""
    schools = offered(protocol, on=_decided_on(protocol))
    lines = [line for _school, lines in schools for line in lines]
    return 0 if any(line.task for line in lines) else len(lines)


def take_up(
    protocol: Protocol, chosen: Mapping[str, date | None], *, on: date, by: User, at: datetime
) -> list[Task]:
    """Give those that were ticked, by the day that was set; one given already is not given again.

    `chosen`: key → its day; None: the term that was offered.
    """
    lines = [line for _school, lines in offered(protocol, on=on) for line in lines]
    return give_tasks(
        [
            NewTask(
                municipality=protocol.municipality,
                school=line.school if line.offer.of_school else None,
                title=_title(line),
                due_on=chosen[line.key] or line.due_on,
                role=line.offer.role,
                proof=line.offer.proof,
                origin=Task.Origin.IDENTIFICATION,
                key=line.key,
            )
            for line in lines
            if line.key in chosen
        ],
        by=by,
        at=at,
    )


def _title(line: Line) -> str:
    """A task of the municipality names the school that it is about."""
    if line.offer.of_school:
        return line.title
    return f"{line.title}: {school_name(line.school.short_name)}"


def _key(protocol: Protocol) -> str:
    return f"protocol-{protocol.pk}-"
