"""Django settings, derived from the environment (see ``environment.py``)."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from colonnade.config.environment import read_environment

ENVIRONMENT = read_environment()
DATA_DIR = ENVIRONMENT.data_dir.absolute()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept(name: str, make: Callable[[], str]) -> str:
    """Return a secret that is made on first start and kept in the data folder."""
    kept = DATA_DIR / name
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(make())
    return kept.read_text()


def _secret_key() -> str:
    return ENVIRONMENT.secret_key or _kept("secret_key", lambda: secrets.token_urlsafe(64))


def _erasure_key() -> str:
    return ENVIRONMENT.erasure_key or _kept("erasure_key", lambda: secrets.token_urlsafe(64))


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _credential_keys() -> list[str]:
    return ENVIRONMENT.credential_keys or [_kept("credential_key", _fernet_key)]


def _database() -> dict[str, Any]:
    if not ENVIRONMENT.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "colonnade.sqlite3"),
            # A file in tests as in life: SQLite's shared memory locks whole tables between threads.
            "TEST": {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")},
            "OPTIONS": {
                # A writer takes its lock at BEGIN, so that two writers queue instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000; "
                    "PRAGMA journal_size_limit=67108864; "
                    # What is erased is overwritten with zeros, not only unlinked.
                    "PRAGMA secure_delete=ON;"
                ),
            },
        }
    url = urlsplit(ENVIRONMENT.database_url)
    if url.scheme not in {"postgresql", "postgres"}:
        raise ValueError("COLONNADE_DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": True},
    }


def _email() -> dict[str, Any]:
    if not ENVIRONMENT.email_url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
        }
    url = urlsplit(ENVIRONMENT.email_url)
    return {
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
    }


SECRET_KEY = _secret_key()
CREDENTIAL_KEYS = _credential_keys()
ERASURE_KEY = _erasure_key()
ALLOWED_PEERS = ENVIRONMENT.allowed_peers
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts

INSTALLED_APPS = [
    # Before allauth and Django's forms, whose templates it replaces.
    "colonnade.ui",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "allauth",
    "allauth.account",
    "colonnade.simulation",
    "colonnade.workbook",
    "colonnade.pillars.promotion.pages",
    "colonnade.pillars.promotion",
    "colonnade.pillars.promotion.links",
    "colonnade.pillars.promotion.composer",
    "colonnade.pillars.promotion.ideas",
    "colonnade.pillars.promotion.briefs",
    "colonnade.pillars.promotion.library",
    "colonnade.pillars.listening.alerts",
    "colonnade.pillars.listening.reports",
    "colonnade.pillars.listening",
    "colonnade.pillars.listening.explorer",
    "colonnade.pillars.listening.erasure",
    "colonnade.pillars.listening.retention",
    "colonnade.campaigns",
    "colonnade.publishing",
    "colonnade.channels",
    "colonnade.audience.leads",
    "colonnade.audience",
    "colonnade.audience.touches",
    "colonnade.strategy",
    "colonnade.measurement",
    "colonnade.warehouse",
    "colonnade.governance.approvals",
    "colonnade.governance.policies",
    "colonnade.governance",
    "colonnade.organization",
    "colonnade.core.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "colonnade.ui.static_files.StaticFilesMiddleware",
    "colonnade.ui.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "colonnade.organization.middleware.ViewerTimeZoneMiddleware",
    "colonnade.warehouse.middleware.UnreachableMiddleware",
]

ROOT_URLCONF = "colonnade.config.urls"
ASGI_APPLICATION = "colonnade.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "colonnade.ui.context.navigation",
                "colonnade.organization.context.present",
            ],
        },
    },
]

FORM_RENDERER = "colonnade.ui.forms.FormRenderer"

DATABASES = {"default": _database()}
TASKS = {"default": {"BACKEND": "colonnade.core.jobs.backend.LeasedRowBackend", "QUEUES": []}}

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "colonnade.organization.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
SERVESTATIC_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

WAREHOUSE_PATH = DATA_DIR / "warehouse.duckdb"
CLICKS_DIR = DATA_DIR / "clicks"
CLICKHOUSE_URL = ENVIRONMENT.clickhouse_url
CLICKHOUSE_CLUSTER = ENVIRONMENT.clickhouse_cluster
JOB_THREADS = ENVIRONMENT.job_threads
UNDERSTANDING_PROCESSES = ENVIRONMENT.understanding_processes
UPLOAD_MAX_BYTES = ENVIRONMENT.upload_max_mb * 1024 * 1024
SIGN_UP_OPEN = ENVIRONMENT.sign_up == "open"

DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from
PUBLIC_URL = ENVIRONMENT.public_url
globals().update(_email())

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.trust_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

BASE_DIR = Path(__file__).resolve().parent.parent
