"""The stages of a file until somebody decides: begun, read, answered, confirmed or dropped."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from assessments.models import ColumnMapping, ImportBatch
from assessments.readers import FORMATS, MAPPED, READERS, holds_pupils, turn_away_pupils
from assessments.readers.reading import Reading, Work
from schools.errors import PortalError
from schools.jobs import JobLost
from schools.models import Municipality, User
from schools.russian import school_year
from schools.sheets import Book, Problem, read_book

from .ending import forget_upload
from .keeping import kept, restored
from .mapping import KEEP_UNKNOWN, UNKNOWN, mapping_of, read_mapped, why_unknown
from .plan import Plan
from .planning import plan_import
from .points import counted
from .settings import settings_of
from .telling import told_of

KEEP = timedelta(days=7)
Stage, State = ImportBatch.Stage, ImportBatch.State
TOO_EARLY = "Этот учебный год ещё не начался. Проверьте год в файле."
OVER = "Этот файл уже записан, отменён или устарел. Загрузите его снова."


class NotRecognised(PortalError):
    """No reader knows the table: a person may say what its columns are."""


def begin_import(
    municipality: Municipality, upload: File, *, academic_year: int, by: User, at: datetime
) -> ImportBatch:
    """Keep the upload and queue its reading."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return ImportBatch.objects.create(
        municipality=municipality,
        academic_year=academic_year,
        uploaded_by=by,
        upload=upload,
        name=(upload.name or "")[-255:],
        size=upload.size,
        sha256=digest.hexdigest(),
        expires_at=at + KEEP,
    )


def read_results(book: Book, *, academic_year: int, code: str = "auto") -> tuple[str, Reading]:
    """The code of the layout and what its reader gives. Nothing of the database is asked."""
    if code == "auto":
        known = (name for name, reader in FORMATS.items() if reader.recognises(book))
        code = next(known, "")
    elif not FORMATS[code].recognises(book):
        raise NotRecognised(f"Это не «{FORMATS[code].TITLE}»: в файле нет такого заголовка.")
    if not code:
        raise NotRecognised(UNKNOWN)
    return code, FORMATS[code].read(book, academic_year=academic_year)


def read_known(
    municipality: Municipality,
    book: Book,
    *,
    academic_year: int,
    on: date,
    code: str = "auto",
    mapping: ColumnMapping | None = None,
) -> tuple[str, Reading, ColumnMapping | None]:
    """By its reader, else as somebody has said of such a table. `mapping` was said of this one.

    Ready to be looked at: it says whether there are pupils, points have become counts.
    """
    code, reading, mapping = _read_known(municipality, book, academic_year, code, mapping)
    reading.has_pupils = READERS[code].HAS_PUPILS or holds_pupils(book)
    look_at_the_years(reading, on=on)
    counted(reading, settings_of(works_of(reading), municipality.region))
    return code, reading, mapping


def _read_known(municipality, book, academic_year, code, mapping):
    if not mapping and code != MAPPED:
        try:
            return *read_results(book, academic_year=academic_year, code=code), None
        except NotRecognised:
            if code != "auto":
                raise
    mapping = mapping or mapping_of(municipality, book)
    reading = mapping and read_mapped(book, mapping, academic_year=academic_year)
    if reading is None:
        turn_away_pupils(book)
        raise NotRecognised(why_unknown(municipality, book, code))
    return MAPPED, reading, mapping


def look_at_the_years(reading: Reading, *, on: date) -> None:
    """A slip of the pen puts results where nobody will look for them for seventy years."""
    early = {work.academic_year for work in works_of(reading) if work.academic_year > on.year + 1}
    for year in sorted(early):
        reading.complain(0, "", school_year(year), TOO_EARLY)


def works_of(reading: Reading) -> set[Work]:
    return {told.work for told in (*reading.lines, *reading.benchmarks, *reading.markers)}


def look(municipality: Municipality, reading: Reading, answers: Mapping) -> Plan:
    """What the file would do now."""
    settings = settings_of(works_of(reading), municipality.region)
    return plan_import(municipality, reading, answers, settings)


