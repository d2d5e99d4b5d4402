"""Which sources an indicator may have, and with which parameters: for the form that chooses."""

from dataclasses import dataclass

from identification.methods.schema import Field
from roadmap.models import Indicator

from .registry import SOURCES, Source


@dataclass(frozen=True)
class Question:
    """A source and the indicator that it shall answer: what the form of parameters is made of."""

    source: Source
    indicator: Indicator

    @property
    def schema(self) -> tuple[Field, ...]:
        return self.source.offered(self.indicator) if self.source.offered else self.source.schema

    def further_problems(self, parameters: dict) -> list[str]:
        return list(self.source.wrong(self.indicator, parameters)) if self.source.wrong else []


def suiting(indicator: Indicator) -> list[Source]:
    """The sources that can tell a figure of its kind, as people look for them."""
    found = (source for source in SOURCES.values() if suits(source, indicator))
    return sorted(found, key=lambda source: source.title)


def suits(source: Source, indicator: Indicator) -> bool:
    of_school = indicator.is_of_schools or indicator.programme.school_id is not None
    return source.fits(indicator.kind, of_school=of_school)
