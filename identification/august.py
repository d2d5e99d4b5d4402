"""The identification that the calendar starts: every August, in every municipality, by itself.

The portal asks often who is due. Of each municipality it looks once a day, in one transaction
with what it starts: whoever dies in the middle has looked at nothing.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import count, school_year
from schools.services.notifications import in_charge_of, notify

from .models import Methodology, Run
from .readiness import readiness
from .services import start_run

log = logging.getLogger(__name__)

AUGUST, HOUR = 8, 3
CATCH_UP = timedelta(days=31)  # after a longer outage people decide by hand
AHEAD = timedelta(days=14)
BUG = "Портал не смог начать её из-за ошибки. Запись о ней есть в журнале администратора."

ALREADY = {
    Run.State.QUEUED: "уже в очереди",
    Run.State.RUNNING: "уже проводится",
    Run.State.DONE: "уже проведена",
    Run.State.FAILED: "не удалась, её можно провести на странице «Идентификация»",
}


def due_at(municipality: Municipality, year: int) -> datetime:
    """03:00 of the municipality's day, by its own clock."""
    zone = ZoneInfo(municipality.time_zone)
    return datetime(year, AUGUST, municipality.august_day, HOUR, tzinfo=zone)


def next_due(municipality: Municipality, at: datetime) -> datetime:
    year = at.astimezone(ZoneInfo(municipality.time_zone)).year
    this_year = due_at(municipality, year)
    return this_year if at < this_year else due_at(municipality, year + 1)


def is_due(municipality: Municipality, at: datetime) -> bool:
    moment = due_at(municipality, at.astimezone(ZoneInfo(municipality.time_zone)).year)
    return moment <= at < moment + CATCH_UP


def start_due(*, at: datetime) -> list[int]:
    """Queue what is due; say which runs to ring for. One municipality never stops the others."""
    # an August day may be the 31st, and zones reach a day to either side
    first = date(at.year, AUGUST, 1) - AHEAD - timedelta(days=1)
    last = date(at.year, AUGUST, 31) + CATCH_UP + timedelta(days=1)
    if not first <= at.date() <= last:
        return []
    started = []
    for municipality in Municipality.objects.order_by("pk"):
        try:
            started += [one.run.pk for one in _look(municipality, at) if one.run]
        except Exception:
            log.exception("The August identification of %s", municipality.slug)
            _tell_why_not(Outcome(municipality, None, None, BUG), at)
    return started


def start_year(year: int, *, at: datetime) -> list["Outcome"]:
    """The same by hand: every municipality whose day of that year has come, looked at or not.

    What was started before is told too.
    """
    found = []
    for municipality in Municipality.objects.order_by("pk"):
        if due_at(municipality, year) <= at:
            with transaction.atomic():
                started = list(_start(municipality, year, at))
            new = [one.run.pk for one in started if one.run]
            there = _of_august(municipality, year).exclude(pk__in=new)
            found += started
            found += [
                Outcome(municipality, run.methodology, run, ALREADY[run.state])
                for run in there.select_related("methodology")
            ]
    return found


class Outcome(NamedTuple):
    """A run that was queued, or why none was; then `run` is the one that was there already."""

    municipality: Municipality
    methodology: Methodology | None
    run: Run | None
    why_not: str = ""


def _look(municipality: Municipality, at: datetime) -> list[Outcome]:
    day = at.astimezone(ZoneInfo(municipality.time_zone)).date()
    soon = next_due(municipality, at)
    due = is_due(municipality, at)
    if not due and not (soon - at <= AHEAD and day < soon.date()):
        return []
    with transaction.atomic():
        looked = Municipality.objects.filter(
            Q(looked_on=None) | Q(looked_on__lt=day), pk=municipality.pk
        ).update(looked_on=day)
        if not looked:
            return []
        if not due:
            _tell_ahead(municipality, soon, at)
            return []
        outcomes = list(_start(municipality, day.year, at))
        for one in outcomes:
            if one.why_not:
                _tell_why_not(one, at)
        return outcomes


