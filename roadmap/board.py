"""Indicators of a programme beside their targets and what was reached, in some columns.

One reading for the page of a programme, the matrices, the page of a school and the spreadsheet:
a handful of queries, whatever the numbers of indicators and columns.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from schools.models import User

from .averages import Averages
from .circle import Circle
from .columns import Column
from .kinds import Reading
from .models import Goal, Indicator, Level, Period, Programme, Target, Value
from .sets import SETS
from .targets import (
    AVERAGES,
    NOTHING,
    Aim,
    Beside,
    Measured,
    Standing,
    goal_in_words,
    in_words,
    standing,
)

FIGURES = ("pk", "indicator_id", "period_id", "school_id", "version", "state", "origin")
FIGURES += ("comment", "target_met", "entered_by_id", "entered_at", *Reading._fields)
HEAD = FIGURES.index("yes")


class Told:
    """A stored value, light: of a page there are thousands."""

    __slots__ = ("comment", "entered_at", "entered_by", "origin", "pk", "reading", "state")
    __slots__ += ("target_met", "version")

    def __init__(self, row: Sequence):
        self.pk, self.version, self.state, self.origin = row[0], *row[4:7]
        self.comment, self.target_met, self.entered_by, self.entered_at = row[7:HEAD]
        self.reading = Reading(*row[HEAD:])

    @property
    def is_of_portal(self) -> bool:
        return self.origin != Value.Origin.ENTERED


class Board:
    """`levels`: whose indicators stand on it. `keeps_home`: its reader may accept values.
    `only`: these indicators. `without_copies`: not those whose values another programme asks for.
    Without a reader it is of a paper: see `circle.Circle`.
    """

    def __init__(
        self,
        programme: Programme,
        columns: Sequence[Column],
        *,
        reader: User | None,
        periods: Sequence[Period],
        levels: Sequence[str] = (Level.MUNICIPALITY, Level.SCHOOL),
        keeps_home: bool = False,
        only: Sequence[int] = (),
        without_copies: bool = False,
    ):
        self.programme, self.columns, self.reader = programme, list(columns), reader
        self.periods, self.keeps_home = list(periods), keeps_home
        own = programme.indicators.current().select_related("goal", "origin")
        wanted = own.filter(level__in=levels).order_by("goal__order", "order")
        if only:
            wanted = wanted.filter(pk__in=only)
        if without_copies:
            wanted = wanted.filter(origin=None)
        self.indicators: list[Indicator] = in_families(wanted)
        self.measured = {one.pk: measured_of(one) for one in self.indicators}
        targets = Target.objects.filter(indicator__in=[one.pk for one in self.indicators])
        self.targets = {(one.indicator_id, one.period_id): one for one in targets}
        self.aims = {key: aim_of(target) for key, target in self.targets.items()}
        self.values = self._values()

    def _values(self) -> dict[tuple, Told]:
        places = [column.place for column in self.columns]
        asked = {period for period, _school in places}
        if self.baseline:
            asked.add(self.baseline.counted_as)
        found = Value.objects.filter(
            indicator__in={one.counted_as for one in self.indicators}, period__in=asked
        )
        if {school for _period, school in places} == {None}:
            found = found.filter(school=None)
        return {row[1:4]: Told(row) for row in found.order_by().values_list(*FIGURES)}

    @cached_property
    def baseline(self) -> Period | None:
        return next((period for period in self.periods if period.is_baseline), None)

    @cached_property
    def circle(self) -> Circle:
        return Circle(self.reader)

    @cached_property
    def averages(self) -> Averages:
        asking = {key[0] for key, target in self.targets.items() if target.kind in AVERAGES}
        indicators = [one for one in self.indicators if one.pk in asking]
        return Averages(self.programme.municipality, indicators, self.periods)

    @property
    def goals(self) -> list[tuple[Goal, list[Indicator]]]:
        return [
            (goal, list(own)) for goal, own in groupby(self.indicators, key=lambda one: one.goal)
        ]

    def value(self, indicator: Indicator, column: Column) -> Told | None:
        """Nothing where its reader is not of the narrow circle: see is_hidden."""
        if self.is_hidden(indicator, column):
            return None
        return self.values.get((indicator.counted_as, *column.place))

    def is_hidden(self, indicator: Indicator, column: Column) -> bool:
        return indicator.is_narrow and not self.circle.reads(
            self.programme.municipality_id, column.school
        )

    def aim(self, indicator: Indicator, period: Period) -> Aim | None:
        return self.aims.get((indicator.pk, period.pk))

    def aim_in_words(self, indicator: Indicator, period: Period) -> str:
        """An average that is known stands beside: «не ниже среднего по региону (71)»."""
        aim = self.aim(indicator, period)
        if aim is None:
            return ""
        of = self.measured[indicator.pk]
        if aim.kind in AVERAGES:
            average = self.averages.of(indicator, aim.kind, period)
            if average is not None:
                return f"{in_words(aim, of)} ({goal_in_words(average, of)})"
        return in_words(aim, of)

    def standing(self, indicator: Indicator, column: Column) -> Standing:
        aim = self.aim(indicator, column.period)
        if aim is None:
            return NOTHING
        told = self.value(indicator, column)
        beside = self._beside(aim, indicator, column, told)
        return standing(aim, told and told.reading, self.measured[indicator.pk], beside)

    def _beside(self, aim, indicator, column, told) -> Beside | None:
        if aim.kind == "value":
            return None
        if aim.kind in AVERAGES:
            average = self.averages.of(indicator, aim.kind, column.period)
            return Beside(**{aim.kind: average})
        if aim.kind == "words":
            return Beside(said=told and told.target_met)
        return Beside(baseline=self._baseline_of(indicator, column))

    def _baseline_of(self, indicator: Indicator, column: Column) -> Reading | None:
        if self.baseline is None:
            return None
        there = self.values.get((indicator.counted_as, self.baseline.counted_as, column.place[1]))
        return there and there.reading


def measured_of(indicator: Indicator) -> Measured:
    named = SETS.get(indicator.denominator)
    return Measured(
        indicator.kind, indicator.direction, indicator.unit, named.forms if named else ""
    )


def aim_of(target: Target) -> Aim:
    return Aim(target.kind, target.op, target.number, target.words)


def in_families(indicators) -> list[Indicator]:
    """Parts under their whole, the indicators of schools under the municipal one they answer.

    Whoever's whole is not on the board stands where the document has it.
    """
    indicators = list(indicators)
    there = {one.pk: one for one in indicators}
    below: dict[int, list[Indicator]] = {}
    for one in indicators:
        above = (there.get(pk) for pk in (one.whole_id, one.pair_id))
        one.above = next((w.pk for w in above if w and w.goal_id == one.goal_id), None)
        below.setdefault(one.above, []).append(one)
    ordered = []

    def put(one: Indicator, depth: int):
        one.depth = depth
        ordered.append(one)
        for lower in below.get(one.pk, ()):
            put(lower, depth + 1)

    for one in below.get(None, ()):
        put(one, 0)
    return ordered
