"""The whole portal on one machine: `python -m config.serving --port 8000`.

One supervisor owns web, worker and beat: two beats would double every tick.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from config.health import ask
from schools.errors import PortalError

HERE = Path(__file__).parent
PATIENCE = 60  # seconds until the portal must answer


def check_free(port: int) -> None:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise PortalError(
                f"Порт {port} открывает только администратор компьютера. "
                "Задайте другой: make demo PORT=8001"
            ) from error
        except OSError as error:
            raise PortalError(
                f"Порт {port} занят. Освободите его или задайте другой: "
                f"make demo PORT={port % 65535 + 1}"
            ) from error


def check_alone(folder: Path) -> None:
    """Two supervisors over the same data would ring for every job twice."""
    pidfile = folder / "supervisord.pid"
    if not pidfile.exists():
        return
    pid = pidfile.read_text("ascii").strip()
    command = Path("/proc", pid, "cmdline")
    if command.exists() and b"supervis" in command.read_bytes():
        raise PortalError(
            f"Портал с этими данными уже запущен (процесс {pid}). Остановите его: kill {pid}"
        )


def serve(port: int) -> None:
    """Become the supervisor. Who watches for the first answer ends by itself."""
    settings.DATA_DIR.joinpath("log").mkdir(exist_ok=True)
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")  # letters lead here
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "DATA_DIR": str(settings.DATA_DIR),
        "PORT": str(port),
        "OPORA_DATA": str(settings.DATA_DIR),
        "OPORA_PYTHON": sys.executable,
        "OPORA_USER": str(os.getuid()),
    }
    os.chdir(HERE.parent)
    subprocess.Popen([sys.executable, "-m", "config.serving", "--announce", "--port", str(port)])
    conf = str(HERE / "supervisord.conf")
    os.execv(sys.executable, [sys.executable, "-m", "config.supervising", "-c", conf])


def announce(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ask(port):
        if os.getppid() == 1:
            return  # stopped before it had started
        if time.monotonic() > deadline:
            raise PortalError(
                f"Портал пока не отвечает. Что с ним, сказано в папке {settings.DATA_DIR / 'log'}"
            )
        time.sleep(0.3)
    print(f"Портал открыт: http://127.0.0.1:{port}", flush=True)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"порт — число от 1 до 65535, а не «{text}»")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.serving")
    parser.add_argument("--port", type=port_number, default=8000)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="только узнать, можно ли запустить")
    what.add_argument("--announce", action="store_true", help="дождаться первого ответа")
    given = parser.parse_args()
    try:
        if given.announce:
            announce(given.port)
            return
        check_free(given.port)
        check_alone(settings.DATA_DIR)
        if not given.check:
            serve(given.port)
    except PortalError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
