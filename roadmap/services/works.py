"""Tasks made of the works of a roadmap: first looked at, then made, later only what is missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from roadmap.models import Period, Programme, Task, Work
from roadmap.querysets import OF_SCHOOL
from roadmap.schedule import Timetable, Window, timetable
from roadmap.services.tasks import NewTask, give_tasks
from roadmap.shared import of_works
from schools.errors import PortalError
from schools.models import Municipality, Role, School, SchoolStatus, User

Whom = Work.Whom
# whom a programme of support is for
AUTUMN = 9
RELATED = ("activity__goal", "period", "origin__activity__programme")
NOBODY = {
    Whom.MUNICIPALITY: "Это работа муниципалитета: школа её не\xa0поручает.",
    Whom.SUPPORTED: "Поддерживаемых школ в\xa0это время нет.",
    Whom.SCHOOLS: "Открытых школ в\xa0муниципалитете нет.",
    Whom.SCHOOL: "Это программа муниципалитета, своей школы у\xa0неё нет.",
}
BY_TEMPLATE = (
    "Эту работу школе поручает программа муниципалитета. Второго поручения не\xa0будет, "
    "выполненное засчитывается и\xa0здесь."
)
NOT_IN_FORCE = "Поручения ставятся по\xa0действующей программе. Эта программа: {}."


@dataclass(frozen=True)
class Plan:
    """What one work asks for: the tasks that are there, those still missing, or why none."""

    work: Work
    schedule: Timetable
    made: tuple[Task, ...]
    missing: tuple[NewTask, ...]
    note: str = ""

    def past(self, on: date) -> list[NewTask]:
        return [task for task in self.missing if task.due_on < on]

    def ahead(self, on: date) -> list[NewTask]:
        return [task for task in self.missing if task.due_on >= on]


def plans(programme: Programme, period: Period) -> list[Plan]:
    """Of every work of the period, in the order of the document."""
    works = list(works_of(programme, period).select_related(*RELATED))
    addressees = Addressees(programme.municipality, programme.school)
    above = _above(programme)
    made = tasks_of(works)
    return [_plan(work, programme, addressees, above, made[work.pk]) for work in works]


def works_of(programme: Programme, period: Period):
    standing = Work.objects.current().filter(activity__dropped_on=None)
    return standing.filter(activity__programme=programme, period=period).order_by(
        "activity__goal__order", "activity__order", "order"
    )


def tasks_of(works: list[Work]) -> dict[int, list[Task]]:
    own, made = {work.counted_as: work.pk for work in works}, defaultdict(list)
    for task in Task.objects.filter(of_works(works)).select_related("school"):
        made[own.get(task.work_id, task.work_id)].append(task)
    return made


def make_tasks(
    programme: Programme,
    period: Period,
    *,
    with_past: bool = False,
    by: User,
    on: date,
    at: datetime,
) -> list[Task]:
    """What is missing. Days that have passed are asked for only where somebody wants them."""
    _check_in_force(programme)
    found = plans(programme, period)
    new = [task for plan in found for task in (plan.missing if with_past else plan.ahead(on))]
    return give_tasks(new, by=by, at=at)


def date_work(work: Work, *, due_on: date, by: User, at: datetime) -> list[Task]:
    """A day for a work whose words have none."""
    programme = work.activity.programme
    _check_in_force(programme)
    window = Window(None, due_on, "")
    if _is_asked_above(work, programme, _above(programme), due_on):
        raise PortalError(BY_TEMPLATE)
    addressees = Addressees(programme.municipality, programme.school)
    schools = addressees.of(work.whom, due_on)
    if not schools:
        raise PortalError(NOBODY[work.whom])
    return give_tasks([_new(work, window, programme, each) for each in schools], by=by, at=at)


def _check_in_force(programme: Programme) -> None:
    if programme.state != Programme.State.IN_FORCE:
        raise PortalError(NOT_IN_FORCE.format(programme.get_state_display()))


def _above(programme: Programme) -> "Addressees | None":
    """Whom the template of a school's programme asks."""
    return Addressees(programme.municipality) if programme.template_id else None


def _is_asked_above(work: Work, programme: Programme, above, day: date) -> bool:
    """A copy asks for nothing that its template asks of the school as it is."""
    if above is None or work.origin is None or work.origin.dropped_on:
        return False
    activity = work.origin.activity
    in_force = activity.programme.state == Programme.State.IN_FORCE and not activity.dropped_on
    return in_force and programme.school in above.of(work.origin.whom, day)


def _plan(work: Work, programme: Programme, addressees, above, made: list[Task]) -> Plan:
    schedule = timetable(work.when, work.period.starts_on, work.period.ends_on)
    keys = {task.key for task in made}
    shared = [w for w in schedule.windows if _is_asked_above(work, programme, above, w.due_on)]
    asked = [
        _new(work, window, programme, school)
        for window in schedule.windows
        if window not in shared
        for school in addressees.of(work.whom, window.due_on)
    ]
    note = schedule.note
    if schedule.windows and not asked:
        note = BY_TEMPLATE if shared else NOBODY[work.whom]
    missing = {task.key: task for task in asked if task.key not in keys}
    return Plan(work, schedule, tuple(made), tuple(missing.values()), note)


def _new(work: Work, window: Window, programme: Programme, school: School | None) -> NewTask:
    asked = window.on_workday
    return NewTask(
        municipality=programme.municipality,
        school=school,
        title=work.text,
        starts_on=asked.starts_on,
        due_on=asked.due_on,
        role=role_of(work, school),
        proof=work.activity.proof,
        origin=Task.Origin.ROADMAP,
        work=work,
        key=f"work:{work.counted_as}:{window.due_on.isoformat()}:{school.pk if school else ''}",
    )


def role_of(work: Work, school: School | None) -> str:
    """A school is asked through its own people, a municipality through its own."""
    own = (*OF_SCHOOL, Role.CURATOR)
    if school:
        return work.role if work.role in own else Role.DIRECTOR
    return Role.COORDINATOR if work.role in own else work.role


class Addressees:
    """Whom something is asked of on a day; None is the municipality. A school's programme asks
    its own school, and never the municipality.
    """

    def __init__(self, municipality: Municipality, school: School | None = None):
        self.municipality, self.school = municipality, school
        self.open = list(municipality.schools.open().order_by("short_name"))
        supported = SchoolStatus.objects.supporting().filter(school__in=self.open)
        self.supported = list(supported.values_list("school", "since", "until"))

    def of(self, whom: str, day: date) -> list[School | None]:
        if whom == Whom.MUNICIPALITY:
            return [] if self.school else [None]
        if self.school:
            return [self.school]
        if whom == Whom.SUPPORTED:
            held = self._supported_in(day.year + (day.month >= AUTUMN))
            return [school for school in self.open if school.pk in held]
        if whom == Whom.SCHOOLS:
            return [school for school in self.open if not school.parent_id]
        return []

    def _supported_in(self, year: int) -> set[int]:
        return {
            school
            for school, since, until in self.supported
            if since <= year and (until is None or year <= until)
        }
