"""A paper through our renderer against WeasyPrint on the same HTML from a file, in one process.

Ours is all that a person waits for: the questions to the database, the template, the typography,
and a fetcher that refuses whatever is not ours. The floor is the same finished HTML in a file,
with its style sheet and fonts read by WeasyPrint's own fetcher.

    .venv/bin/python benchmarks/paper_overhead.py [ROUNDS]
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

from batch_workers import in_a_folder_of_its_own, prepared_run

LIMIT = 1.3


def measure(rounds: int) -> int:
    run = prepared_run(20)
    page = written_page(run)
    taken = {"ours": [], "file": []}
    for number in range(rounds + 1):  # the first round only warms
        for name, step in (("ours", lambda: ours(run)), ("file", lambda: from_file(page))):
            began = time.perf_counter()
            content = step()
            if number:
                taken[name].append(time.perf_counter() - began)
            assert content.startswith(b"%PDF")
    ratio = median(taken["ours"]) / median(taken["file"])
    print(f"n={rounds}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, seconds in taken.items():
        told = f"{median(seconds):.3f} s ({min(seconds):.3f} to {max(seconds):.3f})"
        print(f"  {name}: {told}")
    print(f"  {ratio:.2f} x WeasyPrint on the file (limit: {LIMIT})")
    return int(ratio > LIMIT)


def ours(run) -> bytes:
    from reports.services import why_paper

    verdict = run.verdicts.select_related("school", "run__municipality", "run__methodology")
    return why_paper(verdict.first())


def from_file(page: Path) -> bytes:
    from weasyprint import HTML

    return HTML(filename=str(page)).write_pdf(pdf_variant="pdf/ua-1")


def written_page(run) -> Path:
    """The HTML of the paper beside the static files that it asks for."""
    from django.conf import settings
    from django.template.loader import render_to_string

    from reports.notes import why
    from schools.typography import bind

    verdict = run.verdicts.first()
    html = bind(render_to_string(why.template(verdict), why.content(verdict)))
    folder = Path(settings.STATIC_ROOT)
    sheet = folder.joinpath("css/print.css").read_text("utf-8")
    folder.joinpath("css/paper.css").write_text(sheet.replace("static:", "../"), "utf-8")
    page = folder / "paper.html"
    page.write_text(html.replace("static:css/print.css", "css/paper.css"), "utf-8")
    return page


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    alone = os.environ.get("OPORA_MEASURE")
    sys.exit(measure(number) if alone else in_a_folder_of_its_own(__file__, number))
