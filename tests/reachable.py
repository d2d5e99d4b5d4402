"""What some tests need, and why it is not there. OPORA_REQUIRE names what must not be skipped."""

import os
import shutil
import socket
from urllib.parse import urlsplit

from django.conf import settings

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)


def without_browser() -> str:
    return "" if CHROMIUM else "Chromium is not installed (apt-get install chromium)"


def without_postgresql() -> str:
    engine = settings.DATABASES["default"]["ENGINE"]
    return "" if engine.endswith("postgresql") else "DATABASE_URL names no PostgreSQL server"


def without_redis() -> str:
    where = urlsplit(REDIS_URL)
    try:
        socket.create_connection((where.hostname, where.port or 6379), timeout=1).close()
    except OSError:
        return f"no Redis server answers at {REDIS_URL}"
    return ""


PROBES = {
    "browser": without_browser,
    "postgresql": without_postgresql,
    "redis": without_redis,
}


def missing() -> dict[str, str]:
    """marker → why its tests cannot run; what OPORA_REQUIRE names ends the whole run instead."""
    found = {marker: reason for marker, probe in PROBES.items() if (reason := probe())}
    required = set(os.environ.get("OPORA_REQUIRE", "").split())
    if unknown := required - set(PROBES):
        raise ValueError(f"OPORA_REQUIRE knows {sorted(PROBES)}, not {sorted(unknown)}")
    if lacking := sorted(required & set(found)):
        raise ValueError("; ".join(found[marker] for marker in lacking))
    return found
