"""How changed results reach the tables: COPY and one statement on PostgreSQL, plainly elsewhere.

`update()`, `bulk_create` and COPY write no history by themselves, so it is written here,
in the same transaction, from the same rows.
"""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from .models import Result, ResultChange

KEY = ("school_id", "sitting_id", "period", "class_label")
# name → type in PostgreSQL
TYPES = {
    "participants": "int",
    "low_n": "int",
    "high_n": "int",
    "counts": "jsonb",
    "share_low": "int",
    "share_high": "int",
    "mean": "numeric",
    "journal": "jsonb",
    "no_data": "text",
    "objectivity_control": "boolean",
}
FIGURES = tuple(TYPES)
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
# of a line of the staging table
JSONS = [5 + place for place, kind in enumerate(TYPES.values()) if kind == "jsonb"]
FEW = 1_000  # a plan made for an empty table is good enough for so many
SOURCE = ("source_id", "batch_id", "source_row")


class Staged(NamedTuple):
    school_id: int
    sitting_id: int
    period: str
    class_label: str
    version: int  # that the change is made upon; 0: there is no row yet
    before: dict | None
    after: dict
    source_id: int | None
    batch_id: int | None
    source_row: int | None

    @property
    def key(self):
        return self[:4]


def write_staged(
    rows: Sequence[Staged], *, by, at: datetime, origin, batch_id: int | None
) -> set[tuple]:
    """Write the rows whose version is still what it was; return the keys that were written."""
    if not rows:
        return set()
    write = _copy if connection.vendor == "postgresql" else _plain
    return write(rows, by=by, at=at, origin=origin, batch_id=batch_id)


COLUMNS = (*KEY, *FIGURES, *SOURCE)


def _history(row: str) -> str:
    """The figures of a row as the history keeps them. A mean is a text there, as in figures_of."""
    told = {name: f"{row}.{name}" for name in FIGURES}
    told["mean"] = f"{row}.mean::numeric(6, 2)::text"
    parts = ", ".join(f"'{name}', {value}" for name, value in told.items())
    return f"jsonb_build_object({parts})"


STAGE = f"""
    DROP TABLE IF EXISTS pg_temp.staged;
    CREATE TEMPORARY TABLE staged (
        school_id bigint, sitting_id bigint, period text, class_label text, version int,
        {", ".join(f"{name} {kind}" for name, kind in TYPES.items())},
        source_id bigint, batch_id bigint, source_row int
    ) ON COMMIT DROP
"""
# in CSV form None and the empty string are alike, unless a column is said to know no None
COPY = "COPY staged FROM STDIN (FORMAT csv, FORCE_NOT_NULL (class_label, no_data))"
# Who comes too late finds another version, or a row where there was none: it is left out, and
# not told. All parts of one statement see the tables as they were before it, so `old` is what
# the history calls `before`.
WRITE = f"""
    WITH updated AS (
        UPDATE assessments_result AS result
        SET {", ".join(f"{name} = staged.{name}" for name in (*FIGURES, *SOURCE))},
            version = staged.version + 1
        FROM staged
        WHERE {" AND ".join(f"result.{name} = staged.{name}" for name in KEY)}
            AND result.version = staged.version
        RETURNING result.id, {", ".join(f"result.{name}" for name in KEY)}
    ), inserted AS (
        INSERT INTO assessments_result ({", ".join(COLUMNS)}, version)
        SELECT {", ".join(COLUMNS)}, 1 FROM staged WHERE version = 0
        ON CONFLICT DO NOTHING
        RETURNING id, {", ".join(KEY)}
    ), written AS (
        SELECT * FROM updated UNION ALL SELECT * FROM inserted
    ), history AS (
        INSERT INTO assessments_resultchange
            (result_id, version, before, after, by_id, at, origin, batch_id)
        SELECT written.id, staged.version + 1,
            CASE WHEN old.id IS NOT NULL THEN {_history("old")} || CASE
                WHEN coalesce(old.source_id, old.batch_id, old.source_row) IS NULL THEN '{{}}'
                ELSE jsonb_build_object(
                    'source', jsonb_build_array(old.source_id, old.batch_id, old.source_row)
                )
            END END,
            {_history("staged")}, %(by)s, %(at)s, %(origin)s, %(batch)s
        FROM written JOIN staged USING ({", ".join(KEY)})
            LEFT JOIN assessments_result AS old ON old.id = written.id
    )
    SELECT {", ".join(KEY)} FROM written
"""


def _copy(rows, *, by, at, origin, batch_id):
    file = io.StringIO()
    csv.writer(file).writerows(map(_line, rows))
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.copy_expert(COPY, file)
        if len(rows) > FEW:
            cursor.execute("ANALYZE staged")
        told = {"by": by.pk, "at": at, "origin": str(origin), "batch": batch_id}
        cursor.execute(WRITE, told)
        return set(cursor.fetchall())


def _line(row: Staged) -> list:
    figures = row.after
    line = [*row[:5], *figures.values(), row.source_id, row.batch_id, row.source_row]
    for place in JSONS:
        if line[place] is not None:
            line[place] = ENCODE(line[place])
    return line


def _plain(rows, *, by, at, origin, batch_id):
    """SQLite: BEGIN IMMEDIATE has taken its one write lock, so what is read here stays true."""
    there = Result.rows.filter(sitting__in={row.sitting_id for row in rows}).order_by()
    versions = {tuple(key): version for *key, version in there.values_list(*KEY, "version")}
    rows = [row for row in rows if versions.get(row.key, 0) == row.version]
    results = Result.rows.bulk_create(
        [
            Result(
                **dict(zip(KEY, row.key, strict=True)),
                **row.after,
                **{name: getattr(row, name) for name in SOURCE},
                version=row.version + 1,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["school", "sitting", "period", "class_label"],
        update_fields=[*FIGURES, "source", "batch", "source_row", "version"],
    )
    ResultChange.objects.bulk_create(
        ResultChange(
            result=result,
            version=result.version,
            before=row.before,
            after=row.after,
            by=by,
            at=at,
            origin=origin,
            batch_id=batch_id,
        )
        for row, result in zip(rows, results, strict=True)
    )
    return {row.key for row in rows}