def read_upload(batch: ImportBatch, *, at: datetime) -> None:
    """From the upload to the questions. What has pupils in it is not kept, nor what is broken.

    A table that nobody knows waits an hour for somebody to say what its columns are. What was
    read already is only looked at again: large files are answered in the background.
    """
    if batch.reading is not None:
        plan = look(batch.municipality, restored(batch.reading), batch.answers)
        batch.finish(stage=Stage.REVIEW, **shown(plan))
        return
    try:
        book = book_of(batch)
        batch.advance(1, 3)
        code, reading, mapping = read_known(
            batch.municipality,
            book,
            academic_year=batch.academic_year,
            on=at.date(),
            mapping=batch.mapping,
        )
        batch.advance(2, 3)
        plan = look(batch.municipality, reading, batch.answers)
    except NotRecognised:
        batch.write(expires_at=at + KEEP_UNKNOWN)
        raise
    except JobLost:
        raise  # whoever holds the job now needs the file
    except Exception:
        forget_upload(batch)
        raise
    told = {"format": code, "mapping": mapping, "reading": kept(reading), **shown(plan)}
    if mapping:
        # the hour was for what nobody knew
        told["expires_at"] = at + KEEP
    batch.finish(stage=Stage.REVIEW, **told)
    if reading.has_pupils:
        forget_upload(batch)


def shown(plan: Plan) -> dict:
    """What the page shows of a plan, and the fingerprint that its confirmation will name."""
    return {"plan": told_of(plan), "fingerprint": plan.fingerprint}


def answer(batch: ImportBatch, answers: Mapping, *, at: datetime | None = None) -> ImportBatch:
    """Questions are answered one after the other: a later answer to the same one counts.

    `at`: only note the answers and queue the look at them, which takes long for a large file.
    """
    with transaction.atomic():
        waiting = _waiting(batch)
        merged = {
            name: waiting.answers.get(name, {}) | dict(answers.get(name, {}))
            for name in ("schools", "reasons")
        }
        merged["rows"] = sorted({*waiting.answers.get("rows", ()), *answers.get("rows", ())})
        for flag in (waiting.answers, answers):
            if flag.get("without_strangers"):
                merged["without_strangers"] = True
        _answered(batch, waiting, merged, at)
    return batch


def forget_answers(batch: ImportBatch, *, at: datetime | None = None) -> ImportBatch:
    """All questions are asked again."""
    with transaction.atomic():
        _answered(batch, _waiting(batch), {}, at)
    return batch


def _answered(batch: ImportBatch, waiting: ImportBatch, answers: dict, at) -> None:
    told = {"answers": answers, "error": ""}
    if at:
        told |= {"stage": Stage.READING} | ImportBatch.queued_anew(at)
    else:
        told |= shown(look(waiting.municipality, restored(waiting.reading), answers))
    ImportBatch.objects.filter(pk=batch.pk).update(**told)
    batch.refresh_from_db()


def _waiting(batch: ImportBatch) -> ImportBatch:
    """Of two who answer at once the second adds to the answers of the first."""
    rows = ImportBatch.objects.select_for_update(of=("self",)).filter(stage=Stage.REVIEW)
    waiting = rows.filter(pk=batch.pk).first()
    if waiting is None or waiting.reading is None:
        raise PortalError(OVER)
    return waiting


def problems_of(batch: ImportBatch) -> list[Problem]:
    """All of them: the page shows only so many."""
    if batch.reading is None:
        raise PortalError(OVER)
    return look(batch.municipality, restored(batch.reading), batch.answers).problems


def confirm(batch: ImportBatch, *, seen: str, by: User, at: datetime) -> bool:
    """Queue the storing of what was seen. Pressed twice, or by two, it is queued once."""
    looked_at = Q(stage=Stage.REVIEW) | Q(stage=Stage.STORING, state=State.FAILED)
    waiting = ImportBatch.objects.filter(looked_at, pk=batch.pk, fingerprint=seen)
    return bool(
        waiting.filter(plan__may_be_stored=True).update(
            stage=Stage.STORING, decided_by=by, **ImportBatch.queued_anew(at)
        )
    )


def book_of(batch: ImportBatch) -> Book | None:
    """The file once more, if it is still there: one with pupils is not."""
    if not batch.upload:
        return None
    try:
        with batch.upload.open() as file:
            file.name = batch.name
            return read_book(file)
    except FileNotFoundError as error:
        # a backup does not hold uploads
        raise PortalError("Файла больше нет. Загрузите его снова.") from error
