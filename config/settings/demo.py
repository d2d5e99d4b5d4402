"""One machine, SQLite, jobs over a folder: what `make demo` runs."""

from .base import *  # noqa: F403
from .base import DATA_DIR

DEMO = True
# known to everybody, as the passwords of a demo are: never to be used for anything else
SECRET_KEY = "demo-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # not compressed: the way to a browser on the same machine is short
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
STATIC_ROOT = DATA_DIR / "static"
