"""A file that was confirmed: stored whole, or taken back whole."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from assessments.models import WITHDRAWN, Benchmark, ImportBatch, Marker, ResultChange
from assessments.readers.reading import Reading, Work
from assessments.results import NewResult, figures_of, store_results
from assessments.staging import FIGURES
from schools.errors import PortalError
from schools.models import Municipality, SchoolAlias, User
from schools.readers import ALIAS_LENGTH
from schools.russian import count
from schools.services.register import erase, write

from .ending import forget_upload
from .keeping import restored
from .matching import Alias
from .plan import RESULTS, Plan
from .settings import ensure_sittings
from .stages import Stage, look, shown
from .telling import told_of

MOVED = "Пока вы смотрели, данные изменились. Вот что файл изменит теперь."
EDITED = (
    "После загрузки исправлено: {}. Чтобы не потерять исправления, загрузка не отменена. "
    "Исправьте нужное вручную."
)
CONFIRMED = "Подтверждено координатором: {}. Сначала снимите подтверждение."


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

    What was taught is kept in `batch.plan`: it is forgotten with an undo.
    """
    municipality = batch.municipality
    plan = look(municipality, reading, batch.answers)
    if plan.fingerprint != batch.fingerprint or not plan.may_be_stored:
        raise Moved
    works = plan.works | {line.work for line in plan.benchmarks if plan.settings[line.work].sitting}
    sittings = ensure_sittings(works, municipality.region)
    batch.plan = {"taught": remember(municipality, plan.aliases.values(), by=by, at=at)}
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
        if line.work in sittings
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
    taught = []
    for alias in sorted(aliases):
        where = {"municipality": municipality, "kind": alias.kind, "key": alias.key}
        if not SchoolAlias.objects.filter(**where).exists():
            told = {"school_id": alias.school, "value": alias.value[:ALIAS_LENGTH]}
            row = SchoolAlias(**where, **told)
            write(row, by=by, at=at)
            taught.append(row.pk)
    return taught


def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """As if the file had never come, or nothing: not where somebody has edited its rows since.

    Names that it taught are forgotten with it. Procedures that it named stay in the list.
    """
    with transaction.atomic():
        stored = ImportBatch.objects.filter(pk=batch.pk, stage=Stage.STORED)
        if not stored.update(stage=Stage.UNDONE, undone_by=by, undone_at=at):
            raise PortalError("Эта загрузка уже отменена или ещё не записана.")
        changes = batch.changes.filter(origin=ResultChange.Origin.IMPORT).select_related("result")
        changes = list(changes)
        edited = sum(not _stands(change) for change in changes)
        if edited:
            raise PortalError(EDITED.format(count(edited, RESULTS)))
        rows = [_taken_back(change) for change in changes]
        origin = ResultChange.Origin.UNDO
        outcome = store_results(rows, by=by, at=at, origin=origin, batch_id=batch.pk)
        if outcome.locked:
            raise PortalError(CONFIRMED.format(count(len(outcome.locked), RESULTS)))
        if outcome.conflicts:
            raise PortalError(EDITED.format(count(len(outcome.conflicts), RESULTS)))
        for alias in SchoolAlias.objects.filter(pk__in=batch.plan.get("taught", ())):
            erase(alias, by=by, at=at)
    batch.refresh_from_db()


def _stands(change: ResultChange) -> bool:
    """What the file wrote is what is there: another file over it may have been undone by now."""
    result = change.result
    return result.batch_id == change.batch_id and figures_of(result) == change.after


def _taken_back(change: ResultChange) -> NewResult:
    """What stood there before with its source, or nothing where nothing stood."""
    result = change.result
    where = {
        "school_id": result.school_id,
        "sitting_id": result.sitting_id,
        "period": result.period,
        "class_label": result.class_label,
        "version": result.version,
    }
    if change.before is None or change.before["no_data"] == WITHDRAWN:
        return NewResult(no_data=WITHDRAWN, **where)
    figures = {name: change.before[name] for name in FIGURES}
    if figures["mean"] is not None:
        figures["mean"] = Decimal(figures["mean"])
    source, file, row = change.before.get("source", (None, None, None))
    return NewResult(**figures, source_id=source, batch_id=file, source_row=row, **where)
