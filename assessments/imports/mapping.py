"""Tables that no reader knows: what their columns mean is said once, and known by the header."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from assessments.models import ColumnMapping, ImportBatch
from assessments.readers import MAPPED, mapped
from assessments.readers.cells import sheet_name
from assessments.readers.reading import Reading
from assessments.readers.title_keys import title_keys, titles_in
from schools.models import Municipality, User
from schools.sheets import Book

# nobody can say whether there are pupils in a table that the portal does not know
KEEP_UNKNOWN = timedelta(hours=1)
Stage, State = ImportBatch.Stage, ImportBatch.State
UNKNOWN = (
    "Портал не узнал эту таблицу. Проверьте, тот ли это файл, или укажите, что в каком столбце."
)
FAMILIAR = (
    "Столбцы этой таблицы портал знает по разметке «{}», но заглавие над ними другое. Укажите, о "
    "какой она процедуре."
)
NOT_MAPPED = (
    "Таблицу с таким заголовком в муниципалитете ещё не размечали. Загрузите файл на странице "
    "портала и укажите, что в каком столбце."
)


def mapping_of(municipality: Municipality, book: Book) -> ColumnMapping | None:
    """What somebody of this municipality has said, last, of a table with the same header."""
    known = municipality.column_mappings.filter(header__in=mapped.headers_in(book))
    return known.order_by("-created_at", "-pk").first()


def mapping_like(municipality: Municipality, book: Book) -> ColumnMapping | None:
    """What was said, last, of a table with the same titles under another heading.

    Its columns mean the same; of which procedure it tells, somebody has to say.
    """
    known = municipality.column_mappings.filter(titles__in=titles_in(book))
    return known.order_by("-created_at", "-pk").first()


def why_unknown(municipality: Municipality, book: Book, code: str) -> str:
    if like := mapping_like(municipality, book):
        return FAMILIAR.format(like)
    return NOT_MAPPED if code == MAPPED else UNKNOWN


def read_mapped(book: Book, mapping: ColumnMapping, *, academic_year: int) -> Reading | None:
    """None where the header is another one. It may have moved, its only sheet be called anew."""
    found = mapped.headers_in(book).get(mapping.header)
    if not found:
        return None
    told = mapping.columns | found._asdict()
    return mapped.read(book, told, academic_year=academic_year)


def remember_mapping(
    batch: ImportBatch, book: Book, told: Mapping, *, title: str, by: User, at: datetime
) -> ColumnMapping:
    """One header, one mapping: what is said last counts."""
    sheet = mapped.sheet_of(book, told["sheet"])
    header = dict(mapped.header_keys(sheet, sheet_name(book, sheet)))[told["header"]]
    said = {
        "title": title,
        "titles": dict(title_keys(sheet))[told["header"]],
        "columns": dict(told),
        "created_by": by,
        "created_at": at,
    }
    return ColumnMapping.objects.update_or_create(
        municipality=batch.municipality, header=header, defaults=said
    )[0]


def may_be_mapped(batch: ImportBatch, *, at: datetime) -> bool:
    """The file is still there, and it was not known or was read by a mapping."""
    is_unknown = batch.stage == Stage.READING and batch.state == State.FAILED
    was_mapped = batch.stage == Stage.REVIEW and batch.format == MAPPED
    return bool(batch.upload) and (is_unknown or was_mapped) and at < upload_ends_at(batch)


def upload_ends_at(batch: ImportBatch) -> datetime:
    return batch.created_at + KEEP_UNKNOWN


def read_again(batch: ImportBatch, mapping: ColumnMapping, *, at: datetime) -> bool:
    """Queue the reading by this mapping, unless somebody has stored or dropped the file by now.

    Answers about schools stay; rows that were left out may be right under another mapping.
    """
    unknown = Q(stage=Stage.READING, state=State.FAILED)
    waiting = ImportBatch.objects.filter(unknown | Q(stage=Stage.REVIEW, format=MAPPED))
    return bool(
        waiting.filter(pk=batch.pk)
        .exclude(upload="")
        .update(
            stage=Stage.READING,
            mapping=mapping,
            reading=None,
            answers={"schools": batch.answers.get("schools", {})},
            plan={},
            fingerprint="",
            **ImportBatch.queued_anew(at),
        )
    )
