from celery import shared_task
from django.utils import timezone

from .imports import ending, stages, storing
from .models import ImportBatch


@shared_task
def carry_on(batch_id: int) -> None:
    """The next stage of a file: it is read, or what was confirmed is stored."""
    if batch := ImportBatch.claim(batch_id):
        with batch.running():
            if batch.stage == ImportBatch.Stage.STORING:
                storing.store_import(batch, at=timezone.now())
            else:
                stages.read_upload(batch, at=timezone.now())


@shared_task
def sweep() -> None:
    for batch_id in ImportBatch.sweep():
        carry_on.delay(batch_id)


@shared_task
def forget_old() -> None:
    ending.forget_old(at=timezone.now())
