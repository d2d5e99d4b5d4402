"""Rows of a programme, many at a time: parents in the first wave, what hangs on them after."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from roadmap.models import Goal, Indicator, Period, Programme, Target
from roadmap.readers.targets import read_target


def school_year(last: int) -> dict:
    return {
        "kind": Period.Kind.SCHOOL_YEAR,
        "label": f"{last - 1}/{last}",
        "starts_on": date(last - 1, 9, 1),
        "ends_on": date(last, 8, 31),
    }


def calendar_year(year: int) -> dict:
    return {"label": str(year), "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}


def write_periods(programme: Programme, rows: Iterable[dict]) -> list[Period]:
    return Period.objects.bulk_create(
        Period(programme=programme, order=order, **row) for order, row in enumerate(rows, start=1)
    )


def write_goals(programme: Programme, titles: Iterable[str]) -> dict[str, Goal]:
    goals = Goal.objects.bulk_create(
        Goal(programme=programme, number=str(order), title=title, order=order)
        for order, title in enumerate(titles, start=1)
    )
    return {goal.number: goal for goal in goals}


def write_indicators(programme: Programme, rows: Iterable[dict]) -> dict[str, Indicator]:
    """By number. `whole` and `pair` of a row are numbers of others."""
    rows = [row | {"order": order} for order, row in enumerate(rows, start=1)]
    made = {}
    for hangs in (False, True):
        wave = [row for row in rows if bool(row.get("whole") or row.get("pair")) == hangs]
        links = [{name: made.get(row.get(name)) for name in ("whole", "pair")} for row in wave]
        for indicator in Indicator.objects.bulk_create(
            Indicator(programme=programme, **row | link)
            for row, link in zip(wave, links, strict=True)
        ):
            made[indicator.number] = indicator
    return made


def write_targets(indicator: Indicator, periods: list[Period], texts: Iterable[str]):
    """Of a text for each period; an empty one wants nothing."""
    for period, text in zip(periods, texts, strict=True):
        if target := read_target(text, kind=indicator.kind):
            yield Target(
                indicator=indicator,
                period=period,
                kind=target.kind,
                op=_op(indicator, target),
                number=target.number,
                words=target.words,
            )


def _op(indicator: Indicator, target) -> str:
    """A bare number of what should be less is a most, not a least; a zero is a zero."""
    if target.words or indicator.direction == Indicator.Direction.HIGHER:
        return target.op
    return Target.Op.EQUAL if target.number == Decimal(0) else Target.Op.AT_MOST