def _of_august(municipality: Municipality, year: int):
    return municipality.runs.filter(academic_year=year, origin=Run.Origin.AUGUST).order_by("pk")


def _start(municipality: Municipality, year: int, at: datetime) -> Iterator[Outcome]:
    """Each methodology once a year, whichever of its versions it was."""
    # of two that look at once the second sees what the first has started
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    done = _of_august(municipality, year)
    methodologies = municipality.methodologies.newest()
    if not methodologies:
        yield Outcome(municipality, None, None, "Методика ещё не введена.")
    left = methodologies.exclude(slug__in=done.values("methodology__slug"))
    for methodology in left.select_related("municipality").order_by("pk"):
        try:
            with transaction.atomic():
                run = start_run(
                    methodology, academic_year=year, by=None, at=at, origin=Run.Origin.AUGUST
                )
        except PortalError as refusal:
            yield Outcome(municipality, methodology, None, str(refusal))
        except Exception:
            log.exception("The August identification of %s", municipality.slug)
            yield Outcome(municipality, methodology, None, f"Методика «{methodology}». {BUG}")
        else:
            yield Outcome(municipality, methodology, run)


def tell_outcomes(*, at: datetime) -> None:
    """To those in charge: what came out of the runs of August, or why one did not end."""
    ended = Run.objects.filter(
        origin=Run.Origin.AUGUST,
        state__in=(Run.State.DONE, Run.State.FAILED),
        told_at=None,
    )
    for run in ended.select_related("municipality", "methodology"):
        with transaction.atomic():
            if Run.objects.filter(pk=run.pk, told_at=None).update(told_at=at):
                _tell_outcome(run, at)


def _tell_outcome(run: Run, at: datetime) -> None:
    year = school_year(run.academic_year)
    if run.state == Run.State.FAILED:
        title = f"идентификация {year} не удалась"
        text = f"Методика «{run.methodology}»: {run.error} Её можно провести вручную."
    else:
        low = run.verdicts.given("low").count()
        silent = run.verdicts.filter(status="no_data").count()
        title = f"идентификация {year} проведена"
        text = (
            f"Методика «{run.methodology}»: низкие результаты — {low} "
            f"из {count(run.verdicts.count(), 'школы,школ,школ')}."
        )
        if silent:
            text += f" Нет данных: {count(silent, 'школа,школы,школ')}."
    notify(
        in_charge_of(run.municipality),
        key=f"run-{run.pk}",
        title=title,
        text=f"{run.municipality}. {text}",
        url=run.get_absolute_url(),
        at=at,
    )


def _tell_why_not(one: Outcome, at: datetime) -> None:
    """Once for every other reason: the same words again tomorrow would be noise."""
    slug = one.methodology.slug if one.methodology else ""
    notify(
        in_charge_of(one.municipality),
        key=f"august-{at.year}-{slug}-{one.why_not}"[:200],
        title=f"идентификация {school_year(at.year)} не начата",
        text=(
            f"{one.municipality}. {one.why_not} Портал попробует снова завтра, пока не пройдёт "
            "месяц со дня идентификации."
        ),
        url=reverse("identification:list"),
        at=at,
    )


def _tell_ahead(municipality: Municipality, day: datetime, at: datetime) -> None:
    """Two weeks before the day: what is still missing, while there is time."""
    ready = readiness(municipality, day.year)
    missing = [*ready.obstacles]
    if ready.unexplained:
        gaps = count(len(ready.unexplained), "пропуск,пропуска,пропусков")
        missing.append(f"В результатах {gaps} без объяснения.")
    if ready.silent:
        schools = count(len(ready.silent), "школе,школам,школам")
        missing.append(f"По {schools} результатов нет совсем.")
    notify(
        in_charge_of(municipality),
        key=f"august-ahead-{day.year}",
        title=f"идентификация {school_year(day.year)} будет {day:%d.%m.%Y}",
        text=(
            f"{municipality}. Портал проведёт идентификацию сам: {day:%d.%m.%Y} в {HOUR}:00. "
            + (" ".join(missing) or "Данных достаточно.")
        ),
        url=reverse("identification:list"),
        at=at,
    )
