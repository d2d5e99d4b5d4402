from celery import shared_task
from django.utils import timezone

from . import services
from .models import LetterArchive, Note
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
