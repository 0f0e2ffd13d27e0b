"""Django settings of the site, made from the place of its database."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management.utils import get_random_secret_key

_FOLDER = Path(__file__).parent
_PACKAGE = "dxrobot.sample_site"
_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    f"{_PACKAGE}.madoguchi",
)
_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)

# A writer waits this long for another one, in seconds, before SQLite says "database is locked".
_BUSY_TIMEOUT_S = 20


def configure(db: Path, slow_save_s: float) -> None:
    """Set Django up for the database file ``db``; registering a record takes ``slow_save_s`` seconds longer."""
    db.parent.mkdir(parents=True, exist_ok=True)
    settings.configure(
        SECRET_KEY=_secret_key(db.with_name(db.name + ".key")),
        SLOW_SAVE_S=slow_save_s,
        DATABASES={"default": _database(db)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=f"{_PACKAGE}.urls",
        INSTALLED_APPS=_APPS,
        MIDDLEWARE=_MIDDLEWARE,
        TEMPLATES=[_templates()],
        FORM_RENDERER="django.forms.renderers.TemplatesSetting",
        STATIC_URL="/static/",
        STATICFILES_DIRS=[_FOLDER / "static"],
        WHITENOISE_USE_FINDERS=True,
        # Browsers open several connections at once; that a request waits for a moment is no news.
        LOGGING={"version": 1, "loggers": {"waitress.queue": {"level": "ERROR"}}},
        LANGUAGE_CODE="ja",
        TIME_ZONE="Asia/Tokyo",
        USE_TZ=True,
    )
    django.setup()


def _database(db: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": db,
        "OPTIONS": {"timeout": _BUSY_TIMEOUT_S, "transaction_mode": "IMMEDIATE"},
    }


def _templates() -> dict[str, object]:
    processors = ("django.template.context_processors.request", "django.contrib.auth.context_processors.auth")
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_FOLDER / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [*processors, "django.contrib.messages.context_processors.messages"]},
    }


def _secret_key(path: Path) -> str:
    """The key beside the database, made on first use, so that sessions outlive a restart and no two sites share one."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(get_random_secret_key())
    return path.read_text(encoding="ascii")
