"""Files written by the portal, and answers that a browser saves as files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.http import content_disposition_header

from .file_names import windows_name


def write_whole(path: Path, content: bytes) -> None:
    """A reader finds the old file or the new one, never a part of it."""
    with written_whole(path) as file:
        file.write(content)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """The same of a file that is written part by part; what fails leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def attachment(name: str) -> dict[str, str]:
    """The header with which a browser saves an answer under this name."""
    return {"Content-Disposition": content_disposition_header(True, windows_name(name))}
