"""The indicators of a programme that the portal computes itself, with what came of one period."""

from dataclasses import dataclass
from functools import cached_property

from schools.russian import count

from . import kinds
from .facts import Fact
from .kinds import Reading
from .models import Indicator, Period, Programme, Value
from .services.values import Origin
from .sources import SOURCES


@dataclass(frozen=True)
class Line:
    indicator: Indicator
    values: list[Value]

    @property
    def source(self) -> str:
        source = SOURCES.get(self.indicator.source)
        return source.title if source else f"не\xa0известно: «{self.indicator.source}»"

    @property
    def value(self) -> Value | None:
        """Of an indicator of schools there are many."""
        return None if self.indicator.is_of_schools else next(iter(self.values), None)

    @property
    def figure(self) -> str:
        return kinds.sentence(self.indicator.kind, Reading.of(self.value)) if self.value else ""

    @property
    def schools(self) -> str:
        return count(len(self.values), "школа,школы,школ") if self.values else ""

    @cached_property
    def differing(self) -> list[Value]:
        """Written by hand, and the portal found another figure."""
        return [
            value
            for value in self.values
            if value.origin != Origin.COMPUTED
            and hasattr(value, "computation")
            and Fact.of_json(value.computation.fact).reading != Reading.of(value)
        ]


def lines_of(programme: Programme, period: Period, user) -> list[Line]:
    """Values are kept under the template: a school's copies show what the portal found there."""
    own = list(programme.indicators.current().exclude(source=""))
    values = Value.objects.visible_to(user).filter(
        indicator__in=[one.counted_as for one in own], period=period.counted_as
    )
    if programme.school_id:
        values = values.filter(school=programme.school_id)
    found: dict[int, list[Value]] = {}
    for value in values.select_related("computation", "school").order_by("school__short_name"):
        found.setdefault(value.indicator_id, []).append(value)
    return [Line(one, found.get(one.counted_as, [])) for one in own]
