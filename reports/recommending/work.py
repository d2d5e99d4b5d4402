"""How the work of schools goes, as frames of the rules: duties, own programmes, answers, sites.

It changes from day to day, so a letter is no older because of it: only figures make a fingerprint.
Queries: a handful, and as many again for every municipal programme that asks schools.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from reports.notes.indicators import narrow_of
from reports.rules.facts import ANSWERS, CURATORS, PLANS, SITES, TASKS
from roadmap.board import Board
from roadmap.columns import Column, periods_of, schools_asked
from roadmap.models import (
    Activity,
    Goal,
    Indicator,
    Level,
    Period,
    Programme,
    SiteCheck,
    SiteFinding,
    Target,
    Task,
    Value,
)
from roadmap.proofs import lacks_proof, proofs_of
from roadmap.querysets import OF_SCHOOL
from roadmap.workdays import is_workday
from schools.middleware import years_around
from schools.models import Membership, Municipality, Role

YEAR = timedelta(days=365)  # what ended or was looked at earlier is no news any more
TOLD = (Value.State.SUBMITTED, Value.State.ACCEPTED)  # a draft is nobody's answer yet
LONG = 20  # working days that a duty may be late before it counts by itself


def work_of(
    municipality: Municipality, schools: QuerySet, academic_year: int, on: date | None
) -> dict[str, pd.DataFrame]:
    """Nothing for a letter of long ago: what goes on now says nothing of it."""
    if on is None or academic_year not in years_around(on):
        return {}
    curators = Membership.objects.current().filter(school__in=schools, role=Role.CURATOR)
    return {
        "curators": _frame(curators.order_by("pk").values_list("school_id"), CURATORS),
        "tasks": _frame(_tasks(schools, on), TASKS),
        "plans": _frame(_plans(schools, on), PLANS),
        "answers": _frame(_answers(municipality, schools, on), ANSWERS),
        "sites": _frame(_sites(municipality, schools, on), SITES),
    }


def _frame(rows, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=names, dtype=object)


def _tasks(schools: QuerySet, on: date) -> Iterator[tuple]:
    """Late duties of the school's own people; what curators owe is no matter of the school."""
    there = Membership.objects.current().filter(
        user=OuterRef("assignee"), school=OuterRef("school"), role__in=OF_SCHOOL
    )
    late = Task.objects.overdue(on).filter(school__in=schools)
    late = late.filter(Q(role__in=OF_SCHOOL) | Exists(there)).order_by("due_on", "pk")
    for school, title, due_on in late.values_list("school_id", "title", "due_on"):
        yield school, title, f"{due_on:%d.%m.%Y}", _is_long_ago(due_on, on)


def _is_long_ago(due_on: date, on: date) -> bool:
    days, day = 0, due_on
    while day < on and days <= LONG:
        day += timedelta(days=1)
        days += is_workday(day)
    return days > LONG


def own_programmes(schools: QuerySet) -> QuerySet[Programme]:
    return Programme.objects.in_force().filter(school__in=schools, kind=Programme.Kind.PROGRAMME)


def _plans(schools: QuerySet, on: date) -> Iterator[tuple]:
    """Own programmes in force: what is the school's own in them, and all that they speak of."""
    own = own_programmes(schools).order_by("pk")
    programmes = dict(own.values_list("pk", "school_id"))
    now = Target.objects.filter(
        indicator=OuterRef("pk"), period__starts_on__lte=on, period__ends_on__gte=on
    )
    rows = Indicator.objects.current().filter(programme__in=programmes)
    rows = rows.annotate(is_of_now=Exists(now), parameters=F("origin__source_parameters"))
    names = ("programme_id", "goal_id", "goal__title", "title", "origin_id", "is_of_now")
    indicators = list(rows.order_by("pk").values_list(*names, "source_parameters", "parameters"))
    done = Activity.objects.current().filter(programme__in=programmes).order_by("pk")
    titles = list(done.values_list("programme_id", "title", "responsible"))
    aims = list(Goal.objects.filter(programme__in=programmes).values_list("programme_id", "title"))
    for programme, school in programmes.items():
        mine = [row[1:] for row in indicators if row[0] == programme]
        wanted = [row for row in mine if row[3] is None]
        wanted = [row for row in wanted if row[4]] or wanted
        activities = [row[1:] for row in titles if row[0] == programme]
        lines = [line for row in mine for told in row[5:] for line in _procedures(told)]
        words = [row[n] for row in mine for n in (1, 2)]
        words += [title for owner, title in aims if owner == programme]
        words += [text for row in activities for text in row]
        goals = {row[0] for row in wanted}
        yield school, len(goals), len(wanted), lines, " ".join(words).lower(), len(activities)


def _procedures(parameters: dict | None) -> list[dict]:
    return list((parameters or {}).get("procedures", ()))


def _answers(municipality: Municipality, schools: QuerySet, on: date) -> Iterator[tuple]:
    asking = Indicator.objects.current().filter(programme=OuterRef("pk"), level=Level.SCHOOL)
    found = municipality.programmes.municipal().in_force()
    found = found.filter(Exists(asking), kind=Programme.Kind.PROGRAMME)
    known = set(schools.values_list("pk", flat=True))
    for programme in found.select_related("municipality").order_by("pk"):
        periods = periods_of(programme)
        if period := _last_ended(periods, on):
            asked = [one for one in schools_asked(programme, period, None) if one.pk in known]
            yield from _of_programme(programme, periods, [Column(period, s, "") for s in asked])


def _last_ended(periods: list[Period], on: date) -> Period | None:
    ended = [one for one in periods if not one.is_baseline and one.ends_on]
    ended = [one for one in ended if on - YEAR < one.ends_on < on]
    return max(ended, key=lambda one: one.ends_on, default=None)


def _of_programme(programme, periods, columns: list[Column]) -> Iterator[tuple]:
    """What schools told at the end of the period; figures of a narrow circle are in no letter."""
    board = Board(programme, columns, reader=None, periods=periods, levels=[Level.SCHOOL])
    narrow = narrow_of(board.indicators)
    values = [told.pk for told in board.values.values()]
    proofs = proofs_of(values, without_dead=True)
    for column in columns:
        for one in board.indicators:
            value = None if one.pk in narrow else board.value(one, column)
            if value is None or value.state not in TOLD:
                continue
            reading = value.reading
            unproved = lacks_proof(one.proof, reading, proofs.get(value.pk, ()))
            yield (
                *(column.school.pk, one.title, one.kind, board.standing(one, column).state),
                *(unproved, reading.yes, reading.numerator),
                *(reading.denominator, board.aim_in_words(one, column.period)),
            )


def _sites(municipality: Municipality, schools: QuerySet, on: date) -> list[tuple]:
    """What the last round did not find, or not all of it."""
    rounds = SiteCheck.objects.filter(municipality=municipality)
    last = rounds.filter(held_on__gt=on - YEAR, held_on__lte=on).first()
    rows = SiteFinding.objects.filter(check_round=last, school__in=schools)
    lacking = rows.filter(found__in=[SiteFinding.Found.NO, SiteFinding.Found.PARTLY])
    lacking = lacking.order_by("requirement__order", "pk")
    return list(lacking.values_list("school_id", "requirement__title")) if last else []
