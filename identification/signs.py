"""Signs of results from a run to a conclusion: noticed, explained, checked again, concluded.

Each step is given once and says by whom and when. A conclusion gives a school no status: that is
for the working group and its protocol.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

import pandas as pd
from django.db import transaction
from django.urls import reverse

from assessments.models import Marker, Result, Sitting
from schools.errors import PortalError
from schools.models import Municipality, Role, User
from schools.russian import count, school_name
from schools.services.notifications import in_charge_of, notify, people_of

from .models import Run, Sign

MEMORY = 3  # years of federal lists that are shown
NOT_NOW = "Этот шаг сейчас не\xa0нужен: признак в\xa0состоянии «{}»."
ALREADY = "{} записал(а) {} {:%d.%m.%Y}. Ваш текст не\xa0записан, он остался в\xa0форме."


@transaction.atomic
def store_signs(run: Run, verdicts: pd.DataFrame, *, at: datetime) -> None:
    """Signs of a run's verdicts. One that is known already keeps what was written of it.

    Its sentence stays as well once a school has answered it; before, the newest figures stand.
    What the same methodology found in this year and does not find any more is gone.
    """
    Municipality.objects.select_for_update().get(pk=run.municipality_id)
    seen = dict(_seen(run, verdicts))
    ours = Sign.objects.filter(school__municipality=run.municipality_id)
    known = {(one.school_id, one.sitting_id, one.rule): one for one in ours}
    again = [known[key] for key in seen if key in known]
    new = [
        Sign(run=run, school_id=school, sitting_id=sitting, rule=rule, found=found, found_at=at)
        for (school, sitting, rule), found in seen.items()
        if (school, sitting, rule) not in known
    ]
    Sign.objects.bulk_create(new)
    ours.filter(pk__in=[one.pk for one in again]).update(run=run, gone_in=None)
    for one in again:
        told = seen[one.school_id, one.sitting_id, one.rule]
        if told != one.found:
            ours.filter(pk=one.pk, explained_at=None).update(found=told)
    same = {
        "run__methodology__slug": run.methodology.slug,
        "run__academic_year": run.academic_year,
    }
    ours.filter(gone_in=None, **same).exclude(run=run).update(gone_in=run)
    returned = [one for one in again if one.gone_in_id and not one.explained_at]
    _ask_schools(run, [*new, *returned], at=at)


def _seen(run: Run, verdicts: pd.DataFrame) -> Iterator[tuple[tuple[int, int, str], str]]:
    told = [
        (school, reason)
        for school, reasons in zip(verdicts["school_id"], verdicts["reasons"], strict=True)
        for reason in reasons
        if reason["met"]
    ]
    results = {reason["result"] for _school, reason in told}
    sittings = dict(Result.objects.filter(pk__in=results - {None}).values_list("pk", "sitting_id"))
    # the federal list may mark what has no result here
    held = Sitting.objects.shown_in(run.municipality.region_id).select_related("procedure")
    named = {(one.procedure.name, one.academic_year): one.pk for one in held}
    for school, reason in told:
        sitting = sittings.get(reason["result"]) or named[reason["line"], reason["academic_year"]]
        yield (school, sitting, reason["rule"]), reason["found"]


def _ask_schools(run: Run, signs: Iterable[Sign], *, at: datetime) -> None:
    """One notification per school and run, whatever the number of signs."""
    by_school = defaultdict(list)
    for sign in signs:
        by_school[sign.school_id].append(sign)
    directors = people_of(by_school)
    for school, own in by_school.items():
        signs_of = count(len(own), "признак,признака,признаков")
        notify(
            directors[school],
            key=f"signs-{run.pk}-{school}",
            title=f"результаты школы: {signs_of}, нужно пояснение",
            text=f"Замечено в\xa0результатах: {signs_of}. Признак\xa0— не\xa0вывод. "
            "Поясните, чем он может объясняться.",
            url=reverse("identification:school-signs", args=[school]),
            at=at,
        )


def explain(sign: Sign, *, explanation: str, by: User, at: datetime) -> None:
    """The school's own words."""
    told = {"explanation": explanation, "explained_by": by, "explained_at": at}
    with transaction.atomic():
        _give(sign, Sign.State.EXPLAIN, told)
        notify(
            in_charge_of(sign.school.municipality, roles=[Role.COORDINATOR]),
            key=f"sign-{sign.pk}-explained",
            title=f"{school_name(sign.school.short_name)}: пояснение к\xa0признаку",
            text=f"{sign.seen} Школа дала пояснение, можно назначить перепроверку.",
            url=sign.get_absolute_url(),
            at=at,
        )


def recheck(
    sign: Sign, *, recheck_kind: str, rechecked_on: date, recheck: str, by: User, at: datetime
) -> None:
    """What was done to look again, and what it showed."""
    told = {"recheck_kind": recheck_kind, "rechecked_on": rechecked_on, "recheck": recheck}
    _give(sign, Sign.State.RECHECK, told | {"rechecked_by": by, "rechecked_at": at})


def conclude(sign: Sign, *, conclusion: str, conclusion_note: str, by: User, at: datetime) -> None:
    """What the commission thinks. No status follows from it."""
    told = {"conclusion": conclusion, "conclusion_note": conclusion_note}
    _give(sign, Sign.State.CONCLUDE, told | {"concluded_by": by, "concluded_at": at})


def _give(sign: Sign, state: Sign.State, told: dict) -> None:
    """A step is given in its state and only once: of two at a time the second is told."""
    if Sign.objects.filter(pk=sign.pk).in_state(state).update(**told):
        return
    sign.refresh_from_db()
    if given := given_in(sign, state):
        raise PortalError(ALREADY.format(*given))
    raise PortalError(NOT_NOW.format(sign.state.label))


def given_in(sign: Sign, state: Sign.State) -> tuple[str, User, datetime] | None:
    """What was given, by whom and when; None: nothing yet."""
    what, by, at = {
        Sign.State.EXPLAIN: ("Пояснение уже", sign.explained_by, sign.explained_at),
        Sign.State.RECHECK: ("Перепроверку уже", sign.rechecked_by, sign.rechecked_at),
        Sign.State.CONCLUDE: ("Вывод уже", sign.concluded_by, sign.concluded_at),
    }[state]
    return (what, by, at) if at else None


def listed_years(schools: Collection[int], academic_year: int) -> dict[int, list[int]]:
    """School → years of the last three in which a federal list has marked its results."""
    marks = Marker.objects.latest().filter(
        school__in=schools,
        sitting__academic_year__range=(academic_year - MEMORY + 1, academic_year),
    )
    found = defaultdict(set)
    for school, year in marks.values_list("school_id", "sitting__academic_year"):
        found[school].add(year)
    return {school: sorted(years) for school, years in found.items()}
