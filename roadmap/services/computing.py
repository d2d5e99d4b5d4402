"""Automatic values: computed from the sources of indicators and stored through the one door.

What somebody wrote by hand stays; what the portal found is kept beside it, and the difference is
shown. After a campaign has come to its report nothing is computed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from roadmap.facts import Fact
from roadmap.ground import Ground
from roadmap.kinds import Reading
from roadmap.locks import why_closed
from roadmap.models import Computation, Indicator, Period, Programme, Value
from roadmap.sources import fact_of, facts_of_schools
from schools.errors import PortalError
from schools.models import User

from .desk import NewValue
from .values import store_values

Origin = Value.Origin
Place = tuple[int, int | None]  # indicator and school


@dataclass(frozen=True)
class Computing:
    """`kept`: values written by hand that say something else than the portal found."""

    stored: int = 0
    unchanged: int = 0
    kept: int = 0

    def __add__(self, other: "Computing") -> "Computing":
        return Computing(
            self.stored + other.stored,
            self.unchanged + other.unchanged,
            self.kept + other.kept,
        )


def compute_values(
    programme: Programme, period: Period, *, on: date, by: User | None = None, at: datetime
) -> Computing:
    """Those of schools before those of the municipality, which may be made of them."""
    if why := why_closed(programme, period, None):
        raise PortalError(why)
    ground = Ground.of(programme.municipality, period, on=on)
    own = programme.indicators.current().exclude(source="").filter(origin=None)
    done = Computing()
    for of_schools in (True, False):
        asked = [one for one in own if _is_of_schools(one, programme) == of_schools]
        facts = dict(_found(asked, ground, programme))
        done += _store(facts, period, by=by, at=at)
    return done


def _is_of_schools(indicator: Indicator, programme: Programme) -> bool:
    return indicator.is_of_schools or programme.school_id is not None


def _found(
    indicators: Iterable[Indicator], ground: Ground, programme: Programme
) -> Iterator[tuple[Place, Fact]]:
    for indicator in indicators:
        if not _is_of_schools(indicator, programme):
            yield (indicator.pk, None), fact_of(indicator, ground)
            continue
        schools = ground.asked
        if programme.school_id:
            schools = [one for one in ground.schools if one.pk == programme.school_id]
        for school, fact in facts_of_schools(indicator, ground, schools).items():
            yield (indicator.pk, school), fact


@transaction.atomic
def _store(facts: dict[Place, Fact], period: Period, *, by, at: datetime) -> Computing:
    there = _values(facts, period)
    by_hand = {place for place, value in there.items() if value.origin != Origin.COMPUTED}
    rows = [
        NewValue(indicator, period.pk, school, fact.reading, explanation=fact.explanation)
        for (indicator, school), fact in facts.items()
        if (indicator, school) not in by_hand
    ]
    outcome = store_values(rows, by=by, at=at, origin=Origin.COMPUTED)
    values = _values(facts, period)
    Computation.objects.bulk_create(
        (
            Computation(value=value, fact=facts[place].as_json(), computed_at=at)
            for place, value in values.items()
        ),
        update_conflicts=True,
        unique_fields=["value"],
        update_fields=["fact", "computed_at"],
    )
    kept = sum(Reading.of(there[place]) != facts[place].reading for place in by_hand)
    return Computing(outcome.stored, outcome.unchanged, kept)


def _values(facts: dict[Place, Fact], period: Period) -> dict[Place, Value]:
    indicators = {indicator for indicator, _school in facts}
    rows = Value.objects.filter(indicator__in=indicators, period=period).order_by()
    found = {(row.indicator_id, row.school_id): row for row in rows}
    return {place: value for place, value in found.items() if place in facts}


def override_value(
    value: Value, reading: Reading, *, reason: str, version: int, by: User, at: datetime
) -> None:
    """Another figure than the computed one, with its reason; the computed one stays beside it."""
    row = NewValue(
        *(value.indicator_id, value.period_id, value.school_id, reading),
        version=version,
        explanation=reason,
    )
    _store_one(row, by=by, at=at, origin=Origin.OVERRIDDEN)


def take_computed(value: Value, *, version: int, by: User, at: datetime) -> None:
    """Back from what was written by hand to what the portal found; from then on it follows."""
    fact = Fact.of_json(value.computation.fact)
    row = NewValue(
        *(value.indicator_id, value.period_id, value.school_id, fact.reading),
        version=version,
        explanation=fact.explanation,
    )
    _store_one(row, by=by, at=at, origin=Origin.COMPUTED)


def _store_one(row: NewValue, *, by: User, at: datetime, origin: str) -> None:
    outcome = store_values([row], by=by, at=at, origin=origin)
    if outcome.conflicts:
        raise PortalError("Пока вы\xa0писали, значение изменилось. Прочитайте его ещё\xa0раз.")
    for why in outcome.refused.values():
        raise PortalError(why)


def running(at: datetime) -> Iterator[int]:
    """Periods of programmes in force that the day falls into, for the nightly round."""
    on = at.date()
    periods = (
        Period.objects.filter(
            programme__in=Programme.objects.in_force(),
            programme__indicators__in=Indicator.objects.current().exclude(source=""),
            starts_on__lte=on,
            ends_on__gte=on,
        )
        .select_related("programme__municipality")
        .distinct()
        .order_by("pk")
    )
    for period in periods:
        if not why_closed(period.programme, period, None):
            yield period.pk
