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


STAGE = f"""
    DROP TABLE IF EXISTS pg_temp.staged;
    CREATE TEMPORARY TABLE staged (
        school_id bigint, sitting_id bigint, period text, class_label text, version int,
        {", ".join(f"{name} {kind}" for name, kind in TYPES.items())},
        source_id bigint, batch_id bigint, source_row int, before jsonb, after jsonb
    ) ON COMMIT DROP
"""
# COPY in CSV form writes None and the empty string alike
STAGED = ", ".join(
    f"coalesce({name}, '')" if name in {"class_label", "no_data"} else name
    for name in (*KEY, *FIGURES, *SOURCE)
)
COLUMNS = ", ".join((*KEY, *FIGURES, *SOURCE))
# a conflict leaves the row as it is: RETURNING then tells nothing of it
UPSERT = f"""
    WITH written AS (
        INSERT INTO assessments_result ({COLUMNS}, version)
        SELECT {STAGED}, version + 1 FROM staged
        ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET
            {", ".join(f"{n} = excluded.{n}" for n in (*FIGURES, *SOURCE))},
            version = excluded.version
        WHERE assessments_result.version = excluded.version - 1
        RETURNING id, {", ".join(KEY)}, version
    ), history AS (
        INSERT INTO assessments_resultchange
            (result_id, version, before, after, by_id, at, origin, batch_id)
        SELECT written.id, written.version, before, after, %(by)s, %(at)s, %(origin)s,
            %(batch)s
        FROM written JOIN staged ON written.school_id = staged.school_id
            AND written.sitting_id = staged.sitting_id AND written.period = staged.period
            AND written.class_label = coalesce(staged.class_label, '')
    )
    SELECT {", ".join(KEY)} FROM written
"""


def _copy(rows, *, by, at, origin, batch_id):
    file = io.StringIO()
    lines = csv.writer(file)
    for row in rows:
        figures = (_json(row.after[name]) for name in FIGURES)
        source = (getattr(row, name) for name in SOURCE)
        lines.writerow(
            [*row.key, row.version, *figures, *source, _json(row.before), _json(row.after)]
        )
    file.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.copy_expert("COPY staged FROM STDIN (FORMAT csv)", file)
        told = {"by": by.pk, "at": at, "origin": str(origin), "batch": batch_id}
        cursor.execute(UPSERT, told)
        return set(cursor.fetchall())


def _json(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


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
