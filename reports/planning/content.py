"""What stands on the sheet: figures of the programmes and tasks of a municipality on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from identification.models import Protocol
from roadmap.models import Indicator, Meeting, Programme, Task, TaskEntry, Value
from roadmap.overview import Overview
from roadmap.when import SCHOOL_QUARTERS
from schools.models import Municipality, SchoolStatus, User
from schools.russian import count, school_name

AHEAD = timedelta(days=31)
RED, LATE, COMING = 10, 6, 6  # a sheet is one page
VALUES = "значение,значения,значений"
TASKS = "поручение,поручения,поручений"


@dataclass(frozen=True)
class Red:
    """An indicator that misses its target."""

    number: str
    title: str
    goal: str
    figure: str
    gap: str
    url: str


@dataclass(frozen=True)
class State:
    """A programme in its present period."""

    programme: Programme
    period: str
    aimed: int
    reached: int
    missing: int
    reds: list[Red]


@dataclass(frozen=True)
class Late:
    """Whoever is late, with the oldest of the tasks."""

    who: str
    n: int
    oldest: Task


@dataclass(frozen=True)
class Coming:
    """A task that is due; of one that many schools have, how many."""

    task: Task
    schools: int

    @property
    def where(self) -> str:
        if self.schools > 1:
            return count(self.schools, "школа,школы,школ")
        return school_name(self.task.school.short_name) if self.task.school_id else ""


@dataclass(frozen=True)
class Sheet:
    municipality: Municipality
    quarter: str
    since: date
    until: date  # of what changed
    on: date
    states: list[State]
    late: list[Late]
    to_check: int
    changed: list[str]
    coming: list[Coming]
    coming_all: int

    @property
    def coming_rest(self) -> int:
        return self.coming_all - len(self.coming)

    @property
    def overdue(self) -> int:
        return sum(one.n for one in self.late)


def sheet(
    municipality: Municipality,
    *,
    reader: User | None,
    on: date,
    since: date | None = None,
    states: list[State] | None = None,
    until: date | None = None,
    names: bool = True,
) -> Sheet:
    """Since the beginning of the school quarter, or another day. A note has its own `states` and
    tells what changed `until` its last day; it may be published, so it `names` neither people nor
    schools, and tells nothing of what single schools were recommended.
    """
    quarter, begun = quarter_of(on)
    since = since or begun
    until = min(on, until or on)
    tasks = municipality.tasks.under_way().filter(due_on__lte=on + AHEAD)
    if not names:
        tasks = tasks.exclude(origin=Task.Origin.RECOMMENDATION)
    open_tasks = list(tasks.select_related("school", "assignee"))
    coming = _coming([task for task in open_tasks if task.due_on >= on])
    return Sheet(
        municipality=municipality,
        quarter=quarter,
        since=since,
        on=on,
        states=_states(municipality, reader, on) if states is None else states,
        late=_late([task for task in open_tasks if task.due_on < on], names=names),
        to_check=municipality.tasks.waiting_for_check().count(),
        until=until,
        changed=list(_changed(municipality, since, until, names=names)),
        coming=coming[:COMING],
        coming_all=len(coming),
    )


def quarter_of(on: date) -> tuple[str, date]:
    """The school quarter that a day is in, or the last one in summer, and since when it is told."""
    begun = [
        (date(year, *span.start), span.label)
        for year in (on.year - 1, on.year)
        for span in SCHOOL_QUARTERS
        if date(year, *span.start) <= on
    ]
    since, label = max(begun)
    year = since.year if since.month >= 9 else since.year - 1
    return f"{label} {year}/{year + 1} учебного года", since


def _states(municipality, reader, on) -> list[State]:
    found = municipality.programmes.municipal().in_force()
    programmes = found.filter(kind=Programme.Kind.PROGRAMME).select_related(
        "municipality", "school", "document"
    )
    return [_state(Overview.of(one, reader=reader, on=on)) for one in programmes]


def _state(overview: Overview) -> State:
    titles = {line.indicator.pk: line.indicator.title for line in overview.lines}
    missed = [
        line for line in overview.aimed if line.shown and line.shown.standing.reached is False
    ]
    return State(
        programme=overview.programme,
        period=str(overview.period or ""),
        aimed=len(overview.aimed),
        reached=overview.reached,
        missing=overview.missing,
        reds=[
            Red(
                number=line.indicator.number,
                title=_title(line.indicator, titles),
                goal=line.goal,
                figure=" ".join(filter(None, (line.shown.light, line.shown.figure))),
                gap=line.shown.standing.words,
                url=line.indicator.get_absolute_url(),
            )
            for line in missed
        ],
    )


def _title(indicator: Indicator, titles: dict[int, str]) -> str:
    """A part («из них») says nothing without its whole."""
    if indicator.whole_id not in titles:
        return indicator.title
    first, rest = indicator.title[:1], indicator.title[1:]
    part = f"{first if rest[:1].isupper() else first.lower()}{rest}"
    return f"{titles[indicator.whole_id]}, из\xa0них: {part}"


def _late(tasks: list[Task], *, names: bool) -> list[Late]:
    """Who has most late tasks first; of equals who has been late longest."""
    groups = defaultdict(list)
    for task in tasks:
        groups[_whose(task, names=names)].append(task)
    rows = [
        Late(who, len(own), min(own, key=lambda task: (task.due_on, task.pk)))
        for who, own in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.n, row.oldest.due_on, row.who))


def _coming(tasks: list[Task]) -> list[Coming]:
    groups = defaultdict(list)
    for task in tasks:
        groups[task.due_on, task.title].append(task)
    return [Coming(own[0], sum(bool(one.school_id) for one in own)) for own in groups.values()]


def _whose(task: Task, *, names: bool) -> str:
    if task.school_id:
        return school_name(task.school.short_name) if names else "Школы"
    if task.assignee_id and names:
        return str(task.assignee)
    return (task.get_role_display() or "исполнитель муниципалитета").capitalize()


def _changed(municipality, since, until, *, names: bool):
    days = (since, until)
    told = _named if names else _counted
    entries = TaskEntry.objects.filter(task__municipality=municipality, at__date__range=days)
    if n := entries.filter(action__in=["done", "accepted"]).values("task").distinct().count():
        yield f"Выполнено: {count(n, TASKS)}."
    if n := entries.filter(action="returned").values("task").distinct().count():
        yield f"Возвращено на\xa0доработку: {count(n, TASKS)}."
    values = Value.objects.filter(
        indicator__programme__municipality=municipality,
        state=Value.State.ACCEPTED,
        entered_at__date__range=days,
    )
    if n := values.count():
        yield f"Внесено и\xa0принято: {count(n, VALUES)} показателей."
    statuses = SchoolStatus.objects.filter(school__municipality=municipality)
    if who := told(statuses.filter(given_on__range=days)):
        yield f"Получили статус: {who}."
    if who := told(statuses.filter(ended_on__range=days)):
        yield f"Статус снят: {who}."
    for protocol in municipality.protocols.filter(
        state=Protocol.State.APPROVED, approved_at__date__range=days
    ).select_related("document"):
        yield f"Утверждён {protocol.document.reference} о\xa0статусе школ."
    if n := municipality.meetings.filter(state=Meeting.State.HELD, held_on__range=days).count():
        yield f"Проведено: {count(n, 'заседание,заседания,заседаний')} рабочей группы."


def _counted(statuses) -> str:
    schools = statuses.values("school").distinct().count()
    return count(schools, "школа,школы,школ") if schools else ""


def _named(statuses) -> str:
    """«СОШ № 5 (низкие результаты), СОШ № 7 (лидер)»."""
    rows = statuses.select_related("school").order_by("school__short_name", "kind")
    return ", ".join(
        f"{school_name(row.school.short_name)} ({row.get_kind_display()})" for row in rows
    )
