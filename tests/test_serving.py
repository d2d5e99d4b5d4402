"""The supervisor of one machine, and what it is started by."""

import configparser
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from weasyprint import HTML

from config import health, serving
from config.printing import load_libraries, use_own_fonts
from schools.errors import PortalError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def taken():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def ask_serving(*arguments, folder):
    return subprocess.run(
        [sys.executable, "-m", "config.serving", *arguments],
        cwd=ROOT,
        env=os.environ
        | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.demo"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_said_in_one_sentence(taken, tmp_path):
    done = ask_serving("--check", "--port", str(taken), folder=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Порт {taken} занят. Освободите его или задайте другой: make demo PORT={taken + 1}\n"
    )


def test_a_free_port_is_passed_in_silence(tmp_path):
    done = ask_serving("--check", "--port", str(free_port()), folder=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "8000.5", "²"])
def test_what_is_no_port_is_refused(port, tmp_path):
    done = ask_serving(f"--port={port}", folder=tmp_path)

    assert done.returncode == 2
    assert f"порт — число от 1 до 65535, а не «{port}»" in done.stderr


def test_a_second_portal_over_the_same_data_is_refused(tmp_path):
    other = subprocess.Popen(["sleep", "60"])
    pidfile = tmp_path / "supervisord.pid"
    pidfile.write_text(f"{other.pid}\n", "ascii")
    try:
        serving.check_alone(tmp_path)  # the number of a dead portal has gone to somebody else
        command = [sys.executable, "-c", "print(flush=True); input()", "supervisor"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as portal:
            portal.stdout.readline()
            pidfile.write_text(f"{portal.pid}\n", "ascii")
            with pytest.raises(PortalError, match=f"процесс {portal.pid}"):
                serving.check_alone(tmp_path)
    finally:
        other.kill()
        other.wait()

    serving.check_alone(tmp_path)


def test_the_supervisor_keeps_the_three_programs_alive():
    conf = configparser.RawConfigParser(inline_comment_prefixes=None)
    conf.read(serving.HERE / "supervisord.conf", "utf-8")
    programs = [section for section in conf.sections() if section.startswith("program:")]

    assert programs == ["program:web", "program:worker", "program:beat"]
    assert [conf[program]["autorestart"] for program in programs] == ["true"] * 3
    assert [conf[program]["killasgroup"] for program in programs] == ["true"] * 3
    assert all(conf[one]["command"].startswith('"%(ENV_OPORA_PYTHON)s" -m ') for one in programs)


def programs_of(portal):
    """name → process of what the supervisor keeps alive."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(portal.pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return {
        name: int(line.split()[0])
        for line in listed.splitlines()
        for name in ("gunicorn", "worker", "beat")
        if f" {name} " in line
    }


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def test_the_portal_comes_back_after_a_kill_and_leaves_nobody_behind(tmp_path):
    port = free_port()
    env = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.demo"}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "config.serving", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as portal:
        try:
            assert portal.stdout.readline() == (f"Портал открыт: http://127.0.0.1:{port}\n")
            first = programs_of(portal)
            for pid in first.values():
                os.kill(pid, signal.SIGKILL)
            wait_until(lambda: len(set(programs_of(portal).values()) - set(first.values())) == 3)
            wait_until(lambda: health.ask(port))
            second = programs_of(portal)
        finally:
            asked = time.monotonic()
            portal.send_signal(signal.SIGINT)
            assert portal.stdout.readline() == "\n"
            assert portal.stdout.readline() == "Останавливаем портал…\n"
            assert time.monotonic() - asked < 2
            portal.wait(timeout=60)
    assert sorted(second) == sorted(first) == ["beat", "gunicorn", "worker"]
    assert [pid for pid in second.values() if Path("/proc", str(pid)).exists()] == []


@pytest.mark.parametrize(
    ("asked", "printed"),
    [("PT Sans", b"PT-Sans"), ("PT Serif", b"PT-Serif"), ("No Such Font", b"PT-Sans")],
)
def test_a_paper_is_set_in_the_fonts_of_our_packages(asked, printed):
    paper = HTML(string=f"<p style='font-family: {asked}'>Справка").write_pdf(uncompressed_pdf=True)

    names = re.findall(rb"/FontName /[A-Z]{6}\+([\w-]+)", paper)
    assert set(names) == {printed}


def test_the_list_of_fonts_is_written_once(tmp_path):
    use_own_fonts(tmp_path)
    written = (tmp_path / "fonts.conf").stat().st_mtime_ns
    use_own_fonts(tmp_path)

    assert (tmp_path / "fonts.conf").stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir()] == ["fonts.conf"]


def test_a_library_that_does_not_load_stops_nothing(tmp_path):
    folder = tmp_path / "usr/lib/x86_64-linux-gnu"
    folder.mkdir(parents=True)
    (folder / "libbroken.so.1").write_text("no library", "ascii")

    load_libraries(tmp_path)
    load_libraries(tmp_path / "nowhere")
