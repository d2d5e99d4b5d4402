"""Terms as days: rules say «до 1 октября» or «в течение 10 рабочих дней», a letter says when."""

from datetime import date, timedelta
from functools import lru_cache

from reports.rules.catalogue import rule
from reports.rules.terms import within
from roadmap.models import Meeting
from roadmap.workdays import is_workday
from schools.models import Municipality

AHEAD = 450  # days: the longest term is told for the school year that begins
TO_OBJECT = within(5, in_summer=True)
DAY = timedelta(days=1)


def due_on(code: str, sent_on: date, *, meeting: date | None) -> date | None:
    """The day of a rule's term; None for a meeting whose day nobody has set."""
    term = rule(code).term
    return term.due(sent_on, days_off=days_off(sent_on), meeting=meeting)


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
