"""A file that was confirmed: stored whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from assessments.models import Benchmark, ImportBatch, Marker, ResultChange
from assessments.readers.reading import Reading, Work
from assessments.results import store_results
from schools.errors import PortalError
from schools.models import Municipality, SchoolAlias, User
from schools.readers import ALIAS_LENGTH
from schools.services.register import add_aliases

from .ending import forget_upload
from .keeping import restored
from .matching import Alias
from .plan import Plan
from .settings import ensure_sittings
from .stages import Stage, look, shown
from .telling import told_of

MOVED = "Пока вы смотрели, данные изменились. Вот что файл изменит теперь."


def store_import(batch: ImportBatch, *, at: datetime) -> None:
    """All of what was shown, or nothing: what moved in between is shown anew instead."""
    reading = restored(batch.reading)
    with transaction.atomic():
        # locks the row: whoever took the job over waits here, and then finds it done
        batch.write(progress=10)
        try:
            with transaction.atomic():
                plan = store_reading(batch, reading, by=batch.decided_by, at=at)
        except Moved:
            # looked at after the attempt was taken back, or it would see its own rows
            plan = look(batch.municipality, reading, batch.answers)
            batch.finish(stage=Stage.REVIEW, error=MOVED, **shown(plan))
            return
        batch.finish(
            stage=Stage.STORED, reading=None, stored_at=at, plan=told_of(plan) | batch.plan
        )
    forget_upload(batch)


class Moved(Exception):
    """What was shown is not what would be stored now."""


def store_reading(batch: ImportBatch, reading: Reading, *, by: User, at: datetime) -> Plan:
    """Call it in a transaction. Another plan than the one that was shown is not carried out.

    What was taught, and what turned out to be held, is kept in `batch.plan`, for an undo.
    """
    municipality = batch.municipality
    plan = look(municipality, reading, batch.answers)
    if plan.fingerprint != batch.fingerprint or not plan.may_be_stored:
        raise Moved
    works = plan.works | {line.work for line in plan.benchmarks}
    sittings = ensure_sittings(works, municipality.region)
    batch.plan = {
        "taught": remember(municipality, plan.aliases.values(), by=by, at=at),
        "turned": [
            setting.sitting
            for work, setting in plan.settings.items()
            if not setting.is_held and setting.sitting == sittings.get(work)
        ],
    }
    rows = [
        replace(
            planned.after,
            sitting_id=sittings[planned.line.work],
            batch_id=batch.pk,
            version=planned.there.version_seen,
        )
        for planned in plan.rows
    ]
    origin = ResultChange.Origin.IMPORT
    outcome = store_results(rows, by=by, at=at, origin=origin, batch_id=batch.pk)
    if outcome.conflicts or outcome.locked:
        raise Moved
    _store_others(batch, plan, sittings)
    return plan


def _store_others(batch: ImportBatch, plan: Plan, sittings: Mapping[Work, int]) -> None:
    Benchmark.objects.bulk_create(
        Benchmark(
            batch=batch,
            sitting_id=sittings[line.work],
            level=line.place.level,
            name=line.place.name[:300],
            participants=line.participants,
            shares=line.shares,
            journal=line.journal,
            source_row=line.row,
        )
        for line in plan.benchmarks
    )
    Marker.objects.bulk_create(
        Marker(batch=batch, school_id=school, sitting_id=sittings[line.work], source_row=line.row)
        for line, school in plan.markers
    )


def store_at_once(
    batch: ImportBatch, reading: Reading, plan: Plan, *, by: User, at: datetime
) -> None:
    """What a command has read and planned: looked at, confirmed and stored in one go."""
    batch.stage, batch.state, batch.decided_by = Stage.REVIEW, ImportBatch.State.DONE, by
    batch.fingerprint = plan.fingerprint
    with transaction.atomic():
        batch.save()
        try:
            stored = store_reading(batch, reading, by=by, at=at)
        except Moved as moved:
            raise PortalError("Данные изменились, пока файл читался. Повторите.") from moved
        batch.stage, batch.stored_at = Stage.STORED, at
        batch.plan = told_of(stored) | batch.plan
        batch.save()


def remember(
    municipality: Municipality, aliases: Iterable[Alias], *, by: User, at: datetime
) -> list[int]:
    """What a person has answered once is not asked again. Keys of what is new."""
    known = set(municipality.aliases.values_list("kind", "key"))
    taught = [
        SchoolAlias(
            municipality=municipality,
            kind=alias.kind,
            value=alias.value[:ALIAS_LENGTH],
            school_id=alias.school,
        )
        for alias in sorted(aliases)
        if (alias.kind, alias.key) not in known
    ]
    add_aliases(taught, by=by, at=at)
    return [alias.pk for alias in taught]
