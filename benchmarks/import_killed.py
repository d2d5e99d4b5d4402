"""The worker is killed in the middle of a 100,000-row import: nothing or everything is there.

Real processes, as in worker_killed.py: the portal as `make demo` runs it. One file of 100,000
schools is read, confirmed and stored; SIGKILL hits while it is read and at several moments while
it is stored. Whoever looks meanwhile sees no result, or all of them with their history.
DATABASE_URL may name an empty PostgreSQL database; otherwise the embedded one is used.

    .venv/bin/python benchmarks/import_killed.py [ROWS]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from worker_killed import BLOW, ROOT, start_portal, wait_until, worker_of

MOMENTS = (0.1, 1.0, 2.5)  # seconds after the storing began
PATIENCE = 600


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        env = {"DATA_DIR": folder, "PYTHONPATH": str(ROOT), "OPORA_MEASURE": "1"}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
        command = [sys.executable, __file__, str(rows)]
        return subprocess.run(command, env=os.environ | env, check=False).returncode


def measure(rows: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    municipality, person = big_municipality(rows)
    path = Path(os.environ["DATA_DIR"], "marks.xlsx")
    write(path, rows)
    supervisor = start_portal()
    try:
        print(f"{connection.vendor}, {rows} rows, {path.stat().st_size / 2**20:.1f} MB")
        return carry(municipality, person, path, supervisor.pid, rows)
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=60)


def big_municipality(rows: int):
    from django.db import transaction

    from schools.models import School, SchoolAlias
    from tests.factories import make_municipality, make_user

    with transaction.atomic():
        municipality = make_municipality(name="Иланский район")
        schools = School.objects.bulk_create(
            School(municipality=municipality, short_name=f"Школа {n}") for n in range(rows)
        )
        SchoolAlias.objects.bulk_create(
            SchoolAlias(
                municipality=municipality,
                school=school,
                kind="fis_oko",
                value=f"edu{n}",
                key=f"edu{n}",
            )
            for n, school in enumerate(schools)
        )
    return municipality, make_user("COORDINATOR", municipality)


def write(path: Path, rows: int) -> None:
    from openpyxl import Workbook

    from tests.assessments.layouts import marks_rows

    book = Workbook(write_only=True)
    sheet = book.create_sheet("РУ 4 Статистика по отметкам")
    schools = ((f"Школа {n}(edu{n})", "", 10, 30, 40, 20, 10) for n in range(rows))
    for row in marks_rows(*schools):
        sheet.append(row)
    book.save(path)


def carry(municipality, person, path: Path, supervisor: int, rows: int) -> int:
    from django.core.files import File
    from django.utils import timezone

    from assessments import tasks
    from assessments.imports import stages

    bad = 0
    with path.open("rb") as file:
        batch = stages.begin_import(
            municipality, File(file, path.name), academic_year=2026, by=person, at=timezone.now()
        )
    tasks.carry_on.delay(batch.pk)
    wait_until(lambda: fresh(batch).progress >= 33, 60)
    strike(supervisor, "main process")
    took, _seen = follow(batch, "review")
    print(f"  killed while it was read: at the questions {took} s later, attempt {batch.attempt}")
    bad += batch.stage != "review" or batch.plan["counts"]["new"] != rows
    for moment, blow in zip(MOMENTS, (*BLOW, "main process"), strict=True):
        bad += killed_while_stored(batch, person, supervisor, moment, blow, rows)
        batch = read_again(municipality, person, path)
    return int(bad > 0)


def killed_while_stored(batch, person, supervisor: int, moment: float, blow: str, rows: int):
    from django.utils import timezone

    from assessments import tasks
    from assessments.imports import stages

    stages.confirm(batch, seen=batch.fingerprint, by=person, at=timezone.now())
    tasks.carry_on.delay(batch.pk)
    wait_until(lambda: fresh(batch).state == "running", 60)
    time.sleep(moment)
    began = fresh(batch).stage
    strike(supervisor, blow)
    took, seen = follow(batch, "stored")
    print(
        f"  killed ({blow}) {moment} s after the storing began ({began}): stored {took} s "
        f"later, attempt {batch.attempt}; others saw {sorted(seen)} results and changes",
        flush=True,
    )
    return batch.stage != "stored" or not seen <= {(0, 0), (rows, rows)}


def read_again(municipality, person, path: Path):
    from django.core.files import File
    from django.utils import timezone

    from assessments import tasks
    from assessments.imports import stages
    from assessments.models import Result, ResultChange

    ResultChange.objects.all().delete()
    Result.rows.all().delete()
    with path.open("rb") as file:
        batch = stages.begin_import(
            municipality, File(file, path.name), academic_year=2026, by=person, at=timezone.now()
        )
    tasks.carry_on.delay(batch.pk)
    follow(batch, "review")
    return batch


def strike(supervisor: int, blow: str) -> None:
    wait_until(lambda: worker_of(supervisor), 60)
    BLOW[blow](worker_of(supervisor), signal.SIGKILL)


def follow(batch, stage: str) -> tuple[float, set[tuple[int, int]]]:
    """Seconds until the stage is reached, and every (results, changes) that was seen till then."""
    from assessments.models import Result, ResultChange

    began, seen = time.monotonic(), set()
    while time.monotonic() - began < PATIENCE:
        seen.add((Result.objects.count(), ResultChange.objects.filter(origin="import").count()))
        fresh(batch)
        if batch.stage == stage and batch.state == "done":
            break
        if batch.state == "failed":
            print(f"  failed: {batch.error}")
            break
        time.sleep(0.2)
    seen.add((Result.objects.count(), ResultChange.objects.filter(origin="import").count()))
    return round(time.monotonic() - began, 1), seen


def fresh(batch):
    batch.refresh_from_db()
    return batch


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.exit(measure(size) if os.environ.get("OPORA_MEASURE") else main(size))
