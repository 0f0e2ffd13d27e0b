"""Opening the store of a workspace: Django configured in code, tables brought up to date."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from dxrobot.errors import InputError
from dxrobot.i18n import _

# Milliseconds a writer waits for another; set before the journal mode so that switching to WAL waits as well.
_BUSY_TIMEOUT_MS = 20_000


def sqlite_database(path: Path) -> dict[str, Any]:
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


def open_store(path: Path) -> None:
    """Connect this process to the store at ``path``, making or updating its tables.

    Raises :class:`InputError` when the file cannot be written or is no store.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _configure(sqlite_database(path))
        _migrate()
        path.chmod(0o600)
    except (OSError, OperationalError) as error:
        raise InputError(
            _("データの保管場所を開けません: {path}").format(path=path),
            _("フォルダーの書き込み権限とディスクの空きを確かめてください。ネットワーク共有には置けません。"),
        ) from error


def close_store() -> None:
    """Close this thread's connection."""
    connections.close_all()


def _configure(database: dict[str, Any]) -> None:
    if settings.configured:
        connections.close_all()
        connections["default"].settings_dict.update(database)
        return
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["dxrobot.store.apps.StoreConfig"],
        USE_TZ=True,
        TIME_ZONE="Asia/Tokyo",
        LANGUAGE_CODE="ja",
        SECRET_KEY=secrets.token_urlsafe(32),
        LOGGING_CONFIG=None,
    )
    django.setup()


def _migrate() -> None:
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
