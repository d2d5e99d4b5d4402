from celery import shared_task

from .models import Note


@shared_task
def make_note(note_id: int) -> None:
    if Note.claim(note_id):
        raise NotImplementedError


@shared_task
def sweep() -> None:
    for note_id in Note.sweep():
        make_note.delay(note_id)
