"""Between the two processes: a child may be slow, may die, and may have become a stranger's."""

import io
import random
import time
from contextlib import suppress
from zipfile import ZipFile

import pytest

from schools import children, sheets
from schools.errors import PortalError
from schools.sheets import Book, read_book, read_rows
from tests.factories import make_workbook
from tests.schools.archives import make_ods, parts_of
from tests.schools.xls import make_xls


def workbook():
    return make_workbook(["Школа", 2], ["СОШ 1", 5])


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(children, "SECONDS", 0.001)

    with pytest.raises(PortalError, match="не удалось прочитать"):
        read_book(workbook())


CHILDREN = {
    "says nothing sensible": "print('Школа')",
    "says too little": "print('{}'); print('[1]')",
    "hides a table in a cell": "print(ABOUT); print('[[[1]],[1]]')",
    "says that there is nothing": "print(ABOUT); print('[[null],[1]]')",
    "gives rows of different lengths": "print(ABOUT); print('[[1,2],[1]]')",
    "gives another width": "print(ABOUT); print('[[1]]')",
    "gives half a number": "print(ABOUT); print('[\"AAAA\",[1]]')",
    "gives what is no number": "print(ABOUT); print('[\"AAAAAAAA+H8=\",[1]]')",  # NaN
    "nests too deep": "print('[' * 100000)",
    "says a number without end": "print('1' * 100000)",
    "names a sentence that is none": "print('{\"refused\": [1]}')",
    "dies in the middle": "print(ABOUT); print('[[1],[2]]', flush=True); os.abort()",
    "merges cells without number": "print(ABOUT.replace('[]}', '[[[1e999,0],[1,1]]]}'))",
    "never ends its line": "\nwhile True: print('1' * 2**20, end='')",
    "says nothing and stays": "sys.stdout.close(); os.close(1); time.sleep(60)",
}
ABOUT = '{"name":"A","width":2,"is_hidden":false,"hidden_rows":[],"unvalued":[],"merged":[]}'


@pytest.mark.parametrize("deed", CHILDREN)
def test_a_child_that_a_file_has_made_its_own_is_not_believed(deed, tmp_path, monkeypatch):
    child = tmp_path / "child.py"
    child.write_text(f"import os, sys, time\nABOUT = {ABOUT!r}\n{CHILDREN[deed]}\n")
    monkeypatch.setattr(sheets, "CHILD", child)
    monkeypatch.setattr(children, "SECONDS", 2)

    with pytest.raises(PortalError):
        read_book(workbook())


def test_the_child_has_no_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    child = tmp_path / "child.py"
    child.write_text(
        f"import json, os\nprint({ABOUT!r})\nprint(json.dumps([[' '.join(os.environ)], [1]]))\n"
    )
    monkeypatch.setattr(sheets, "CHILD", child)

    (sheet,) = read_book(workbook()).sheets

    assert "SECRET" not in sheet.rows[0][0]


@pytest.fixture
def own_child(tmp_path, monkeypatch):
    """Makes the real child do what a file that owns it would do, once its limits are set."""

    def own(deed, **constants):
        child = sheets.CHILD.read_text("utf-8")
        read = "    content = sys.stdin.buffer.read()\n"
        assert child.count(read) == 1
        child = child.replace(read, f"    {deed}\n{read}")
        for name, value in constants.items():
            child = child.replace("LIMITS = {", f"{name} = {value}\nLIMITS = {{", 1)
        for path in sheets.CHILD.parent.glob("sheets_*.py"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / sheets.CHILD.name).write_text(child, "utf-8")
        monkeypatch.setattr(sheets, "CHILD", tmp_path / sheets.CHILD.name)

    return own


def test_the_child_writes_no_file(tmp_path, own_child):
    written = tmp_path / "written"
    own_child(f"print('pupils', file=open({str(written)!r}, 'w'), flush=True)")

    with pytest.raises(PortalError, match="не удалось прочитать"):
        read_book(workbook())

    assert written.read_bytes() == b""


def test_the_child_lives_within_limits_that_it_cannot_raise(own_child):
    own_child(
        'say({"name": "", "width": 1, "is_hidden": False, "hidden_rows": [], "unvalued": [],'
        ' "merged": []}); send_rows([[f"{name} {resource.getrlimit(getattr(resource, name))}"]'
        ' for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_CORE")])'
    )

    assert read_rows(workbook()) == [
        [f"RLIMIT_AS ({2**30}, {2**30})"],
        ["RLIMIT_CPU (15, 15)"],
        ["RLIMIT_FSIZE (0, 0)"],
        ["RLIMIT_NPROC (0, 0)"],
        ["RLIMIT_CORE (0, 0)"],
    ]


@pytest.mark.parametrize(
    ("deed", "constants"),
    [("while True: pass", {"CPU_SECONDS": 1}), ("bytes(2**28)", {"MEMORY": 2**28})],
)
def test_a_child_that_calculates_or_takes_too_much_ends_itself(deed, constants, own_child):
    own_child(deed, **constants)

    began = time.monotonic()
    with pytest.raises(PortalError, match="не удалось прочитать"):
        read_book(workbook())

    assert time.monotonic() - began < children.SECONDS / 2


def test_a_child_that_waits_is_ended(own_child, monkeypatch):
    own_child("import time; time.sleep(60)")
    monkeypatch.setattr(children, "SECONDS", 1)

    began = time.monotonic()
    with pytest.raises(PortalError, match="не удалось прочитать"):
        read_book(workbook())

    assert time.monotonic() - began < 10


@pytest.mark.parametrize("limit", ["MAX_LINE", "MAX_ANSWER", "MAX_KEPT"])
def test_a_child_may_not_fill_the_process_that_asked_it(limit, monkeypatch):
    monkeypatch.setattr(sheets, limit, 150)
    monkeypatch.setattr(sheets._Kept, "left", sheets.MAX_KEPT)

    with pytest.raises(PortalError, match="слишком много разных данных"):
        read_book(make_workbook(*([f"Школа {number}"] for number in range(20))))


def small_files():
    yield workbook().getvalue(), "packed.xlsx"
    yield make_xls(("Лист", 0, {(0, 0): "Школа", (1, 1): 5}, [(0, 0, 0, 1)])).getvalue(), "a.xls"
    yield make_ods(2, 3).getvalue(), "a.ods"
    yield "Школа;2\nСОШ 1;12,5\n".encode("cp1251"), "a.csv"
    # the same, not packed: so the bytes that change are those of the XML
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts_of(workbook()).items():
            archive.writestr(name, content)
    yield file.getvalue(), "unpacked.xlsx"


FILES = {name: content for content, name in small_files()}


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_spoilt_bytes_is_read_or_refused(name):
    for seed in range(20):
        chance = random.Random(f"{name} {seed}")
        spoilt = bytearray(FILES[name])
        for _byte in range(chance.choice((1, 3, 10))):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        file = io.BytesIO(bytes(spoilt[: chance.choice((None, None, len(spoilt) // 2))]))
        file.name = name
        with suppress(PortalError):
            assert isinstance(read_book(file), Book)
