"""Tables as lines of JSON. The same rows give the same lines, whichever database holds them."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections
from django.db.models import Field, Model, QuerySet

# signing in again is no loss, and a copy that lies about opens nobody's session
LEFT_OUT = {"sessions.Session"}
# `migrate` fills these itself, with keys of its own
OF_MIGRATIONS = {"contenttypes.ContentType", "auth.Permission"}
# what `to_line` tells and `to_python` of the field understands again
KNOWN_FIELDS = {
    *("AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "DateField"),
    *("DateTimeField", "DecimalField", "FileField", "ForeignKey", "IntegerField", "JSONField"),
    *("ManyToManyField", "OneToOneField", "PositiveIntegerField", "PositiveSmallIntegerField"),
    *("SlugField", "SmallIntegerField", "TextField", "UUIDField"),
}
# the other values of JSON a driver takes as they are
TRANSLATED = {"DateField", "DateTimeField", "DecimalField", "JSONField", "UUIDField"}
ROWS_AT_ONCE = 500


class Sum:
    """What the rows of a table come to. Keys of JSON are sorted: jsonb has an order of its own."""

    def __init__(self):
        self.rows, self._digest = 0, hashlib.sha256()

    def add(self, row: tuple) -> None:
        self.rows += 1
        self._digest.update(to_line(row, sort_keys=True))

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def kept_models() -> list[type[Model]]:
    """Histories and the tables between many and many are models as well."""
    models = apps.get_models(include_auto_created=True)
    kept = (m for m in models if m._meta.managed and m._meta.label not in LEFT_OUT)
    return sorted(kept, key=lambda model: model._meta.db_table)


def columns_of(model: type[Model]) -> list[Field]:
    return list(model._meta.local_concrete_fields)


def rows_of(model: type[Model]) -> Iterator[tuple]:
    """All of them: a manager may hide some."""
    rows = QuerySet(model).order_by("pk").values_list(*(f.attname for f in columns_of(model)))
    return rows.iterator(chunk_size=2000)


def to_line(row: tuple, *, sort_keys: bool = False) -> bytes:
    text = json.dumps(
        row, default=_told, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys
    )
    return text.encode() + b"\n"


def _told(value) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"a backup does not know how to tell {value!r}")


def write_table(model: type[Model], path: Path) -> Sum:
    told = Sum()
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        for row in rows_of(model):
            told.add(row)
            packed.write(to_line(row))
    return told


def fill_table(model: type[Model], path: Path) -> None:
    """Insert the rows of a file as they are: no signal, no history, no date set by itself.

    Generated columns are in the file to be compared; the database works them out again.
    """
    columns = [(at, field) for at, field in enumerate(columns_of(model)) if not field.generated]
    stored = [field for _at, field in columns]
    readers = [(at, _reader(field)) for at, field in columns]
    size = connection.ops.bulk_batch_size(stored, [None] * ROWS_AT_ONCE)
    with gzip.open(path) as lines, connection.cursor() as cursor:
        rows = map(json.loads, lines)
        while batch := list(islice(rows, min(size, ROWS_AT_ONCE))):
            values = [read(row[at]) if read else row[at] for row in batch for at, read in readers]
            cursor.execute(_insert(model, stored, len(batch)), values)


def _reader(field: Field) -> Callable | None:
    if getattr(field, "target_field", field).get_internal_type() not in TRANSLATED:
        return None
    database = connections[connection.alias]  # itself: the proxy costs more than the work
    return lambda value: field.get_db_prep_save(field.to_python(value), database)


def _insert(model: type[Model], fields: list[Field], rows: int) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES {', '.join([row] * rows)}"


def empty_table(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def sum_of(model: type[Model]) -> Sum:
    """What the database holds now."""
    told = Sum()
    for row in rows_of(model):
        told.add(row)
    return told


def reset_sequences(models: list[type[Model]]) -> None:
    """The next row gets a key that no restored row has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
