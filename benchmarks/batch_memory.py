"""The memory of a worker over a batch of 500 papers: it must not grow with their number.

A real Celery worker with one process makes a batch of «справки для школ». Looked at, twice a
second, is the resident memory of the process that makes them. The libraries under WeasyPrint keep
a little of every paper, so a process that has grown is followed by another: the bound is that of
the settings, and what one task may add to it.

    .venv/bin/python benchmarks/batch_memory.py [PAPERS]
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from batch_workers import (
    begun,
    fresh,
    in_a_folder_of_its_own,
    prepared_run,
    refuse_broken,
    ring,
    running_worker,
)

ONE_TASK, STEP = 1.1, 100


def measure(papers: int) -> int:
    run = prepared_run(papers)
    batch, most, seen, processes = begun(run), 0.0, {}, set()
    with running_worker(1) as worker:
        ring(batch)
        while fresh(batch).is_under_way:
            for pid in children_of(worker.pid):
                processes.add(pid)
                most = max(most, resident(pid))
                number = batch.items.filter(state="done").count() // STEP * STEP
                if number and number not in seen:
                    seen[number] = resident(pid)
                    print(f"  after {number} papers: {seen[number]:.0f} MB", flush=True)
            time.sleep(0.5)
    refuse_broken(batch)
    limit = allowed()
    print(f"{papers} papers by {len(processes)} processes, one after the other")
    print(
        f"  at most {most:.0f} MB, {most / limit:.2f} x the bound ({limit:.0f}, limit {ONE_TASK})"
    )
    return int(most > ONE_TASK * limit)


def allowed() -> float:
    from django.conf import settings

    return settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD / 1024


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    alone = os.environ.get("OPORA_MEASURE")
    sys.exit(measure(size) if alone else in_a_folder_of_its_own(__file__, size))
