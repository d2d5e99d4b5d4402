"""Sections of a note edited, left out, composed anew. What people wrote is never overwritten."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from reports.models import Note, NoteSection
from reports.notes.cleaning import cleaned
from reports.notes.kinds import KINDS
from reports.notes.plain import figures_of, markers, plain
from reports.notes.section import Composed, Section
from schools.errors import PortalError
from schools.models import Approval, Document, User
from schools.services.approvals import content_hash, void_if_changed

from .composing import local_day, told_of
from .named import names_schools

MOST = 200_000  # letters of one section
NOT_MADE = "Справка ещё готовится. Разделы можно будет править, когда она будет готова."
PUBLISHED = "Справка опубликована. Чтобы изменить её, сначала снимите с\xa0публикации."
APPROVED = (
    "Справка утверждена: она описывает данные своего времени. По\xa0новым данным подготовьте новую."
)
MEANWHILE = "Пока вы правили, раздел сохранил(а) {}. Выберите, что оставить."
TOO_LONG = "Раздел слишком длинный. Вынесите часть в\xa0приложение."
NO_FIGURE = "В\xa0тексте стоит {}, а\xa0в\xa0разделе такого нет. Есть: {}."
TWICE = "{} стоит в\xa0тексте дважды. Оставьте одно место."
NONE = "ни\xa0одного"
EMPTY = "Раздел пуст. Чтобы не\xa0печатать его, нажмите «Не\xa0печатать раздел»."
NOTHING_NEW = "Предложения уже нет: его приняли или отклонили."


class Conflict(PortalError):
    """Somebody has saved the section meanwhile: the editor is told both texts and chooses."""


def edit_section(
    section: NoteSection, *, html: str, version: int, by: User, at: datetime
) -> NoteSection:
    """A text that says what was composed is no edit. `version`: of the text that was read."""
    text = cleaned(html[: MOST + 1])
    with transaction.atomic():
        note, section = _open(section)
        if section.version != version:
            raise Conflict(MEANWHILE.format(section.edited_by or "другой сотрудник"))
        _check(text, section, is_long=len(html) > MOST)
        is_own = text != plain(section.generated)
        section.edited = text if is_own else ""
        section.edited_by, section.edited_at = (by, at) if is_own else (None, None)
        _save(note, section, at=at)
    return section


def restore_section(section: NoteSection, *, at: datetime) -> None:
    """Back to what was composed; what a person wrote is gone."""
    with transaction.atomic():
        note, section = _open(section)
        section.edited, section.edited_by, section.edited_at = "", None, None
        _save(note, section, at=at)


def leave_out(section: NoteSection, *, is_left_out: bool, at: datetime) -> None:
    """Not printed, or printed again. Numbers of the others follow."""
    with transaction.atomic():
        note, section = _open(section)
        if section.is_left_out != is_left_out:
            section.is_left_out = is_left_out
            _save(note, section, at=at)


def propose(note: Note, *, at: datetime) -> int:
    """Compose the note of today's data beside what stands; say how many sections would change.

    A run is never edited: of a note on one, the newest run by the same methodology is told.
    """
    _refuse_closed(note)
    run = note.run and _newest(note.run)
    note.run = run or note.run
    composed = KINDS[note.kind].compose(note, local_day(note.municipality, at))
    with transaction.atomic():
        note = _locked(note)
        _refuse_closed(note)
        told = told_of(composed)
        is_same = told["trace"] == note.trace and told["fingerprint"] == note.fingerprint
        Note.objects.filter(pk=note.pk).update(run=run, **told)
        changed = _propose_sections(note, composed)
        if changed or not is_same:
            _changed(note, at=at)
    return changed


def take(section: NoteSection, *, at: datetime) -> None:
    """The proposed text becomes the composed one; an edit of the old text goes with it."""
    with transaction.atomic():
        note, section = _open(section)
        if not section.proposed:
            raise PortalError(NOTHING_NEW)
        section.generated, section.title = section.proposed, section.proposed_title
        section.fingerprint = section.proposed_fingerprint
        section.edited, section.edited_by, section.edited_at = "", None, None
        _forget_proposal(section)
        _save(note, section, at=at)


def keep(section: NoteSection, *, at: datetime) -> None:
    """The proposal is declined; the text goes on being of its older data, and the foot says so."""
    with transaction.atomic():
        note, section = _open(section)
        if not section.proposed:
            raise PortalError(NOTHING_NEW)
        _forget_proposal(section)
        _save(note, section, at=at)


def is_published(note: Note) -> bool:
    return Note.objects.published().filter(pk=note.pk).exists()


def hash_of(note: Note) -> str:
    """Of what is agreed on: every printed word, and nothing of when or by whom."""
    sections = note.sections.filter(is_left_out=False)
    return content_hash(
        [
            note.title,
            note.subject,
            *([one.code, one.title, one.edited or one.generated] for one in sections),
        ]
    )


def _open(section: NoteSection) -> tuple[Note, NoteSection]:
    """Both as they are now, and so until we are done."""
    note = _locked(section.note)
    if note.state != Note.State.DONE:
        raise PortalError(NOT_MADE)
    if is_published(note):
        raise PortalError(PUBLISHED)
    found = note.sections.select_for_update(of=["self"]).select_related("edited_by")
    return note, found.get(pk=section.pk)


def _locked(note: Note) -> Note:
    rows = Note.objects.select_for_update(of=["self"]).select_related("document", "run")
    return rows.get(pk=note.pk)


def _refuse_closed(note: Note) -> None:
    if note.state != Note.State.DONE:
        raise PortalError(NOT_MADE)
    if is_published(note):
        raise PortalError(PUBLISHED)
    agreed = note.document_id and note.document.approvals.filter(state=Approval.State.AGREED)
    if agreed and agreed.exists():
        raise PortalError(APPROVED)


def _save(note: Note, section: NoteSection, *, at: datetime) -> None:
    section.version += 1
    section.save()
    _changed(note, at=at)


def _changed(note: Note, *, at: datetime) -> None:
    """Files are of the older text, and so is every consent."""
    changes = {"revision": F("revision") + 1, "names_schools": names_schools(note)}
    Note.objects.filter(pk=note.pk).update(**changes)
    # the signed file may be printed in the same moment
    document = Document.objects.select_for_update().filter(pk=note.document_id).first()
    if document and void_if_changed(document, hash_of(note), at=at) and document.file:
        name = document.file.name
        document.file = ""
        document.save(update_fields=["file"])
        transaction.on_commit(lambda: default_storage.delete(name))


def _check(text: str, section: NoteSection, *, is_long: bool) -> None:
    if is_long:
        raise PortalError(TOO_LONG)
    if not text:
        raise PortalError(EMPTY)
    known, named = figures_of(section.generated), markers(text)
    for label in named:
        if label not in known:
            there = ", ".join(f"[[{one}]]" for one in known) or NONE
            raise PortalError(NO_FIGURE.format(f"[[{label}]]", there))
        if named.count(label) > 1:
            raise PortalError(TWICE.format(f"[[{label}]]"))


def _newest(run):
    same = (
        type(run)
        .objects.standing()
        .filter(
            municipality=run.municipality_id,
            academic_year=run.academic_year,
            methodology__slug=run.methodology.slug,
        )
    )
    return same.order_by("-pk").first() or run


def _propose_sections(note: Note, composed: Composed) -> int:
    """A section whose words stay the same is of the new data at once; one that is told no more
    stays until somebody leaves it out; a new one comes unprinted until it is taken.
    """
    standing = {one.code: one for one in note.sections.all()}
    changed = 0
    for order, told in enumerate(composed.sections, start=1):
        section = standing.get(told.code)
        if section is None:
            NoteSection.objects.create(**_new(note, told, order, composed.fingerprint))
            changed += 1
            continue
        section.order = order
        if (section.generated, section.title) == (told.html, told.title):
            section.fingerprint = composed.fingerprint
            _forget_proposal(section)
        else:
            section.proposed, section.proposed_title = told.html, told.title
            section.proposed_fingerprint = composed.fingerprint
            changed += 1
        section.save()
    return changed


def _new(note: Note, told: Section, order: int, fingerprint: str) -> dict:
    return {
        "note": note,
        "code": told.code,
        "order": order,
        "title": told.title,
        "generated": told.html,
        "fingerprint": fingerprint,
        "is_left_out": True,
    }


def _forget_proposal(section: NoteSection) -> None:
    section.proposed = section.proposed_title = section.proposed_fingerprint = ""
