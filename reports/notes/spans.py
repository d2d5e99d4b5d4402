"""The span of days that a note tells of, as officials call it, and the one before. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roadmap.when import HALF_YEARS, QUARTERS, SCHOOL_QUARTERS, SCHOOL_YEAR, YEAR
from schools.russian import NB

FAMILIES = (YEAR, HALF_YEARS, QUARTERS, SCHOOL_QUARTERS, SCHOOL_YEAR)
OF_SCHOOL = (SCHOOL_QUARTERS, SCHOOL_YEAR)
AUTUMN = 9
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    starts_on: date
    ends_on: date
    words: str  # after «за»: «2024 год», «I полугодие 2026 года»

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def span_of(starts_on: date, ends_on: date) -> Span:
    """A named one where its days are those of a name."""
    named = (one for year in (starts_on.year, starts_on.year - 1) for one in _named(year))
    found = next((one for one in named if _days(one) == (starts_on, ends_on)), None)
    return found or Span(starts_on, ends_on, f"период с {starts_on:%d.%m.%Y} по {ends_on:%d.%m.%Y}")


def before(span: Span) -> Span:
    """Of the same kind; of days without a name as many days."""
    for family in FAMILIES:
        years = range(span.starts_on.year - 2, span.ends_on.year + 1)
        own = [one for year in years for one in _of(family, year)]
        if span in own:
            earlier = [one for one in own if one.ends_on < span.starts_on]
            return max(earlier, key=lambda one: one.ends_on)
    last = span.starts_on - DAY
    return span_of(last - (span.ends_on - span.starts_on), last)


def _named(year: int) -> Iterator[Span]:
    for family in FAMILIES:
        yield from _of(family, year)


def _of(family, year: int) -> Iterator[Span]:
    for one in family:
        start, end = date(year, *one.start), _last(one, year)
        yield Span(start, end, _words(family, one.label, start))


def _last(one, year: int) -> date:
    month, day = one.end
    year += one.end < one.start
    return date(year, month, min(day, monthrange(year, month)[1]))


def _words(family, label: str, start: date) -> str:
    if family is YEAR:
        return f"{start.year}{NB}год"
    if family in OF_SCHOOL:
        year = start.year + (start.month >= AUTUMN)
        told = f"{year - 1}/{year}"
        if family is SCHOOL_YEAR:
            return f"{told}{NB}учебный год"
        return f"{label} {told}{NB}учебного года"
    return f"{label} {start.year}{NB}года"


def _days(span: Span) -> tuple[date, date]:
    return span.starts_on, span.ends_on
