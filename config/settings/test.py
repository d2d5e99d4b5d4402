"""Fast hashes, tasks at once, files in a folder of the test."""

from .base import *  # noqa: F403

DEMO = True
SECRET_KEY = "test-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405
ACCOUNT_RATE_LIMITS = False
# a server in a thread of the tests leaves no session open behind it
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# the database of tests need not outlive a crash of the machine: nobody waits for the disk
if "init_command" in (options := DATABASES["default"].get("OPTIONS", {})):  # noqa: F405
    options = options | {"init_command": f"{options['init_command']}; PRAGMA synchronous=OFF"}
    DATABASES["default"]["OPTIONS"] = options  # noqa: F405
