"""Django configured in code, once a process; which database it is follows when a workspace is opened."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django
from django.conf import settings

# Milliseconds a writer waits for another; set before the journal mode so that switching to WAL waits as well.
_BUSY_TIMEOUT_MS = 20_000


def sqlite_database(path: Path | str) -> dict[str, Any]:
    """Django's settings of an SQLite file that survives a crash at any moment (WAL, full synchronisation)."""
    pragmas = f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": _BUSY_TIMEOUT_MS / 1000,
            "transaction_mode": "IMMEDIATE",
            "init_command": pragmas,
        },
    }


def configure_django() -> None:
    """Configure and set up Django, unless something around dxrobot (a console, a type checker) has done so."""
    if settings.configured:
        return
    settings.configure(
        DATABASES={"default": sqlite_database(":memory:")},
        INSTALLED_APPS=["dxrobot.store.apps.StoreConfig"],
        USE_TZ=True,
        TIME_ZONE="Asia/Tokyo",
        LANGUAGE_CODE="ja",
        SECRET_KEY=secrets.token_urlsafe(32),
        LOGGING_CONFIG=None,
    )
    django.setup()
