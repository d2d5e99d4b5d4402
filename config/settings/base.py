"""What every installation shares."""

import os
from importlib.resources import files
from pathlib import Path

from config.env import env_bool, env_database, env_int
from config.printing import load_libraries, use_own_fonts

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# all that the portal writes: the embedded database, uploaded and printed files, the spool of jobs
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))
DATA_DIR.mkdir(parents=True, exist_ok=True)
use_own_fonts(DATA_DIR)
load_libraries(BASE_DIR / ".boot" / "root")

DEBUG = False
# a demo says on every page that its figures come from published documents
DEMO = False
INSTALLED_APPS = [
    "config.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "js_lib_bootstrap_icons",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "simple_history",
    "schools",
    "assessments",
    "identification",
    "roadmap",
    "mentoring",
    "reports",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "schools.middleware.PlaceMiddleware",
    "schools.middleware.NoStoreMiddleware",
    "schools.middleware.WrongMethodMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.navigation.portal",
            ]
        },
    }
]

DATABASES = {"default": env_database("DATABASE_URL", DATA_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# the rate limits of sign-in must count across processes
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

AUTH_USER_MODEL = "schools.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reports:home"
ACCOUNT_ADAPTER = "schools.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "schools.forms.accounts.LoginForm",
    "reauthenticate": "schools.forms.accounts.ReauthenticateForm",
    "change_password": "schools.forms.accounts.ChangePasswordForm",
    "set_password": "schools.forms.accounts.SetPasswordForm",
    "reset_password": "schools.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "schools.forms.accounts.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Опора: "
MFA_ADAPTER = "schools.accounts.MFAAdapter"
MFA_FORMS = {
    "authenticate": "schools.forms.accounts.AuthenticateForm",
    "reauthenticate": "schools.forms.accounts.ConfirmByCodeForm",
    "activate_totp": "schools.forms.accounts.ActivateForm",
}
# people come in by invitation, their addresses are never confirmed by mail
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Опора"

# mail is optional: without EMAIL_HOST nothing is sent, and the portal hands out links on its pages
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "opora@localhost")
# letters are written by a worker, which nobody asks by an address
PORTAL_URL = os.environ.get("PORTAL_URL", "http://127.0.0.1:8000").rstrip("/")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.dummy.EmailBackend"
)

LANGUAGE_CODE = "ru"
TIME_ZONE = "Europe/Moscow"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.finders.UsedFilesFinder",
]
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts/pt-sans", str(files("fontpkg_pt_sans") / "files")),
    ("fonts/pt-serif", str(files("fontpkg_pt_serif") / "files")),
]
MEDIA_ROOT = DATA_DIR / "media"
# a scan of an order with its annexes is smaller
EVIDENCE_MAX_MB = env_int("EVIDENCE_MAX_MB", 20)
# files of notes that are not approved; they are made again when somebody asks for one
NOTE_FILES_DAYS = env_int("NOTE_FILES_DAYS", 30)

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "op-table op-stack"}

# the entry grid of a large town comes back as one form: 500 schools with ten boxes each
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# The row is the job, the broker only a doorbell: without Redis a folder is enough
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    BROKER_DIR.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "unacked_restore_throttle": 1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
# Pango and Fontconfig keep a little of every paper: a process that has grown is followed by another
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 320_000  # KB, looked at between two tasks
CELERY_WORKER_CONCURRENCY = env_int("WORKER_CONCURRENCY", 2)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# a tick that found no worker is not made up for by many at once
TICK = {"schedule": 5, "options": {"expires": 5}}
CELERY_BEAT_SCHEDULE = {
    "sweep-runs": {"task": "identification.tasks.sweep"} | TICK,
    "sweep-imports": {"task": "assessments.tasks.sweep"} | TICK,
    "sweep-notes": {"task": "reports.tasks.sweep"} | TICK,
    "tend-note-files": {"task": "reports.tasks.tend_files", "schedule": 60},
    "forget-imports": {"task": "assessments.tasks.forget_old", "schedule": 5 * 60},
    "forget-batches": {"task": "reports.tasks.forget_batches", "schedule": 60 * 60},
    "mail-notifications": {"task": "schools.tasks.mail_notifications", "schedule": 60},
    "august": {"task": "identification.tasks.august", "schedule": 10 * 60},
    "remind": {"task": "roadmap.tasks.remind", "schedule": 30 * 60},
    "campaigns": {"task": "roadmap.tasks.advance_campaigns", "schedule": 10 * 60},
    "check-links": {
        "task": "roadmap.tasks.check_links",
        "schedule": 60,
        "options": {"expires": 50},
    },
    # at night in most zones; what is due is worked out anew, whatever was missed
    "compute-values": {"task": "roadmap.tasks.compute_running", "schedule": 12 * 60 * 60},
    "end-memberships": {"task": "schools.tasks.end_memberships", "schedule": 60 * 60},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
