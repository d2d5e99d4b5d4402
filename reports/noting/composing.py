"""What a note keeps of the words of its composer, and the day that it speaks of."""

from datetime import date, datetime

from django.utils import timezone

from reports.models import Note, NoteSection
from reports.notes.section import Composed
from schools.models import Municipality

from .sheets import packed


def local_day(municipality: Municipality, at: datetime) -> date:
    with timezone.override(municipality.time_zone):
        return timezone.localdate(at)


def told_of(composed: Composed) -> dict:
    """All but the sections."""
    return {
        "title": composed.kind_title,
        "subject": composed.subject,
        "description": composed.description,
        "trace": composed.trace,
        "fingerprint": composed.fingerprint,
        "sheets": packed(composed.sheets),
    }


def sections_of(note: Note, composed: Composed) -> list[NoteSection]:
    return [
        NoteSection(
            note=note,
            code=one.code,
            order=order,
            title=one.title,
            generated=one.html,
            fingerprint=composed.fingerprint,
        )
        for order, one in enumerate(composed.sections, start=1)
    ]
