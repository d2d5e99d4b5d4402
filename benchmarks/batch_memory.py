"""The memory of a worker over 500 papers: it must not grow with their number.

One process makes «справки для школ» one after another, as a worker does, and writes them to disk.
Looked at is its resident memory; what the first papers load (fonts, templates, libraries) is there
after a hundred.

    .venv/bin/python benchmarks/batch_memory.py [PAPERS]
"""

import os
import sys
from pathlib import Path

from batch_workers import begun, in_a_folder_of_its_own, prepared_run

SCHOOLS, WARM, MOST = 50, 100, 1.1


def measure(papers: int) -> int:
    run = prepared_run(SCHOOLS)
    batch = begun(run)
    seen = {}
    for number in range(1, papers + 1):
        if number % SCHOOLS == 1:
            batch.items.update(state="queued", attempt=0)
        one_paper(batch)
        if number % WARM == 0:
            seen[number] = resident()
            print(f"  after {number} papers: {seen[number]:.0f} MB", flush=True)
    growth = seen[max(seen)] / seen[WARM]
    print(f"{papers} papers: {growth:.2f} x what stood after {WARM} (limit: {MOST})")
    return int(growth > MOST)


def one_paper(batch) -> None:
    from reports.batches.working import make_item
    from reports.models import PaperItem

    item = PaperItem.claim_next(batch.pk)
    with item.running():
        make_item(item)
    item.refresh_from_db()
    assert item.state == "done", item.error


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    alone = os.environ.get("OPORA_MEASURE")
    sys.exit(measure(size) if alone else in_a_folder_of_its_own(__file__, size))
