"""Uploaded and printed files on their way into a backup and out of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name
from django.utils._os import safe_join

from schools.errors import PortalError

from .manifest import KeptFile

# a file that is being read may name pupils: it goes when it has been read, and no copy keeps it
PASSING = ("imports",)
# what write_whole has not finished
DRAFT = ".part"
CHUNK = 1024 * 1024


def media_root() -> Path:
    return Path(settings.MEDIA_ROOT)


def names() -> Iterator[str]:
    """Links are passed over: what they point to is not the portal's."""
    root = media_root()
    for folder, folders, files in os.walk(root):
        folders.sort()
        if Path(folder) == root:
            folders[:] = [name for name in folders if name not in PASSING]
        for file in sorted(files):
            path = Path(folder, file)
            if path.is_file() and not path.is_symlink() and path.suffix != DRAFT:
                yield path.relative_to(root).as_posix()


def keep_files(folder: Path) -> Iterator[KeptFile]:
    """Copy after the rows were read: a file is there before the row that names it."""
    draft = folder / "draft"
    for name in names():
        try:
            size, sha256 = _copy(media_root() / name, draft)
        except FileNotFoundError:
            continue  # dropped since it was listed
        draft.replace(folder / sha256)
        yield KeptFile(name, size, sha256)


@contextmanager
def put_back(folder: Path, kept: list[KeptFile]) -> Iterator[None]:
    """In their places, and gone again if what follows fails."""
    placed = []
    try:
        for file in kept:
            target = place_of(file)
            target.parent.mkdir(parents=True, exist_ok=True)
            placed.append(target)
            _copy(folder / file.sha256, target)
        yield
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def place_of(file: KeptFile) -> Path:
    """Inside the folder of the portal's files, whatever the manifest says."""
    try:
        return Path(safe_join(media_root(), validate_file_name(file.name, True)))
    except (SuspiciousFileOperation, ValueError) as error:
        raise PortalError(
            f"В копии есть файл с недопустимым именем «{file.name}». Ничего не восстановлено."
        ) from error


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            size += written.write(chunk)
    return size, digest.hexdigest()
