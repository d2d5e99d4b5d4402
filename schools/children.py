"""A stranger's file is read in a child process, which may die of it; the worker does not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import BinaryIO

from .errors import PortalError

SECONDS = 20
MAX_UPLOAD = 20 * 2**20
CHUNK = 2**20
TOO_BIG = "Файл больше 20\xa0МБ. Удалите из\xa0него картинки и\xa0всё лишнее."


@contextmanager
def child_reading(script: Path, file: BinaryIO, *words: str) -> Iterator[subprocess.Popen]:
    """A child at work on a stranger's file: alone, without our environment, and not for long."""
    command = [sys.executable, "-I", "-B", str(script), *words]
    with (
        _in_memory(file) as content,
        subprocess.Popen(
            command, stdin=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        ) as child,
    ):
        alarm = Timer(SECONDS, child.kill)
        alarm.start()
        try:
            yield child
        finally:
            child.kill()
            alarm.cancel()


def _in_memory(file: BinaryIO) -> BinaryIO:
    """A file that a child can have as its stdin, and that never touches a disk."""
    content = os.fdopen(os.memfd_create("upload"), "w+b")
    while chunk := file.read(CHUNK):
        content.write(chunk)
        if content.tell() > MAX_UPLOAD:
            content.close()
            raise PortalError(TOO_BIG)
    content.seek(0)
    return content
