"""Rows of a programme for the note on its progress."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from reports.notes.indicators import narrow_of, picture_of
from reports.notes.picture import Picture
from reports.notes.spans import Span, before
from reports.planning.content import Red, Sheet, State, sheet
from roadmap.board import Board
from roadmap.columns import Column, current_period, periods_of
from roadmap.comparison import Change, of_school
from roadmap.kinds import Reading, sentence
from roadmap.models import Edition, Evidence, Period, Programme, Task, Value, ValueChange
from schools.russian import school_name

from .duties import Duty

NOTHING = sentence("", None)
SOON = 31  # days after the end of the span in which the coming deadlines are of use


@dataclass(frozen=True)
class Moved:
    """An indicator of the municipality and how its value changed."""

    number: str
    title: str
    change: Change


@dataclass(frozen=True)
class Compared:
    """`since`: what the values are held against: a period, or a day."""

    since: str
    rows: list[Moved]
    is_period: bool = True

    @property
    def moved(self) -> list[Moved]:
        """Known both times, and not the same."""
        return [row for row in self.rows if row.change.better is not None]

    @property
    def known(self) -> int:
        """With a value both times."""
        return sum(NOTHING not in (row.change.before, row.change.after) for row in self.rows)

    @property
    def new(self) -> int:
        """Entered now, and not known before."""
        return sum(row.change.before == NOTHING != row.change.after for row in self.rows)

    @property
    def better(self) -> list[Moved]:
        return [row for row in self.rows if row.change.better is True]

    @property
    def worse(self) -> list[Moved]:
        return [row for row in self.rows if row.change.better is False]


@dataclass(frozen=True)
class Read:
    programme: Programme
    span: Span
    earlier: Span
    on: date
    picture: Picture
    sheet: Sheet
    duties: list[Duty]  # due in the span
    duties_before: list[Duty]  # due in the span before
    compared: Compared
    editions: list[Edition]  # adopted in the span
    proofs: int  # added in the span
    gone: int  # links that do not open

    @property
    def is_of_past_period(self) -> bool:
        """No period of the programme reaches into the span: the last one is told of."""
        last = self.picture.period and self.picture.period.ends_on
        return bool(last) and last < self.span.starts_on

    @property
    def is_of_coming_period(self) -> bool:
        """The programme begins after the span: its first period is told of."""
        first = self.picture.period and self.picture.period.starts_on
        return bool(first) and first > self.span.ends_on

    @property
    def tells_of_coming(self) -> bool:
        return (self.on - self.span.ends_on).days <= SOON


def read(programme: Programme, span: Span, on: date) -> Read:
    earlier, last = before(span), min(on, span.ends_on)
    periods = periods_of(programme)
    period = current_period(periods, last)
    picture = picture_of(programme, on=last, period=period)
    proofs = Evidence.objects.standing().filter(
        value__indicator__programme=programme
    ) | Evidence.objects.standing().filter(task__work__activity__programme=programme)
    return Read(
        programme=programme,
        span=span,
        earlier=earlier,
        on=on,
        picture=picture,
        sheet=sheet(
            programme.municipality,
            reader=None,
            on=on,
            since=span.starts_on,
            states=[_state(picture)] if picture.period else [],
            until=span.ends_on,
            names=False,
        ),
        duties=_duties(programme, span),
        duties_before=_duties(programme, earlier),
        compared=_compared(programme, periods, period, span),
        editions=list(
            programme.editions.filter(
                adopted_on__range=(span.starts_on, span.ends_on)
            ).select_related("document")
        ),
        proofs=proofs.filter(added_at__date__range=(span.starts_on, last)).count(),
        gone=proofs.filter(link=Evidence.Link.GONE).count(),
    )


def _state(picture: Picture) -> State:
    return State(
        programme=picture.programme,
        period=str(picture.period),
        aimed=sum(bool(row.goal) for row in picture.own),
        reached=len(picture.reached),
        missing=sum(not row.is_told or row.is_computed for row in picture.own),
        reds=[
            Red(row.number, row.title, row.goal, row.figure, row.distance, url="")
            for row in picture.missed
        ],
    )


def _duties(programme: Programme, span: Span) -> list[Duty]:
    """Those of the roadmap, and what the municipality was given besides."""
    tasks = Task.objects.filter(
        municipality=programme.municipality_id, due_on__range=(span.starts_on, span.ends_on)
    ).exclude(state=Task.State.CANCELLED)
    # what single schools were recommended is told in their letters
    tasks = tasks.exclude(origin=Task.Origin.RECOMMENDATION)
    tasks = tasks.select_related("school", "work__activity__goal")
    return [
        Duty(
            title=task.title,
            goal=str(goal) if goal else "",
            school=school_name(task.school.short_name) if task.school_id else "",
            due_on=task.due_on,
            state=task.state,
            done_on=task.done_at and localdate(task.done_at),
        )
        for task in tasks.order_by("due_on", "pk")
        if (goal := _goal(task, programme)) or task.work_id is None
    ]


def _goal(task: Task, programme: Programme):
    if task.work_id is None or task.work.activity.programme_id != programme.pk:
        return None
    return task.work.activity.goal


def _compared(
    programme: Programme, periods: list[Period], period: Period | None, span: Span
) -> Compared:
    """Against the period before, where the span begins another one; else against its first day."""
    if period is None:
        return Compared("", [])
    number = periods.index(period)
    begins = period.starts_on is None or period.starts_on >= span.starts_on
    if begins and number == 0:
        return Compared("", [])
    earlier = periods[number - 1] if begins else None
    columns = [Column(one, None, "") for one in (period, earlier) if one]
    board = Board(programme, columns, reader=None, periods=periods)
    narrow = narrow_of(board.indicators)
    own = [one for one in board.indicators if not one.is_of_schools and one.pk not in narrow]
    if earlier:
        then = {one.pk: board.value(one, columns[1]) for one in own}
        readings = {pk: value.reading for pk, value in then.items() if value}
        since = str(earlier)
    else:
        readings = _readings_on(span.starts_on, [one.pk for one in own], period)
        since = f"{span.starts_on:%d.%m.%Y}"
    rows = []
    for one in own:
        value = board.value(one, columns[0])
        change = of_school(
            one.kind, one.direction, readings.get(one.counted_as), value and value.reading
        )
        rows.append(Moved(one.number, one.title, change))
    return Compared(since, rows, is_period=earlier is not None)


def _readings_on(day: date, indicators: list[int], period: Period) -> dict[int, Reading]:
    """What stood on the morning of the day, out of the history of the values."""
    values = Value.objects.filter(indicator__in=indicators, period=period.counted_as, school=None)
    changes = ValueChange.objects.filter(value__in=values, at__date__lt=day).order_by("version")
    told = changes.values_list("value__indicator", "after")
    return {indicator: Reading.of_json(after) for indicator, after in told if after}
