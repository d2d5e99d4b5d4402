"""Storing 100,000 matched and validated results with their history, against COPY of the same rows.

On PostgreSQL, in one database made for it and dropped. The floor is COPY into the final table with
all its indexes and constraints. Ours is `store_results` as an import calls it: compare with what
is stored, write, one row of history per result, in one transaction. Three cases in turn: all rows
new, all changed, none changed.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/storing.py [ROWS]
"""

import csv
import io
import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from assessments.models import ImportBatch, Result, ResultChange
from assessments.results import NewResult, store_results
from assessments.staging import FIGURES, KEY, SOURCE
from schools.models import School
from tests.factories import (
    AT,
    make_batch,
    make_municipality,
    make_sitting,
    make_user,
)

ROUNDS, LIMIT, SITTINGS = 5, 2.5, 40
COLUMNS = (*KEY, *FIGURES, *SOURCE, "version")


def main(amount: int) -> int:
    if connection.vendor != "postgresql":
        print("Needs PostgreSQL: set DATABASE_URL")
        return 1
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        return measure(amount)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(amount: int) -> int:
    schools, sittings, batch, person = world(amount)
    rows = {low: list(results(schools, sittings, batch, low)) for low in (3, 4)}
    taken = {"COPY": [], "new": [], "changed": [], "unchanged": []}
    for number in range(ROUNDS + 1):  # the first round only warms
        steps = {
            "COPY": lambda: copy(rows[3]),
            "new": lambda: store(rows[3], person, batch),
            "changed": lambda: store(rows[4], person, batch),
            "unchanged": lambda: store(rows[4], person, batch),
        }
        for name, step in steps.items():
            if name in ("COPY", "new"):
                empty()
            began = time.perf_counter()
            step()
            if number:
                taken[name].append(time.perf_counter() - began)
    floor = median(taken["COPY"])
    print(f"{len(rows[3])} results, n={ROUNDS}, PostgreSQL {connection.pg_version // 10000}")
    for name, seconds in taken.items():
        ratio = median(seconds) / floor
        span = f"{min(seconds):.2f} to {max(seconds):.2f}"
        print(f"  {name:9} {median(seconds):.2f} s ({span}), {ratio:.2f} x COPY")
    return int(max(median(taken["new"]), median(taken["changed"])) > LIMIT * floor)


def world(amount: int):
    municipality = make_municipality()
    School.objects.bulk_create(
        School(municipality=municipality, short_name=f"Школа {n}")
        for n in range(amount // SITTINGS)
    )
    schools = list(School.objects.values_list("pk", flat=True))
    sittings = [make_sitting(academic_year=2000 + n).pk for n in range(SITTINGS)]
    person = make_user()
    return schools, sittings, make_batch(municipality=municipality, by=person), person


def results(schools, sittings, batch: ImportBatch, low: int):
    for n, school in enumerate(schools):
        for sitting in sittings:
            participants = 20 + n % 60
            counts = {"2": low, "3": participants - low - 9, "4": 6, "5": 3}
            yield NewResult.of_counts(
                school_id=school,
                sitting_id=sitting,
                participants=participants,
                low_n=low,
                high_n=9,
                counts=counts,
                batch_id=batch.pk,
                source_row=n,
            )


def store(rows, person, batch) -> None:
    outcome = store_results(rows, by=person, at=AT, origin="import", batch_id=batch.pk)
    assert not outcome.conflicts
    assert Result.objects.count() == len(rows)


def copy(rows) -> None:
    """The floor: the same rows, already in the form that the database takes."""
    file = io.StringIO()
    lines = csv.writer(file)
    for row in rows:
        told = row.figures
        told["counts"] = '{"2": 3, "3": 8, "4": 6, "5": 3}'
        source = (row.source_id, row.batch_id, row.source_row)
        lines.writerow([*row.key[:3], "", *(told[name] for name in FIGURES), *source, 1])
    with transaction.atomic(), connection.cursor() as cursor:
        forced = "force_not_null (class_label, no_data)"
        names = ", ".join(COLUMNS)
        cursor.copy_expert(
            f"COPY assessments_result ({names}) FROM STDIN (FORMAT csv, {forced})",
            io.StringIO(file.getvalue()),
        )
    assert Result.objects.count() == len(rows)


def empty() -> None:
    with connection.cursor() as cursor:
        tables = ", ".join(model._meta.db_table for model in (ResultChange, Result))
        cursor.execute(f"TRUNCATE {tables}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
