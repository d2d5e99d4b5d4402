"""Uploaded and printed files on their way into a backup and out of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.utils import validate_file_name
from django.db.models import FileField, QuerySet
from django.utils._os import safe_join

from schools.errors import PortalError
from schools.russian import out_of

from . import tables
from .manifest import KeptFile

# no copy keeps what goes by itself: a file that is being read, which may name pupils, and archives
# of papers, which are made anew
PASSING = ("imports", "batches")
# what write_whole or a backup has not finished
DRAFT = ".part"
CHUNK = 1024 * 1024
SHOWN = 5


def media_root() -> Path:
    """It may be a link itself: whoever set the portal up chose where it leads."""
    return Path(settings.MEDIA_ROOT).resolve()


def names() -> Iterator[str]:
    """Links are passed over: what they point to is not the portal's."""
    return (_name_of(path) for path in _found() if path.is_file() and not path.is_symlink())


def links() -> list[str]:
    """What `names` passes over."""
    return [_name_of(path) for path in _found() if path.is_symlink()]


def _name_of(path: Path) -> str:
    return path.relative_to(media_root()).as_posix()


def _found() -> Iterator[Path]:
    root = media_root()
    for folder, folders, files in os.walk(root):
        passing = PASSING if Path(folder) == root else ()
        folders[:] = sorted(
            name for name in folders if name not in passing and not name.endswith(DRAFT)
        )
        yield from (Path(folder, name) for name in folders)
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(DRAFT))


def named() -> set[str]:
    """The files that rows name now, but for those that are on their way through."""
    found = set()
    for model in tables.kept_models():
        for field in tables.columns_of(model):
            if isinstance(field, FileField):
                found.update(QuerySet(model).values_list(field.attname, flat=True).distinct())
    return {name for name in found if name and PurePosixPath(name).parts[0] not in PASSING}


def missing(wanted: set[str]) -> list[str]:
    return sorted(wanted.difference(names()))


def refuse_missing(wanted: set[str]) -> None:
    """What rows went on to drop since they were read is no loss."""
    lost = missing(wanted)
    if lost and (lost := sorted(named().intersection(lost))):
        raise PortalError(
            f"Копия была бы неполной: в папке «{media_root()}» нет {listed(lost)} (ссылки внутри "
            "неё не копируются). Верните файлы на место и повторите."
        )


def listed(found: list[str]) -> str:
    """«a, b, c, d, e и ещё 3 файлов»."""
    told, rest = ", ".join(found[:SHOWN]), len(found) - SHOWN
    return f"{told} и ещё {out_of(rest, 'файла,файлов')}" if rest > 0 else told


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
