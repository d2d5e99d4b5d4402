"""Terms as days: rules say «до 1 октября» or «в течение 10 рабочих дней», a letter says when."""

from datetime import date, timedelta
from functools import lru_cache

from reports.rules.catalogue import rule
from reports.rules.terms import SHORTEST, within
from roadmap.models import Meeting
from roadmap.workdays import is_workday
from schools.models import Municipality

AHEAD = 450  # days: the longest term is told for the school year that begins
TO_OBJECT = within(5, in_summer=True)
DAY = timedelta(days=1)


def term_of(code: str, sent_on: date, *, meeting: date | None) -> tuple[str, date | None]:
    """The term of a rule in words and as a day; None for a meeting whose day nobody has set.

    Of a day that is too near, or is over, fifteen working days take the place.
    """
    term, near = rule(code).term, within(SHORTEST)
    off = days_off(sent_on)
    day = term.due(sent_on, days_off=off, meeting=meeting)
    is_moved = (term.day or term.quarter) and day == near.due(sent_on, days_off=off)
    return (near if is_moved else term).in_words(), day


def due_on(code: str, sent_on: date, *, meeting: date | None = None) -> date | None:
    return term_of(code, sent_on, meeting=meeting)[1]


def objections_until(sent_on: date) -> date:
    return TO_OBJECT.due(sent_on, days_off=days_off(sent_on))


def next_meeting(municipality: Municipality, on: date) -> date | None:
    """The day for which the working group is called together."""
    planned = Meeting.objects.filter(
        municipality=municipality, state=Meeting.State.PLANNED, held_on__gte=on
    )
    return planned.order_by("held_on").values_list("held_on", flat=True).first()


@lru_cache(maxsize=64)
def days_off(since: date) -> frozenset[date]:
    """Holidays, and the days that the government moved them to."""
    days = (since + DAY * number for number in range(AHEAD))
    return frozenset(day for day in days if not is_workday(day))
