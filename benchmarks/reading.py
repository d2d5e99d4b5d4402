"""Guarded reading of 100,000 rows × 12 columns against python-calamine's own iteration.

Both read the same file, turn about. Guarded is `schools.sheets.read_book` in a process that has
Django loaded as the web server has; its child process is part of the figure. Calamine's iteration
is measured warm, in a process that has done it before, and fresh, as a process of its own. Two
files: as Excel writes texts (a table of shared ones), and as openpyxl does (in the cells).

    .venv/bin/python benchmarks/reading.py [ROWS]
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, RATIO, MEGABYTES = 7, 2.0, 300
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
PARTS = {
    "_rels/.rels": f"<Relationships {LINKS}>"
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook {SPACE} xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="Данные" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f"<Relationships {LINKS}>"
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
ITERATE = """
import sys
from python_calamine import load_workbook
with load_workbook(sys.argv[1]) as book:
    for row in book.get_sheet_by_index(0).iter_rows():
        pass
"""


def main(rows: int) -> int:
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for shared in (True, False):
            path = Path(folder, "shared.xlsx" if shared else "inline.xlsx")
            write(path, rows, shared=shared)
            bad += measure(path, rows)
    return bad


def measure(path: Path, rows: int) -> bool:
    arms = {name: start(name, path) for name in ("guarded", "warm")}
    taken = {"guarded": [], "warm": [], "fresh": []}
    for number in range(ROUNDS + 1):  # the first round only warms
        for name, seconds in taken.items():
            took = ask(arms[name]) if name in arms else fresh(path)
            if number:
                seconds.append(took)
    peak = ask(arms["guarded"], "peak")
    for arm in arms.values():
        arm.stdin.close()
        arm.wait()
    middle = {name: median(seconds) for name, seconds in taken.items()}
    print(f"{path.name}: {rows} rows x 12, {path.stat().st_size / 2**20:.1f} MB, n={ROUNDS}")
    for name, seconds in taken.items():
        ratio = middle["guarded"] / middle[name]
        print(
            f"  {name:8} {middle[name]:.2f} s ({min(seconds):.2f} to {max(seconds):.2f});"
            f" guarded is {ratio:.2f} of it"
        )
    print(f"  peak of the reading process {peak:.0f} MB", flush=True)
    return middle["guarded"] > RATIO * middle["warm"] or peak > MEGABYTES


def start(arm: str, path: Path) -> subprocess.Popen:
    command = [sys.executable, __file__, arm, str(path)]
    return subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def ask(arm: subprocess.Popen, what: str = "read") -> float:
    arm.stdin.write(what + "\n")
    arm.stdin.flush()
    return json.loads(arm.stdout.readline())


def fresh(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", ITERATE, str(path)], check=True)
    return time.perf_counter() - began


def serve(read, path: Path) -> None:
    """One arm: reads when it is told to and says how long it took, or how much memory."""
    for line in sys.stdin:
        if line.strip() == "peak":
            status = Path("/proc/self/status").read_text("utf-8")
            print(int(status.split("VmHWM:")[1].split()[0]) / 1024, flush=True)
            continue
        began = time.perf_counter()
        kept = read(path)
        print(time.perf_counter() - began, flush=True)
        del kept


def guarded(path: Path):
    from schools.sheets import read_book

    with path.open("rb") as file:
        book = read_book(file)
    assert len(book.sheets[0].rows[-1]) == 12
    return book


def warm(path: Path) -> None:
    from python_calamine import load_workbook

    with load_workbook(str(path)) as book:
        for _row in book.get_sheet_by_index(0).iter_rows():
            pass


def write(path: Path, rows: int, *, shared: bool) -> None:
    """A table of results: a school, a subject, a text date, counts, shares, a note of its own."""
    some, texts = random.Random(2026), {}

    def cell(place: str, value) -> str:
        if not isinstance(value, str):
            return f'<c r="{place}"><v>{value}</v></c>'
        if shared:
            return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f"<worksheet {SPACE}><sheetData>".encode())
            for row in range(1, rows + 1):
                values = zip("ABCDEFGHIJKL", line(some, row), strict=True)
                cells = "".join(cell(f"{column}{row}", value) for column, value in values)
                part.write(f'<row r="{row}">{cells}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        archive.writestr("xl/sharedStrings.xml", f"<sst {SPACE}>{items}</sst>")


def line(some: random.Random, row: int) -> list:
    marks = [some.randrange(40) for _mark in range(4)]
    total = sum(marks) or 1
    login = 203_000 + some.randrange(300)
    return [
        f"МБОУ «Средняя общеобразовательная школа № {login % 1000}» (edu{login})",
        some.choice(("Русский язык", "Математика")),
        4 + row % 8,
        "20.04.2026",
        total,
        *marks,
        round(100 * marks[0] / total, 2),
        round(100 * (marks[2] + marks[3]) / total, 2),
        f"запись {row}",
    ]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["guarded", path]:
            import os

            import django

            sys.path.insert(0, str(ROOT))
            os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
            django.setup()
            serve(guarded, Path(path))
        case ["warm", path]:
            serve(warm, Path(path))
        case rest:
            sys.exit(main(int(rest[0]) if rest else 100_000))
