"""Papers of a whole municipality as one archive: two workers against one, in turn.

Real processes: a Celery worker over the folder of a demo, with one process and with two. Taken is
the time from the ring until the archive is there; starting the worker is not. The papers are
«справки для школ», one for each school of a run.

    .venv/bin/python benchmarks/batch_workers.py [SCHOOLS]
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from worker_killed import ROOT, big_municipality, wait_until

ROUNDS, LEAST, PATIENCE, PERSON = 3, 1.7, 900, "bench"


def main(schools: int) -> int:
    return in_a_folder_of_its_own(__file__, schools)


def in_a_folder_of_its_own(file: str, *arguments) -> int:
    """Settings are read once: the measuring is done by another process with its own data."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"DATA_DIR": folder, "PYTHONPATH": str(ROOT), "OPORA_MEASURE": "1"}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings.demo"}
        command = [sys.executable, file, *map(str, arguments)]
        return subprocess.run(command, env=os.environ | env, check=False).returncode


def measure(schools: int) -> int:
    run = prepared_run(schools)
    taken = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers in taken:
            taken[workers].append(seconds_of(run, workers))
            print(f"  {workers} at work: {taken[workers][-1]:.1f} s", flush=True)
    ratio = median(taken[1]) / median(taken[2])
    print(f"{schools} papers, n={ROUNDS}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for workers, seconds in taken.items():
        print(f"  {workers}: {median(seconds):.1f} s ({min(seconds):.1f} to {max(seconds):.1f})")
    print(f"  two are {ratio:.2f} x one (wanted: {LEAST})")
    return int(ratio < LEAST)


def prepared_run(schools: int):
    """A run that is done, with a verdict of each school."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from identification.models import Run
    from identification.services import identify_schools, start_run
    from schools.models import User

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    User.objects.create_user(PERSON)
    methodology = big_municipality(schools)
    run = start_run(methodology, academic_year=2026, by=None, at=timezone.now())
    mine = Run.claim(run.pk)
    with mine.running():
        identify_schools(mine, at=timezone.now())
    return mine


def begun(run):
    from django.utils import timezone

    from reports.batches.services import start_batch
    from schools.models import User

    person = User.objects.get(username=PERSON)
    about = {"academic_year": run.academic_year, "on": timezone.localdate(), "at": timezone.now()}
    return start_batch("why", run.municipality, run=run, by=person, **about)[0]


def ring(batch) -> None:
    from reports.batches.services import LANES
    from reports.tasks import make_papers

    for _ in range(LANES):
        make_papers.delay(batch.pk)


def fresh(batch):
    batch.refresh_from_db()
    return batch


def seconds_of(run, workers: int) -> float:
    with running_worker(workers):
        batch = begun(run)
        began = time.monotonic()
        ring(batch)
        wait_until(lambda: not fresh(batch).is_under_way, PATIENCE)
        took = time.monotonic() - began
    refuse_broken(batch)
    return took


@contextmanager
def running_worker(processes: int):
    """A Celery worker that is ready, over the folder of the demo."""
    log = Path(os.environ["DATA_DIR"], f"worker-{time.monotonic_ns()}.log")
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO"]
    with log.open("w") as output:
        worker = subprocess.Popen(
            [*command, "--concurrency", str(processes)], cwd=ROOT, stdout=output, stderr=output
        )
    try:
        wait_until(lambda: "ready." in log.read_text("utf-8"))
        yield worker
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def refuse_broken(batch) -> None:
    made = batch.items.filter(state="done").count()
    if batch.state != "done" or made != batch.items.count():
        raise SystemExit(f"The batch is {batch.state} with {made} papers: {batch.error}")


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    sys.exit(measure(size) if os.environ.get("OPORA_MEASURE") else main(size))
