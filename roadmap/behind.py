"""What stands behind a value: how it came about, who is counted in it, and who is not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from schools.models import Municipality, School, User

from . import kinds
from .circle import Circle
from .facts import IN, NO, OUT, YES, Fact, Item
from .ground import Ground
from .kinds import Reading
from .models import Computation, Value
from .sets import SETS, Counted

HEADINGS = {YES: "Ответ «да»", NO: "Ответ «нет»", IN: "Учтены", OUT: "Не\xa0учтены"}


@dataclass(frozen=True)
class Group:
    """Lines that count alike."""

    heading: str
    items: list[Item]

    @property
    def has_numbers(self) -> bool:
        return any(item.number for item in self.items)


@dataclass(frozen=True)
class Behind:
    """`on`: the day of the set, where nothing was computed and the value names one."""

    value: Value
    user: User
    on: date

    @cached_property
    def computation(self) -> Computation | None:
        return Computation.objects.filter(value=self.value).first()

    @cached_property
    def fact(self) -> Fact | None:
        return self.computation and Fact.of_json(self.computation.fact)

    @property
    def figure(self) -> str:
        return kinds.sentence(self.value.indicator.kind, Reading.of(self.value))

    @property
    def computed(self) -> str:
        return kinds.sentence(self.value.indicator.kind, self.fact.reading)

    @property
    def is_by_hand(self) -> bool:
        return self.value.origin != Value.Origin.COMPUTED

    @property
    def differs(self) -> bool:
        return bool(self.fact) and Reading.of(self.value) != self.fact.reading

    @property
    def groups(self) -> list[Group]:
        """The municipality sees all, a school its own; answers to a survey the narrow circle."""
        found = [item for item in self.fact.items if self._sees(item)] if self.fact else []
        return [
            Group(heading, own)
            for state, heading in HEADINGS.items()
            if (own := [item for item in found if item.state == state])
        ]

    @property
    def hidden(self) -> bool:
        """Whether there are lines that are not this reader's."""
        return bool(self.fact) and not all(map(self._sees, self.fact.items))

    @cached_property
    def counted(self) -> Counted | None:
        """Of whom the percent is taken, where the list behind does not tell already."""
        code = self.value.indicator.denominator
        if self.fact or code not in SETS or not self.sees_municipality:
            return None
        ground = Ground.of(self.programme.municipality, self.value.period, on=self.on)
        return ground.counted(code, self.value.indicator.source_parameters.get("procedures", ()))

    @property
    def is_of_another_set(self) -> bool:
        """The whole that was written is not the total of the named set."""
        whole = self.value.denominator
        is_whole = self.value.school_id is None and self.counted is not None and whole is not None
        return is_whole and self.counted.total not in (None, whole)

    @property
    def programme(self):
        return self.value.indicator.programme

    @cached_property
    def sees_municipality(self) -> bool:
        seen = Municipality.objects.visible_to(self.user)
        return seen.filter(pk=self.programme.municipality_id).exists()

    @cached_property
    def is_of_survey(self) -> bool:
        """Whether the lines tell what single schools answered to a survey."""
        return self.value.indicator.school_indicators.filter(sensitive=True).exists()

    @cached_property
    def _schools(self) -> set[int]:
        home, circle = self.programme.municipality_id, Circle(self.user)
        own = School.objects.visible_to(self.user).filter(municipality=home)
        return {one.pk for one in own if not self.is_of_survey or circle.reads(home, one)}

    def _sees(self, item: Item) -> bool:
        sees_all = self.sees_municipality and not self.is_of_survey
        return sees_all or bool(set(item.schools) & self._schools)


def sets_of(ground: Ground) -> Iterable[Counted]:
    """All named sets, for the page that lists them."""
    return [ground.counted(code) for code in SETS]
