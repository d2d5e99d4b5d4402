import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from schools.errors import PortalError

from . import files, tables
from .manifest import KeptTable, Manifest, applied_migrations, write_manifest


def make_backup(target: Path, *, at: datetime) -> Manifest:
    """Write under another name beside the target, and rename when all is on the disk.

    So whatever breaks it off, nothing that passes for a backup is left.
    """
    target = target.resolve()
    _refuse(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(
            tempfile.mkdtemp(prefix=f".{target.name}-", suffix=files.DRAFT, dir=target.parent)
        )
        try:
            manifest = _fill(draft, at)
            os.sync()
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise PortalError(
            f"Копию в папку «{target}» записать нельзя: {error.strerror}. "
            "Проверьте место на диске и права на папку."
        ) from error
    return manifest


def _refuse(target: Path) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise PortalError(f"Папка «{target}» не пуста. Укажите новую или пустую папку.")
    if target.is_relative_to(files.media_root()):
        raise PortalError("Копия не может лежать внутри папки с файлами портала. Укажите другую.")


def _fill(folder: Path, at: datetime) -> Manifest:
    packed = folder / "tables"
    kept = folder / "files"
    packed.mkdir()
    kept.mkdir()
    with snapshot():
        migrations = applied_migrations()
        told = {model._meta.db_table: _keep(model, packed) for model in tables.kept_models()}
        named = files.named()
    files.refuse_missing(named)
    manifest = Manifest(
        made_at=at.isoformat(),
        migrations=migrations,
        tables=told,
        files=list(files.keep_files(kept)),
        links=files.links(),
    )
    write_manifest(folder, manifest)
    return manifest


def _keep(model, folder: Path) -> KeptTable:
    path = table_file(folder, model)
    told = tables.write_table(model, path)
    columns = [field.column for field in tables.columns_of(model)]
    return KeptTable(columns, told.rows, told.sha256, files.sha256_of(path))


def table_file(folder: Path, model) -> Path:
    return folder / f"{model._meta.db_table}.jsonl.gz"


@contextmanager
def snapshot() -> Iterator[None]:
    """All tables as they were at one moment, while others go on writing."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # IMMEDIATE would keep every writer waiting; a reader has a snapshot of its own
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
