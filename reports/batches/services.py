"""A batch is begun once, stopped, begun again for what failed, and forgotten."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from identification.models import Run
from reports.models import PaperBatch, PaperItem
from reports.services import refuse_unfinished
from schools.errors import PortalError
from schools.jobs import TrackedJob
from schools.models import Municipality, Region, User

from .kinds import KINDS

State = TrackedJob.State
# how many workers may be at one batch at a time: the others are left to other jobs
LANES = 4
KEEP = timedelta(days=14)
NOBODY = "Ни\xa0одной школе такой документ сейчас не\xa0готовится."
STOPPED = "Отменено: {}."
OVER = "Архив уже готов или отменён. Обновите страницу."
NOTHING_FAILED = "Заново готовить нечего."


def start_batch(
    kind: str,
    where: Municipality | Region,
    *,
    academic_year: int,
    run: Run | None = None,
    by: User,
    on: date,
    at: datetime,
) -> tuple[PaperBatch, bool]:
    """Whoever asks for the same while it is made gets the one that is being made, and False."""
    if run:
        refuse_unfinished(run)
    place = "region" if isinstance(where, Region) else "municipality"
    same = {"kind": kind, place: where, "academic_year": academic_year, "run": run}
    with transaction.atomic():
        type(where).objects.select_for_update().get(pk=where.pk)
        if going := PaperBatch.objects.filter(**same, state__in=PaperBatch.UNDER_WAY).first():
            return going, False
        batch = PaperBatch.objects.create(
            **same, on=on, created_by=by, heartbeat_at=at, expires_at=at + KEEP
        )
        schools = KINDS[kind].schools(batch).order_by("municipality__name", "short_name", "pk")
        items = [PaperItem(batch=batch, school=school, heartbeat_at=at) for school in schools]
        if not items:
            raise PortalError(NOBODY)
        PaperItem.objects.bulk_create(items)
    return batch, True


def cancel_batch(batch: PaperBatch, *, by: User) -> None:
    """Those who work on it lose what they hold; nothing of it is kept."""
    with transaction.atomic():
        if not PaperBatch.stop(batch.pk, STOPPED.format(by), cancelled_by=by, expires_at=None):
            raise PortalError(OVER)
        PaperItem.objects.filter(batch=batch).delete()
    remove_files(batch)


def retry_failed(batch: PaperBatch, *, at: datetime) -> None:
    """The papers that were made stay; the archive is put together anew."""
    with transaction.atomic():
        ended = PaperBatch.objects.filter(
            pk=batch.pk, state__in=[State.DONE, State.FAILED], expires_at__gt=at
        )
        failed = PaperItem.objects.filter(batch=batch, state=State.FAILED)
        if not (failed.exists() or ended.filter(state=State.FAILED).exists()):
            raise PortalError(NOTHING_FAILED)
        if not ended.update(**PaperBatch.queued_anew(at), expires_at=at + KEEP):
            raise PortalError(OVER)
        failed.update(**PaperItem.queued_anew(at))


def silent_batches() -> list[int]:
    """What to ring for: one lane for each worker that died, and one where nothing moves at all."""
    lost = PaperItem.objects.filter(pk__in=PaperItem.sweep())
    return [*lost.values_list("batch", flat=True), *PaperBatch.sweep()]


def forget_old(*, at: datetime) -> None:
    """Archives whose time is over, and what a worker that died has left of a stopped one."""
    ended = PaperBatch.objects.exclude(state__in=PaperBatch.UNDER_WAY)
    for batch in ended.filter(expires_at__lte=at):
        with transaction.atomic():
            gone = {"expires_at": None, "archive": ""}
            if ended.filter(pk=batch.pk, expires_at__lte=at).update(**gone):
                PaperItem.objects.filter(batch=batch).delete()
    kept = set(PaperBatch.objects.exclude(expires_at=None).values_list("pk", flat=True))
    for folder in Path(default_storage.path("batches")).glob("*"):
        if not (folder.name.isdecimal() and int(folder.name) in kept):
            shutil.rmtree(folder, ignore_errors=True)


def remove_files(batch: PaperBatch) -> None:
    shutil.rmtree(default_storage.path(f"batches/{batch.pk}"), ignore_errors=True)
