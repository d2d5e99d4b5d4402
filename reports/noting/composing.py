"""What a note keeps of the words of its composer."""

from reports.models import Note, NoteSection
from reports.notes.section import Composed

from .sheets import packed


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
