"""Opening the store of a workspace and bringing its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, InterfaceError, ProgrammingError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from dxrobot.errors import InputError, StoreLost
from dxrobot.i18n import _
from dxrobot.store.configure import sqlite_database
from dxrobot.store.server import Server, postgresql_database

_MIGRATING = 0x0D78_726F_626F_74
"""The advisory lock of PostgreSQL that one process holds while it makes or updates the tables ("dxrobot")."""


def open_store(place: Path | Server) -> None:
    """Connect this process to the store at ``place``, a file or a database server, making or updating its tables.

    Raises :class:`InputError` when it cannot be read and written, or is no store.
    """
    with _storing_at(place):
        if isinstance(place, Path):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connect(place)
        _migrate()
        if isinstance(place, Path):
            place.chmod(0o600)


def connect(place: Path | Server) -> None:
    """Have this process use the database at ``place`` as it is; the two kinds need connections of their own kind."""
    connections.close_all()
    database = postgresql_database(place) if isinstance(place, Server) else sqlite_database(place)
    connections.settings["default"].update({"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", **database})
    del connections["default"]


def try_server(server: Server) -> None:
    """Sign in and out again, changing nothing; raises :class:`InputError` where that cannot be."""
    with _storing_at(server):
        connect(server)
        connection.ensure_connection()
    connections.close_all()


def close_store() -> None:
    """Let go of the store's file, so that its folder can be removed."""
    connections.close_all()


@contextmanager
def storing() -> Iterator[None]:
    """Tell a database that cannot be read or written as :class:`StoreLost`; a broken rule of ours stays a bug."""
    try:
        yield
    except (PermissionError, DatabaseError, InterfaceError) as error:
        if isinstance(error, IntegrityError | ProgrammingError):
            raise
        raise _unusable(error) from error


@contextmanager
def _storing_at(place: Path | Server) -> Iterator[None]:
    """The same while the store is opened: a rule that a server has for its users is no bug of ours."""
    try:
        with storing():
            yield
    except ProgrammingError as error:
        raise _unusable(error) from error
    except ImproperlyConfigured as error:
        if not isinstance(place, Server):
            raise
        raise InputError(
            _("PostgreSQL につなぐ部品(psycopg)が入っていません。"),
            _("pip install 'dxrobot[postgresql]' で入れてください。"),
        ) from error


def _unusable(error: Exception) -> StoreLost:
    if connection.vendor == "postgresql":
        said = str(error).strip().partition("\n")[0]
        return StoreLost(
            _("データベース(PostgreSQL)を読み書きできません: {said}").format(said=said),
            _("dxrobot.toml の [store]、認証情報、サーバーの状態を確かめてください。"),
        )
    return StoreLost(
        _("データの保管場所(.dxrobot)を読み書きできません。"),
        _("フォルダーの書き込み権限とディスクの空きを確かめてください。ネットワーク共有には置けません。"),
    )


def _migrate() -> None:
    with alone():
        executor = MigrationExecutor(connection)
        _refuse_newer(executor)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def alone() -> Iterator[None]:
    """Of several machines that open a new or an old database at once, one updates it and the others wait."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def _refuse_newer(executor: MigrationExecutor) -> None:
    known = executor.loader.disk_migrations or {}
    unknown = [name for app, name in executor.loader.applied_migrations if app == "store" and (app, name) not in known]
    if unknown:
        raise InputError(
            _("データの保管場所は、これより新しい版の dxrobot のものです({name})。").format(name=max(unknown)),
            _("この機械の dxrobot を新しくしてください。"),
        )
