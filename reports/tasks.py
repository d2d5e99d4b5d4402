from celery import shared_task
from celery.signals import worker_process_shutdown
from django.utils import timezone

from schools.jobs import STALE_AFTER

from . import services
from .batches import services as batches
from .batches import working
from .models import Note, PaperBatch
from .noting import files
from .pdf import fonts


@worker_process_shutdown.connect
def forget_fonts(**_about) -> None:
    """A process of a pool ends without a farewell to its objects."""
    fonts.forget()


@shared_task
def make_note(note_id: int) -> None:
    if note := Note.claim(note_id):
        with note.running():
            services.make_note(note, at=timezone.now())


@shared_task
def sweep() -> None:
    for note_id in Note.sweep():
        make_note.delay(note_id)
    for batch_id in batches.silent_batches():
        # one that nobody takes in time is rung for again: such rings must not pile up
        make_papers.apply_async([batch_id], expires=STALE_AFTER.total_seconds())


@shared_task
def tend_files() -> None:
    """Freeze what was agreed on, forget what nobody has needed for a while."""
    files.freeze_approved()
    files.forget_files(at=timezone.now())


@shared_task
def make_papers(batch_id: int) -> None:
    """One lane of a batch: a few papers, then behind the other jobs. The last one packs them."""
    if working.make_some(batch_id):
        make_papers.delay(batch_id)
    elif batch := PaperBatch.claim(batch_id):
        with batch.running():
            working.put_together(batch, at=timezone.now())


@shared_task
def forget_batches() -> None:
    batches.forget_old(at=timezone.now())
