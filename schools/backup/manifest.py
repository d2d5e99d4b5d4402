"""manifest.json: what a backup holds. A folder without one is no backup."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from schools.errors import PortalError

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class KeptTable:
    columns: list[str]
    rows: int
    sha256: str  # of the rows, worked out anew from any database
    packed_sha256: str  # of the file


@dataclass(frozen=True)
class KeptFile:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    made_at: str
    migrations: list[str]
    tables: dict[str, KeptTable]
    files: list[KeptFile]
    links: list[str] = field(default_factory=list)  # what was passed over
    format: int = FORMAT

    @property
    def totals(self) -> dict[str, int]:
        return {
            "tables": len(self.tables),
            "rows": sum(table.rows for table in self.tables.values()),
            "files": len(self.files),
            "bytes": sum(file.size for file in self.files),
        }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    said = asdict(manifest)
    said["sha256"] = _seal(said)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    folder.joinpath(NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    path = folder / NAME
    if not path.is_file():
        raise PortalError(
            f"В папке «{folder}» нет резервной копии: в ней нет файла {NAME}. "
            "Если копирование прервалось, сделайте копию заново."
        )
    try:
        said = json.loads(path.read_bytes())
        whole = said.pop("sha256") == _seal(said)
        if whole and said["format"] > FORMAT:
            raise PortalError("Копия сделана более новой версией портала. Обновите портал.")
        said["tables"] = {name: KeptTable(**told) for name, told in said["tables"].items()}
        said["files"] = [KeptFile(**told) for told in said["files"]]
        manifest = Manifest(**said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise broken(NAME) from error
    if not whole:
        raise broken(NAME)
    return manifest


def _seal(said: dict) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def broken(name: str) -> PortalError:
    return PortalError(
        f"Резервная копия повреждена: файл {name} не сходится с контрольной суммой. "
        "Ничего не восстановлено. Возьмите другую копию."
    )


def applied_migrations() -> list[str]:
    """Those of the apps that are there: what an app of the past left behind is nobody's schema."""
    labels = {config.label for config in apps.get_app_configs()}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in labels)
