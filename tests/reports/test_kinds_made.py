"""Every kind of note goes the whole way: asked for, composed, edited, printed as PDF and DOCX."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from docx import Document

from reports import services, tasks
from reports.models import Note
from reports.notes.kinds import KINDS
from reports.notes.plain import plain
from reports.noting import editing
from reports.noting.asking import asked
from reports.noting.files import file_of
from tests.factories import AT, make_user

from .kinds import YEAR, make_lively
from .test_kinds import QUARTER

pytestmark = pytest.mark.django_db
COMPOSED = [code for code in KINDS if code != Note.Kind.IDENTIFICATION]


@pytest.mark.parametrize("code", COMPOSED)
def test_a_note_of_every_kind_is_made_edited_and_printed(code):
    municipality = make_lively()
    coordinator = make_user("COORDINATOR", municipality)
    school = municipality.schools.first().short_name
    subject = {"school": school, "period": QUARTER}
    wanted = asked(KINDS[code], municipality, YEAR, **subject)

    note = services.start(wanted, by=coordinator)
    tasks.make_note(note.pk)
    note.refresh_from_db()
    assert note.state == Note.State.DONE
    last = note.sections.exclude(title="").order_by("order").last()
    said = f"{plain(last.generated)}<p>Рассмотрено в&nbsp;августе.</p>"
    editing.edit_section(last, html=said, version=last.version, by=coordinator, at=AT)

    note.refresh_from_db()
    pdf, word = (
        Path(default_storage.path(file_of(note, kind))).read_bytes() for kind in ("pdf", "docx")
    )
    assert pdf.startswith(b"%PDF")
    texts = [one.text.replace("\xa0", " ") for one in Document(io.BytesIO(word)).paragraphs]
    assert "Рассмотрено в августе." in texts
    assert set(note.sections.exclude(title="").values_list("title", flat=True)) <= {
        text.partition(". ")[2] or text for text in texts
    }
