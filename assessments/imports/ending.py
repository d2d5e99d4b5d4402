"""What is not stored goes: dropped or removed by a person, out of date, or left behind."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from assessments.models import ImportBatch
from assessments.readers import FORMATS, MAPPED

from .mapping import KEEP_UNKNOWN

Stage, State = ImportBatch.Stage, ImportBatch.State


def drop(batch: ImportBatch) -> bool:
    """Not to be stored after all. What was read of it goes, and what was answered."""
    # while it is read or stored a worker holds it
    waiting = ImportBatch.objects.filter(
        Q(stage=Stage.REVIEW)
        | Q(stage__in=[Stage.READING, Stage.STORING]) & ~Q(state__in=ImportBatch.UNDER_WAY),
        pk=batch.pk,
    )
    dropped = waiting.update(
        stage=Stage.DROPPED, reading=None, plan={}, answers={}, fingerprint="", error=""
    )
    if dropped:
        forget_upload(batch)
    return bool(dropped)


def remove(batch: ImportBatch) -> bool:
    """Out of the list: what could not be read, or was not stored, has left nothing behind."""
    left = ImportBatch.objects.filter(
        Q(stage=Stage.DROPPED) | Q(stage=Stage.READING, state=State.FAILED), pk=batch.pk
    )
    with transaction.atomic():
        found = left.select_for_update().first()
        if found:
            upload = found.upload
            found.delete()
    if found and upload:
        upload.delete(save=False)
    return bool(found)


def forget_old(*, at: datetime) -> None:
    """What nobody has confirmed in its time is dropped, and no upload outlives its purpose."""
    early = ImportBatch.objects.exclude(stage__in=[Stage.STORED, Stage.UNDONE, Stage.DROPPED])
    unread = Q(stage=Stage.READING, state=State.FAILED, created_at__lte=at - KEEP_UNKNOWN)
    for batch in early.filter(Q(expires_at__lte=at) | unread):
        drop(batch)
    with_pupils = [code for code, reader in FORMATS.items() if reader.HAS_PUPILS]
    over = Q(stage__in=[Stage.STORED, Stage.UNDONE, Stage.DROPPED])
    # a process that died between two steps leaves one
    left = ImportBatch.objects.exclude(upload="").exclude(stage=Stage.READING)
    unsure = Q(format=MAPPED, created_at__lte=at - KEEP_UNKNOWN)
    for batch in left.filter(
        over | unsure | Q(format__in=with_pupils) | Q(reading__has_pupils=True)
    ):
        forget_upload(batch)


def forget_upload(batch: ImportBatch) -> None:
    if batch.upload:
        batch.upload.delete(save=False)
        ImportBatch.objects.filter(pk=batch.pk).update(upload="")
