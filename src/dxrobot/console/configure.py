"""Django configured for the console: the store, and beside it people, sessions and sign-ins.

The command line configures the store alone, which starts faster (docs/decisions/0029-the-console.md).
"""

from __future__ import annotations

import logging
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from dxrobot.settings import ConsoleSettings

HERE = Path(__file__).parent
_KEY_LENGTH = 64
TRIES = 5
"""Wrong passwords after which nobody can sign in as that person for a while."""
LOCKED_MINUTES = 15
"""That while."""
_SHORTEST_PASSWORD = 10


def configure_console(wanted: ConsoleSettings, hosts: list[str], key_file: Path) -> None:
    """Configure and set up Django for this process; must come before anything imports the store."""
    settings.configure(
        SECRET_KEY=_secret_key(key_file),
        ALLOWED_HOSTS=hosts,
        DEBUG=False,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "axes",
            "dxrobot.store.apps.StoreConfig",
            "dxrobot.console.apps.ConsoleConfig",
        ],
        MIDDLEWARE=[
            "dxrobot.console.middleware.headers",
            "django.middleware.common.CommonMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "dxrobot.console.middleware.Person",
        ],
        ROOT_URLCONF="dxrobot.console.urls",
        TEMPLATES=[_templates()],
        USE_TZ=True,
        TIME_ZONE="Asia/Tokyo",
        LANGUAGE_CODE="ja",
        LOGGING_CONFIG=None,
        AUTH_USER_MODEL="console.User",
        **_signing_in(wanted),
        **_sending(wanted),
    )
    django.setup()
    for spoken in ("apscheduler", "axes", "django", "waitress"):
        # What they would say on the screen stands in the audit trail, or in our log as a bug.
        logging.getLogger(spoken).addHandler(logging.NullHandler())
        logging.getLogger(spoken).propagate = False


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"environment": "dxrobot.console.pages.environment", "auto_reload": False},
    }


def _signing_in(wanted: ConsoleSettings) -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation"
    return {
        "AUTHENTICATION_BACKENDS": ["axes.backends.AxesStandaloneBackend", "dxrobot.console.accounts.ByPassword"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": _SHORTEST_PASSWORD}},
            {
                "NAME": f"{validation}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("login", "name")},
            },
            {"NAME": f"{validation}.CommonPasswordValidator"},
            {"NAME": f"{validation}.NumericPasswordValidator"},
        ],
        "LOGIN_URL": "sign_in",
        "AXES_USERNAME_FORM_FIELD": "username",
        "AXES_FAILURE_LIMIT": TRIES,
        "AXES_COOLOFF_TIME": timedelta(minutes=LOCKED_MINUTES),
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
        "AXES_DISABLE_ACCESS_LOG": True,
        "SESSION_COOKIE_AGE": int(wanted.longest_hours * 3600),
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_NAME": "dxrobot",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": wanted.https,
        "CSRF_COOKIE_SECURE": wanted.https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "dxrobot.console.views.refused.stale_form",
    }


def _sending(wanted: ConsoleSettings) -> dict[str, Any]:
    """Bounds of what may be sent to the console, and how its own address is known behind a server that ends TLS."""
    secure = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")} if wanted.https else {}
    return {
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * 1024 * 1024,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 2000,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 500,
        "FILE_UPLOAD_PERMISSIONS": 0o600,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
        **secure,
    }


def _secret_key(path: Path) -> str:
    """The key that signs sessions, made once for a workspace and readable to its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(_KEY_LENGTH)
        file.write(key)
    return key
