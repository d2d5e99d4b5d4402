from celery import shared_task
from django.utils import timezone

from . import services
from .models import LetterArchive, Note
from .noting import files
from .recommending import archives


@shared_task
def make_note(note_id: int) -> None:
    if note := Note.claim(note_id):
        with note.running():
            services.make_note(note, at=timezone.now())


@shared_task
def make_archive(archive_id: int) -> None:
    if archive := LetterArchive.claim(archive_id):
        with archive.running():
            archives.make_archive(archive, at=timezone.now())


@shared_task
def sweep() -> None:
    for note_id in Note.sweep():
        make_note.delay(note_id)
    for archive_id in LetterArchive.sweep():
        make_archive.delay(archive_id)


@shared_task
def tend_files() -> None:
    """Freeze what was agreed on, forget what nobody has needed for a while."""
    files.freeze_approved()
    files.forget_files(at=timezone.now())
