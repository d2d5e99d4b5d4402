"""A file that was confirmed: stored whole, or taken back whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from assessments.models import WITHDRAWN, Benchmark, ImportBatch, Marker, ResultChange
from assessments.readers.reading import Reading
from assessments.results import NewResult, store_results
from assessments.staging import FIGURES
from schools.errors import PortalError
from schools.models import Municipality, SchoolAlias, User
from schools.russian import count

from .keeping import restored
from .matching import Alias
from .plan import Plan, plan_import
from .settings import ensure_settings
from .stages import Stage, forget_upload, look, shown, works_of
from .telling import told_of

MOVED = "Пока вы смотрели, данные изменились. Вот что файл изменит теперь."
EDITED = (
    "После загрузки исправлено: {}. Чтобы не потерять исправления, загрузка не отменена. "
    "Исправьте нужное вручную."
)
CONFIRMED = "Подтверждено координатором: {}. Сначала снимите подтверждение."
RESULTS = "результат,результата,результатов"


def store_import(batch: ImportBatch, *, at: datetime) -> None:
    """All of what was shown, or nothing: what moved in between is shown anew instead."""
    reading = restored(batch.reading)
    with transaction.atomic():
        # locks the row: whoever took the job over waits here, and then finds it done
        batch.write(progress=10)
        try:
            with transaction.atomic():
                outcome = store_reading(batch, reading, by=batch.decided_by, at=at)
        except Moved as moved:
            batch.finish(stage=Stage.REVIEW, **shown(moved.plan) | {"error": MOVED})
            return
        batch.finish(
            stage=Stage.STORED,
            reading=None,
            stored_at=at,
            plan=told_of(outcome),
        )
    forget_upload(batch)


class Moved(Exception):
    """What was shown is not what would be stored now."""

    def __init__(self, plan: Plan):
        self.plan = plan


def store_reading(batch: ImportBatch, reading: Reading, *, by: User, at: datetime) -> Plan:
    """Call it in a transaction. Another plan than the one that was shown is not carried out."""
    municipality = batch.municipality
    settings = ensure_settings(works_of(reading), municipality.region)
    plan = plan_import(municipality, reading, batch.answers, settings)
    if plan.fingerprint != batch.fingerprint or not plan.may_be_stored:
        raise Moved(plan)
    remember(municipality, plan.aliases)
    rows = [
        replace(planned.after, batch_id=batch.pk, version=planned.there.version_seen)
        for planned in plan.rows
    ]
    origin = ResultChange.Origin.IMPORT
    outcome = store_results(rows, by=by, at=at, origin=origin, batch_id=batch.pk)
    if outcome.conflicts or outcome.locked:
        raise Moved(look(municipality, reading, batch.answers))
    Benchmark.objects.bulk_create(
        Benchmark(
            batch=batch,
            sitting_id=settings[line.work].sitting,
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
        Marker(
            batch=batch,
            school_id=school,
            sitting_id=settings[line.work].sitting,
            source_row=line.row,
        )
        for line, school in plan.markers
    )
    return plan


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
        batch.stage, batch.stored_at, batch.plan = Stage.STORED, at, told_of(stored)
        batch.save()


def remember(municipality: Municipality, aliases: Iterable[Alias]) -> None:
    """What a person has answered once is not asked again."""
    for alias in sorted(aliases):
        row = SchoolAlias(
            municipality=municipality, school_id=alias.school, kind=alias.kind, value=alias.value
        )
        row.save()


def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """As if the file had never come, or nothing: not where somebody has edited its rows since."""
    changes = batch.changes.filter(origin=ResultChange.Origin.IMPORT)
    with transaction.atomic():
        stored = ImportBatch.objects.filter(pk=batch.pk, stage=Stage.STORED)
        if not stored.update(stage=Stage.UNDONE, undone_by=by, undone_at=at):
            raise PortalError("Эта загрузка уже отменена или ещё не записана.")
        edited = changes.exclude(version=F("result__version")).count()
        if edited:
            raise PortalError(EDITED.format(count(edited, RESULTS)))
        rows = [_taken_back(change) for change in changes.select_related("result")]
        origin = ResultChange.Origin.UNDO
        outcome = store_results(rows, by=by, at=at, origin=origin, batch_id=batch.pk)
        if outcome.locked:
            raise PortalError(CONFIRMED.format(count(len(outcome.locked), RESULTS)))
        if outcome.conflicts:
            raise PortalError(EDITED.format(count(len(outcome.conflicts), RESULTS)))
    batch.refresh_from_db()


def _taken_back(change: ResultChange) -> NewResult:
    """What stood there before with its source, or nothing where nothing stood."""
    result = change.result
    where = {
        "school_id": result.school_id,
        "sitting_id": result.sitting_id,
        "period": result.period,
        "class_label": result.class_label,
        "version": change.version,
    }
    if change.before is None or change.before["no_data"] == WITHDRAWN:
        return NewResult(no_data=WITHDRAWN, **where)
    figures = {name: change.before[name] for name in FIGURES}
    if figures["mean"] is not None:
        figures["mean"] = Decimal(figures["mean"])
    source, file, row = change.before.get("source", (None, None, None))
    return NewResult(**figures, source_id=source, batch_id=file, source_row=row, **where)
