from itertools import chain
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from schools.errors import PortalError
from schools.russian import count

from . import files, tables
from .making import table_file
from .manifest import Manifest, applied_migrations, broken, read_manifest


def restore_backup(source: Path) -> Manifest:
    """All of it or nothing, and only what gives the same sums when it is read back."""
    manifest = read_manifest(source)
    _refuse_other_schema(manifest)
    _refuse_where_rows_are()
    _refuse_where_files_are(manifest)
    _check_whole(source, manifest)
    try:
        with files.put_back(source / "files", manifest.files), transaction.atomic():
            _refuse_where_rows_are()
            _fill(source)
            _compare(manifest)
    except DatabaseError as error:
        raise PortalError(
            f"База данных не принимает копию: {error}. Ничего не восстановлено."
        ) from error
    except OSError as error:
        raise PortalError(
            f"Файлы копии записать нельзя: {error.strerror}. Ничего не восстановлено."
        ) from error
    ContentType.objects.clear_cache()
    return manifest


def _refuse_other_schema(manifest: Manifest) -> None:
    ours, theirs = set(applied_migrations()), set(manifest.migrations)
    if not ours:
        raise PortalError("База данных ещё не подготовлена. Сначала выполните: manage.py migrate")
    if theirs - ours:
        raise PortalError(
            "Копия сделана более новой версией портала. Обновите портал, выполните "
            "manage.py migrate и повторите."
        )
    columns = {
        model._meta.db_table: [field.column for field in tables.columns_of(model)]
        for model in tables.kept_models()
    }
    if ours - theirs or columns != {name: t.columns for name, t in manifest.tables.items()}:
        raise PortalError(
            "Копия сделана другой версией портала. Восстановите её в той же версии, "
            "а потом обновите портал."
        )


def _refuse_where_rows_are() -> None:
    for model in tables.kept_models():
        found = QuerySet(model).count()
        if found and model._meta.label not in tables.OF_MIGRATIONS:
            raise PortalError(
                "Восстановить копию можно только в пустую базу данных, а в этой уже есть "
                f"{count(found, 'строка,строки,строк')} в таблице {model._meta.db_table}."
            )


def _refuse_where_files_are(manifest: Manifest) -> None:
    # a link leads elsewhere, and a file would be written there
    if name := next(chain(files.names(), files.links()), None):
        raise PortalError(
            "Восстановить копию можно только в пустую папку файлов, а в папке "
            f"«{files.media_root()}» уже есть {name}. Перенесите её содержимое."
        )
    for file in manifest.files:
        files.place_of(file)


def _check_whole(source: Path, manifest: Manifest) -> None:
    """Before a row is written: a missing or changed file is found here."""
    parts = {
        table_file(source / "tables", model): manifest.tables[model._meta.db_table].packed_sha256
        for model in tables.kept_models()
    }
    parts |= {source / "files" / file.sha256: file.sha256 for file in manifest.files}
    for path, sha256 in parts.items():
        if not path.is_file() or files.sha256_of(path) != sha256:
            raise broken(path.name)


def _fill(source: Path) -> None:
    models = tables.kept_models()
    for model in models:
        if model._meta.label in tables.OF_MIGRATIONS:
            tables.empty_table(model)
    for model in models:
        tables.fill_table(model, table_file(source / "tables", model))
    # keys that point to nothing are told now, not at the end of the transaction
    connection.check_constraints()
    tables.reset_sequences(models)


def _compare(manifest: Manifest) -> None:
    for model in tables.kept_models():
        told, kept = tables.sum_of(model), manifest.tables[model._meta.db_table]
        if (told.rows, told.sha256) != (kept.rows, kept.sha256):
            raise PortalError(
                f"Суммы таблицы {model._meta.db_table} не совпали с суммами копии. "
                "Ничего не восстановлено."
            )
