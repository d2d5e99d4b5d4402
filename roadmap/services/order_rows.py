"""Drafts of an order → rows of a programme: goals, periods, indicators with targets, activities."""

from django.db.models import Max

from roadmap.lint import warnings_of
from roadmap.models import Activity, Goal, Indicator, Period, Programme, Proof, Target, Work
from roadmap.readers.drafts import DraftActivity, DraftIndicator, Order
from roadmap.readers.periods import period_of
from roadmap.readers.targets import read_target
from roadmap.readers.units import unit_of
from roadmap.schedule import works_of_cell
from schools.errors import PortalError
from schools.naming import folded

ALREADY = "Строка {}: «{}» в\xa0программе уже есть. Пропустите строку или исправьте название."
PROOFS = (
    (Proof.PAGE, "ссылка на страницу"),
    (Proof.LINK, "ссылка на документ"),
)
# the limits of a work in the database: what does not fit stays whole in the activity of the order
LONGEST_WORK, LONGEST_WHEN = 1000, 200


def write_order(programme: Programme, order: Order) -> None:
    """What has the title of something that is there is refused: nothing is asked for twice."""
    _refuse_twins(programme, order)
    goals = _goals(programme, order)
    periods = _periods(programme, order)
    _indicators(programme, order, goals, periods)
    _activities(programme, order, goals, periods)


def _refuse_twins(programme: Programme, order: Order) -> None:
    for rows, lines in (
        (programme.indicators, order.indicators),
        (programme.activities, order.activities),
    ):
        there = {folded(title) for title in rows.current().values_list("title", flat=True)}
        for one in lines:
            if folded(one.title) in there:
                raise PortalError(ALREADY.format(one.row, one.title[:100]))


def _goals(programme: Programme, order: Order) -> dict[int, Goal]:
    """By their place in the order; one of the same title is taken as it is."""
    there = {folded(goal.title): goal for goal in programme.goals.all()}
    last = max((goal.order for goal in there.values()), default=0)
    used = {one.goal for one in order.lines}
    found = {}
    for place, title in enumerate(order.goals):
        if place not in used:
            continue
        if folded(title) not in there:
            last += 1
            there[folded(title)] = Goal.objects.create(
                programme=programme, number=str(last), title=title, order=last
            )
        found[place] = there[folded(title)]
    return found


def _periods(programme: Programme, order: Order) -> list[Period]:
    there = {period.label: period for period in programme.periods.all()}
    last = max((period.order for period in there.values()), default=0)
    for number, label in enumerate(order.periods, start=1):
        if label not in there:
            there[label] = Period.objects.create(
                programme=programme, order=last + number, **vars(period_of(label))
            )
    return [there[label] for label in order.periods]


def _indicators(programme, order: Order, goals, periods: list[Period]) -> None:
    first = _next(programme.indicators)
    warnings = warnings_of(order)
    made: dict[int, Indicator] = {}
    for place, one in enumerate(order.indicators, start=first):
        made[one.row] = Indicator.objects.create(
            programme=programme,
            goal=goals[one.goal],
            order=place,
            whole=made.get(one.whole),
            pair=made.get(one.pair),
            remark="\n".join(warnings.get(one.row, ())),
            **_of_indicator(one),
        )
    Target.objects.bulk_create(
        target for one in order.indicators for target in _targets(one, made[one.row], periods)
    )


def _of_indicator(one: DraftIndicator) -> dict:
    said = one.title.lower()
    return {
        "number": one.number,
        "title": one.title,
        "kind": one.kind,
        "unit": unit_of(one.kind, one.unit),
        "direction": one.direction,
        "level": one.level,
        "proof": next((proof for proof, words in PROOFS if words in said), Proof.NONE),
    }


def _targets(one: DraftIndicator, indicator: Indicator, periods: list[Period]):
    for period, text in zip(periods, one.targets, strict=True):
        target = read_target(text, kind=one.kind)
        if target is None:
            continue
        lower = one.direction == Indicator.Direction.LOWER and not target.words
        op = Target.Op.AT_MOST if lower else target.op
        yield Target(indicator=indicator, period=period, **{**vars(target), "op": op})


def _activities(programme, order: Order, goals, periods: list[Period]) -> None:
    first = _next(programme.activities)
    for place, one in enumerate(order.activities, start=first):
        activity = Activity.objects.create(
            programme=programme,
            goal=goals[one.goal],
            order=place,
            number=one.number,
            title=one.title,
            responsible=one.responsible,
            proved_by=one.proved_by,
        )
        Work.objects.bulk_create(_works(one, activity, periods))


def _works(one: DraftActivity, activity: Activity, periods: list[Period]):
    for period, cell in zip(periods, one.cells, strict=True):
        for order, (text, when) in enumerate(works_of_cell(cell), start=1):
            yield Work(
                activity=activity,
                period=period,
                order=order,
                text=text[:LONGEST_WORK],
                when=when[:LONGEST_WHEN],
            )


def _next(rows) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1
