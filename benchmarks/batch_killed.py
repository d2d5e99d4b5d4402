"""A worker is killed in the middle of a batch of papers: every paper is in the archive, once.

Real processes, as in worker_killed.py: the portal as `make demo` runs it. SIGKILL hits the main
process of the worker and then its whole group while papers are made, and once while the archive is
put together. Beside it: several processes begin the same batch at once and get one; a batch is
stopped while its archive is put together and leaves nothing.

    .venv/bin/python benchmarks/batch_killed.py [SCHOOLS]
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

from batch_workers import begun, fresh, in_a_folder_of_its_own, prepared_run, ring
from worker_killed import BLOW, ROOT, start_portal, wait_until, worker_of

PATIENCE, SIZE = 300, 1_500_000
START = """
import django; django.setup()
from identification.models import Run
from benchmarks.batch_workers import begun
print(begun(Run.objects.get()).pk)
"""


def measure(schools: int) -> int:
    run = prepared_run(schools)
    bad = begun_by_many(run)
    supervisor = start_portal()
    try:
        for blow in BLOW:
            bad += killed_over_papers(run, supervisor.pid, blow)
        bad += killed_over_the_archive(run, supervisor.pid)
        bad += stopped_over_the_archive(run)
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=60)
    return int(bad > 0)


def begun_by_many(run) -> bool:
    """No worker is there yet."""
    from reports.batches.services import cancel_batch
    from reports.models import PaperBatch

    env = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"}
    started = [
        subprocess.Popen([sys.executable, "-c", START], cwd=ROOT, env=env, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    told = {one.communicate()[0].strip() for one in started}
    print(f"begun by four at once: {PaperBatch.objects.count()} batch, told as {told}")
    batch = PaperBatch.objects.first()
    cancel_batch(batch, by=batch.created_by)
    return len(told) != 1 or PaperBatch.objects.count() != 1


def killed_over_papers(run, supervisor: int, blow: str) -> bool:
    batch = begun(run)
    ring(batch)
    wait_until(lambda: made(batch) >= batch.items.count() // 3, PATIENCE)
    return killed(batch, supervisor, blow, f"{made(batch)} papers were made")


def killed_over_the_archive(run, supervisor: int) -> bool:
    batch = almost_done(run)
    ring(batch)
    wait_until(lambda: fresh(batch).state == "running", PATIENCE)
    return killed(batch, supervisor, "whole group", f"{batch.progress} % were packed")


def killed(batch, supervisor: int, blow: str, when: str) -> bool:
    wait_until(lambda: worker_of(supervisor))
    BLOW[blow](worker_of(supervisor), signal.SIGKILL)
    began = time.monotonic()
    wait_until(lambda: not fresh(batch).is_under_way, PATIENCE)
    took = time.monotonic() - began
    whole, attempts = is_whole(batch), sorted(set(batch.items.values_list("attempt", flat=True)))
    print(
        f"killed ({blow}) when {when}: {batch.state} {took:.0f} s later, whole: {whole}, "
        f"attempts of papers {attempts}, of the archive {batch.attempt}",
        flush=True,
    )
    return not whole


def stopped_over_the_archive(run) -> bool:
    from reports.batches.services import cancel_batch

    wait_until(worker_is_back)
    batch = almost_done(run)
    ring(batch)
    wait_until(lambda: fresh(batch).state == "running", PATIENCE)
    cancel_batch(batch, by=batch.created_by)
    time.sleep(3)
    left = list(folder_of(batch).rglob("*.*")) if folder_of(batch).exists() else []
    told = fresh(batch)
    print(f"stopped over the archive: {told.state}, archive «{told.archive.name}», left: {left}")
    return bool(left or told.archive or told.items.exists())


def worker_is_back() -> bool:
    text = Path(os.environ["DATA_DIR"], "log", "worker.log").read_text("utf-8")
    return text.count("ready.") >= 2


def almost_done(run):
    """All papers are there, big ones: to pack them takes a while."""
    batch = begun(run)
    folder_of(batch).mkdir(parents=True, exist_ok=True)
    for item in batch.items.all():
        item.files = [(f"{item.pk}.pdf", f"batches/{batch.pk}/{item.pk}")]
        item.state = "done"
        (folder_of(batch) / str(item.pk)).write_bytes(os.urandom(SIZE))
        item.save()
    return batch


def is_whole(batch) -> bool:
    if batch.state != "done":
        return False
    with ZipFile(batch.archive.path) as archive:
        names = archive.namelist()
        sound = archive.testzip() is None
    return sound and len(names) == len(set(names)) == batch.items.count()


def made(batch) -> int:
    return batch.items.filter(state="done").count()


def folder_of(batch) -> Path:
    return Path(os.environ["DATA_DIR"], "media", "batches", str(batch.pk))


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    alone = os.environ.get("OPORA_MEASURE")
    sys.exit(measure(size) if alone else in_a_folder_of_its_own(__file__, size))
