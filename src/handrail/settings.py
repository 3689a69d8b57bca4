"""Every setting of Handrail: the environment is read here and nowhere else."""

import secrets
import sys
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

from handrail.core.database_url import check_database_url
from handrail.core.settings_said import address, whole_number, whole_numbers


def _flag(name: str, default: bool = False) -> bool:
    said = environ.get(name, "1" if default else "0").strip().lower()
    return said in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in environ.get(name, default).split(",") if part.strip()]


TESTING = "pytest" in sys.modules
BASE = Path(__file__).resolve().parent
HOME = Path(environ.get("HANDRAIL_HOME") or Path.cwd() / ".handrail").expanduser().resolve()
DEMO = _flag("HANDRAIL_DEMO")
DEBUG = _flag("HANDRAIL_DEBUG")
HTTPS = _flag("HANDRAIL_HTTPS")
BEHIND_PROXY = _flag("HANDRAIL_PROXY")


def _secret_key() -> str:
    """From the environment, else the file that `handrail init` made in the home folder."""
    kept = HOME / "secret-key"
    if from_env := environ.get("HANDRAIL_SECRET_KEY"):
        return from_env
    if kept.is_file():
        return kept.read_text().strip()
    return secrets.token_urlsafe(50)  # good for one process: `handrail serve` refuses to run on it


SECRET_KEY = _secret_key()
SECRET_KEY_IS_KEPT = bool(environ.get("HANDRAIL_SECRET_KEY")) or (HOME / "secret-key").is_file()
ALLOWED_HOSTS = _list("HANDRAIL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

# The six words that the spine knows. Adding a kind is a folder and one line here.
KINDS = [
    "handrail.kinds.recognition",
    "handrail.kinds.behaviour",
    "handrail.kinds.first_aid",
    "handrail.kinds.contact",
    "handrail.kinds.note",
    "handrail.kinds.concern",
    "handrail.kinds.hold",
    "handrail.kinds.debrief",
    "handrail.kinds.hold_review",
    "handrail.kinds.prejudice",
    "handrail.kinds.prejudice_check",
    "handrail.kinds.handling_plan",
    "handrail.kinds.risk_assessment",
    "handrail.kinds.behaviour_plan",
    "handrail.kinds.support_plan",
    "handrail.kinds.profile",
    "handrail.kinds.support_review",
    "handrail.kinds.removal",
    "handrail.kinds.head_count",
    "handrail.kinds.care_plan",
    "handrail.kinds.care",
    "handrail.kinds.medicine_plan",
    "handrail.kinds.medicine",
]
# Called by the spine inside the filing transaction, in this order.
RECORD_SUBSCRIBERS = [
    "handrail.search.indexing",
    "handrail.notify.telling",
    "handrail.sharing.forgetting",
    "handrail.reports.forgetting",
    "handrail.capture.forgetting",
    "handrail.learning.forgetting",
    "handrail.programmes.forgetting",
    "handrail.support.forgetting",
    "handrail.scores.forgetting",
    "handrail.attendance.forgetting",
    "handrail.visits.forgetting",
    "handrail.seating.forgetting",
]
# What is kept about pupils beside records; subject access and the export ask each (records/beside).
BESIDE_RECORDS = [
    "handrail.learning.beside",
    "handrail.programmes.beside",
    "handrail.support.beside",
    "handrail.falling_behind.beside",
    "handrail.scores.beside",
    "handrail.attendance.beside",
    "handrail.visits.beside",
    "handrail.jobs.beside",
    "handrail.reports.beside",
    "handrail.seating.beside",
    "handrail.rota.beside",
    "handrail.equipment.beside",
    "handrail.strategies.beside",
]
# What is kept beside records under a period of its own, by day (keeping/beside).
KEPT_BESIDE = [
    "handrail.attendance.keeping",
    "handrail.jobs.keeping",
    "handrail.rota.keeping",
    "handrail.equipment.keeping",
    "handrail.visits.keeping",
]
# Who says for how long the school keeps what it keeps (records/lasting).
PERIODS = "handrail.keeping.periods"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "handrail.ui",
    "handrail.school",
    "handrail.people",
    "handrail.training",
    "handrail.records",
    "handrail.entry",
    "handrail.notify",
    "handrail.keeping",
    "handrail.search",
    "handrail.learning",
    "handrail.equality",
    "handrail.strategies",
    "handrail.programmes",
    "handrail.falling_behind",
    "handrail.scores",
    "handrail.attendance",
    "handrail.visits",
    "handrail.jobs",
    "handrail.seating",
    "handrail.rota",
    "handrail.equipment",
    "handrail.roll",
    "handrail.sharing",
    "handrail.reports",
    "handrail.api",
    *KINDS,
    "handrail.capture",
    "handrail.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads answers at random, against BREACH
    "handrail.entry.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "handrail.entry.middleware.end_old_sessions",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handrail.entry.middleware.who_is_reading",
    "handrail.api.methods.say_which",
]

