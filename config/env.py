"""Settings from the environment. A value that makes no sense stops the start."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    # the write lock is taken at BEGIN: two writers wait for each other instead of failing
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL",
    },
}


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")
    return value == "true"


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_secret(name: str) -> str:
    """The value of NAME, or what stands in the file that NAME_FILE names. It must be there."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text("utf-8").strip()
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"Set {name}, or {name}_FILE to a file that holds it")


def env_database(name: str, default: Path) -> dict:
    """postgres://user:password@host:port/name, or the SQLite file `default`."""
    if not (url := os.environ.get(name)):
        # tests with threads need a file: every connection to memory has a memory of its own
        return SQLITE | {"NAME": default, "TEST": {"NAME": default.with_suffix(".test")}}
    return postgresql(url)


def postgresql(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("The address of a database must begin with postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
