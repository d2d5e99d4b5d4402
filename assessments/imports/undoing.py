"""A stored file is taken back whole: what would go, what stands in the way, and the undo itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.locks import locked_pairs
from assessments.models import (
    WITHDRAWN,
    Benchmark,
    ImportBatch,
    Marker,
    Result,
    ResultChange,
    ResultLock,
    Sitting,
)
from assessments.results import NewResult, figures_of, store_results
from assessments.staging import FIGURES
from schools.errors import PortalError
from schools.models import SchoolAlias, User
from schools.services.register import erase

from .stages import Stage

IMPORT, UNDO = ResultChange.Origin.IMPORT, ResultChange.Origin.UNDO
OVER = "Эта загрузка уже отменена или ещё не записана."
IN_THE_WAY = "Загрузка не отменена: с тех пор её результаты изменили или подтвердили."


@dataclass(frozen=True)
class Undo:
    """What the undo of a file would do now. Whatever stands in its way is named."""

    withdrawn: int  # results that would be no more
    returned: int  # results that would be what they were before
    markers: int
    benchmarks: int
    taught: int
    sittings: Sequence[Sitting]
    edited: Sequence[ResultChange]  # the last change of each, by a person
    confirmed: Sequence[Result]
    above: Sequence[tuple[ImportBatch, int]]  # later files over it, with the number of results

    @property
    def is_possible(self):
        return not (self.edited or self.confirmed or self.above)


def undo_of(batch: ImportBatch) -> Undo:
    """As many queries however many results the file has."""
    changes = _changes(batch)
    gone = sum(map(_was_nothing, changes))
    lost = {change.result_id for change in changes if not _stands(change)}
    last = [change for change in _last_changes(batch) if change.result_id in lost] if lost else []
    above = Counter(change.batch for change in last if _is_of_another_file(change, batch))
    closed = locked_pairs(map(_pair, changes))
    confirmed = [change.result_id for change in changes if _pair(change) in closed]
    confirmed = Result.rows.filter(pk__in=confirmed).select_related("school", "sitting__procedure")
    return Undo(
        withdrawn=gone,
        returned=len(changes) - gone,
        markers=batch.markers.count(),
        benchmarks=batch.benchmarks.count(),
        taught=SchoolAlias.objects.filter(pk__in=batch.plan.get("taught", ())).count(),
        sittings=list(_left_empty(batch).select_related("procedure")),
        edited=[change for change in last if not _is_of_another_file(change, batch)],
        confirmed=list(confirmed),
        # the file that lies on top goes first
        above=sorted(above.items(), key=lambda one: one[0].stored_at, reverse=True),
    )


def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """As if the file had never come, or nothing: not where somebody has edited its rows since.

    Names that it taught are forgotten with it, and procedures that only this file has named; what
    was marked as not held, and held by this file alone, is not held again.
    """
    with transaction.atomic():
        stored = ImportBatch.objects.filter(pk=batch.pk, stage=Stage.STORED)
        if not stored.update(stage=Stage.UNDONE, undone_by=by, undone_at=at):
            raise PortalError(OVER)
        changes = _changes(batch)
        if not all(map(_stands, changes)):
            raise PortalError(IN_THE_WAY)
        rows = [_taken_back(change) for change in changes]
        outcome = store_results(rows, by=by, at=at, origin=UNDO, batch_id=batch.pk)
        if outcome.locked or outcome.conflicts:
            raise PortalError(IN_THE_WAY)
        for alias in SchoolAlias.objects.filter(pk__in=batch.plan.get("taught", ())):
            erase(alias, by=by, at=at)
        _withdraw_sittings(batch)
        turned = Sitting.objects.filter(pk__in=batch.plan.get("turned", ()))
        turned.exclude(Exists(Result.objects.filter(sitting=OuterRef("pk")))).update(
            held=False, held_on=None
        )
    batch.refresh_from_db()


def _changes(batch: ImportBatch) -> list[ResultChange]:
    return list(batch.changes.filter(origin=IMPORT).select_related("result"))


def _pair(change: ResultChange) -> tuple[int, int]:
    return change.result.school_id, change.result.sitting_id


def _last_changes(batch: ImportBatch) -> Iterable[ResultChange]:
    """Of every result that the file has written."""
    last = ResultChange.objects.filter(version=F("result__version"))
    last = last.filter(Exists(batch.changes.filter(origin=IMPORT, result=OuterRef("result"))))
    return last.select_related("result__school", "result__sitting__procedure", "batch", "by")


def _is_of_another_file(change: ResultChange, batch: ImportBatch) -> bool:
    return change.origin == IMPORT and change.batch_id != batch.pk


def _stands(change: ResultChange) -> bool:
    """What the file wrote is what is there: another file over it may have been undone by now."""
    result = change.result
    return result.batch_id == change.batch_id and figures_of(result) == change.after


def _was_nothing(change: ResultChange) -> bool:
    return change.before is None or change.before["no_data"] == WITHDRAWN


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
    if _was_nothing(change):
        return NewResult(no_data=WITHDRAWN, **where)
    figures = {name: change.before[name] for name in FIGURES}
    if figures["mean"] is not None:
        figures["mean"] = Decimal(figures["mean"])
    source, file, row = change.before.get("source", (None, None, None))
    return NewResult(**figures, source_id=source, batch_id=file, source_row=row, **where)


def _withdraw_sittings(batch: ImportBatch) -> None:
    """Whoever writes a result there holds the row until it is done."""
    held = Sitting.objects.select_for_update().filter(pk__in=_left_empty(batch).values("pk"))
    held = [sitting.pk for sitting in held]
    empty = _left_empty(batch).filter(pk__in=held).values("pk")
    Sitting.objects.filter(pk__in=empty).update(state=Sitting.State.WITHDRAWN)


def _left_empty(batch: ImportBatch) -> QuerySet[Sitting]:
    """Sittings that only files have named, and of which nothing is left without this one."""
    named = Q(results__changes__batch=batch) | Q(markers__batch=batch) | Q(benchmarks__batch=batch)
    nothing = Q(before__isnull=True) | Q(before__no_data=WITHDRAWN)
    gone = batch.changes.filter(nothing, origin=IMPORT)
    theirs = {"sitting": OuterRef("pk")}
    standing = (
        Exists(Result.objects.filter(**theirs).exclude(pk__in=gone.values("result")))
        | Exists(Marker.objects.standing().filter(**theirs).exclude(batch=batch))
        | Exists(Benchmark.objects.standing().filter(**theirs).exclude(batch=batch))
        | Exists(ResultLock.objects.active().filter(**theirs))
    )
    found = Sitting.objects.filter(named, state=Sitting.State.FROM_FILE).exclude(standing)
    return found.distinct()