ROOT_URLCONF = "handrail.urls"
WSGI_APPLICATION = "handrail.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "handrail.web.context.page",
            ],
            "builtins": ["handrail.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "handrail.ui.forms.Renderer"


def _database(url: str | None) -> dict[str, Any]:
    """SQLite in the home folder, or the PostgreSQL that DATABASE_URL names."""
    if not url or url.startswith("sqlite"):
        name = url.split("///", 1)[1] if url else str(HOME / "handrail.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Deferred transactions lose writes to "database is locked"; see docs/decisions.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    # FULL: what was acknowledged is on the disk, even if the power goes.
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    parsed = urlparse(url)
    asked = {key: values[-1] for key, values in parse_qs(parsed.query).items()}
    options: dict[str, Any] = {"pool": {"min_size": 1, "max_size": 8}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parsed.path.lstrip("/")),
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": asked.get("host") or parsed.hostname or "",
        "PORT": asked.get("port") or str(parsed.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # after a failover nobody is handed a dead connection
        "OPTIONS": {} if TESTING else options,
    }


DATABASE_URL = check_database_url(environ.get("DATABASE_URL", ""))
DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["handrail.entry.backend.AccountWithPerson"]
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "handrail.web.shell.refused"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{'MD5' if TESTING else 'Argon2'}PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "handrail.entry.password_rules.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "handrail.entry.password_rules.NotCommon"},
    {"NAME": "handrail.entry.password_rules.NotTheirName"},
]


def _providers() -> list[dict[str, Any]]:
    """OpenID Connect providers: Google, Microsoft for one tenant, and any one other."""
    ask = environ.get
    found = []
    for slug, name, issuer in (
        ("google", "Google", "https://accounts.google.com"),
        # One tenant, never "common": the addresses of a school's own tenant are the school's.
        ("microsoft", "Microsoft",
         f"https://login.microsoftonline.com/{ask('HANDRAIL_MICROSOFT_TENANT', '')}/v2.0"
         if ask("HANDRAIL_MICROSOFT_TENANT") else ""),
        ("openid", ask("HANDRAIL_OPENID_NAME", "your school account"),
         ask("HANDRAIL_OPENID_ISSUER", "").rstrip("/")),
    ):  # fmt: skip
        client = ask(f"HANDRAIL_{slug.upper()}_ID")
        if client and issuer:
            found.append({
                "provider_id": slug, "name": name, "client_id": client,
                "secret": ask(f"HANDRAIL_{slug.upper()}_SECRET", ""),
                "settings": {"server_url": issuer, "oauth_pkce_enabled": True,
                             "vouches": slug == "microsoft"},
            })  # fmt: skip
    return found


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _providers()}}
PROVIDER_NAMES = {
    app["provider_id"]: app["name"] for app in SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
}
SOCIALACCOUNT_ADAPTER = "handrail.entry.providers.Providers"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
MFA_ADAPTER = "handrail.entry.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Handrail"
ACCOUNT_ADAPTER = "handrail.entry.adapters.Accounts"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
SESSION_ENGINE = "handrail.entry.sessions"
SESSION_COOKIE_NAME = "__Host-handrail" if HTTPS else "handrail"
CSRF_COOKIE_NAME = "__Host-handrail-csrf" if HTTPS else "handrail-csrf"
DEVICE_COOKIE_NAME = "__Host-handrail-device" if HTTPS else "handrail-device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_IDLE = 60 * whole_number(environ, "HANDRAIL_IDLE_MINUTES", 120, "minutes", 10_080)
SESSION_ABSOLUTE = 3600 * whole_number(environ, "HANDRAIL_SESSION_HOURS", 12, "hours", 720)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would send our own forms without an origin
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "attachments"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "handrail.ui.storage.HashedFiles"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024  # of one file: what is beyond is not even stored for a while
REQUEST_MAX_BYTES = 120 * 1024 * 1024  # of all files sent at once
FILE_UPLOAD_HANDLERS = [
    "handrail.entry.uploads.StopAtTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Where people reach us: the links in mail begin with it, never with what a request says it is.
address(environ, "HANDRAIL_ADDRESS", "https://handrail.example.sch.uk")  # or it says why not
ADDRESS = (
    environ.get("HANDRAIL_ADDRESS")
    or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else 'localhost'}"
).rstrip("/")
_MAIL = address(environ, "HANDRAIL_MAIL_URL", "smtp://USER:PASSWORD@mail.example.sch.uk:587")
_MAIL_ASKED = {key: values[-1] for key, values in parse_qs(_MAIL.query).items()}
MAIL_TO_FILES = DEMO and not _MAIL.hostname
MAIL_ON = bool(_MAIL.hostname) or MAIL_TO_FILES or TESTING
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if MAIL_TO_FILES
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = _MAIL.hostname or "localhost"
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp" and _MAIL_ASKED.get("tls", "yes") != "no"
EMAIL_PORT = _MAIL.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environ.get("HANDRAIL_MAIL_FROM") or (
    f"handrail@{urlparse(ADDRESS).hostname or 'localhost'}"
)
PUSH_HOSTS = _list("HANDRAIL_PUSH_HOSTS")
PUSH_PROXY = environ.get("HANDRAIL_PUSH_PROXY", "")
PUSH_LOOPBACK = DEMO or TESTING
# Backups: public keys that may open them, where their private key is, and how many are kept.
BACKUP_KEYS = _list("HANDRAIL_BACKUP_KEYS")
BACKUP_IDENTITY = environ.get("HANDRAIL_BACKUP_IDENTITY", "")
BACKUP_PASSPHRASE = environ.get("HANDRAIL_BACKUP_PASSPHRASE", "")
BACKUP_KEEP = whole_numbers(environ, "HANDRAIL_BACKUP_KEEP", "7,5,12", "days, weeks, months", 9999)
BACKUP_FORGET_DAYS = whole_number(environ, "HANDRAIL_BACKUP_FORGET_DAYS", 90, "days", 9999)

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warnings repeat, try after try, what the failed request or command says once.
    "loggers": {"psycopg.pool": {"level": "ERROR"}},
}
# Comments on columns are for PostgreSQL; SQLite keeps none and need not say so.
SILENCED_SYSTEM_CHECKS = ["fields.W163", "models.W046"]
