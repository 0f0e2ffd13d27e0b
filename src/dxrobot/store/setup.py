"""Opening the store of a workspace and bringing its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connections
from django.db.migrations.executor import MigrationExecutor

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.store.configure import sqlite_database


def open_store(path: Path) -> None:
    """Connect this process to the store at ``path``, making or updating its tables.

    Raises :class:`InputError` when the file cannot be written or is no store.
    """
    with storing():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connections.close_all()
        connections["default"].settings_dict.update(sqlite_database(path))
        _migrate()
        path.chmod(0o600)


def close_store() -> None:
    """Let go of the store's file, so that its folder can be removed."""
    connections.close_all()


@contextmanager
def storing() -> Iterator[None]:
    """Tell a database that cannot be read or written as :class:`InputError`; a broken rule of ours stays a bug."""
    try:
        yield
    except (PermissionError, DatabaseError) as error:
        if isinstance(error, IntegrityError | ProgrammingError):
            raise
        raise InputError(
            _("データの保管場所(.dxrobot)を読み書きできません。"),
            _("フォルダーの書き込み権限とディスクの空きを確かめてください。ネットワーク共有には置けません。"),
        ) from error


def _migrate() -> None:
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
