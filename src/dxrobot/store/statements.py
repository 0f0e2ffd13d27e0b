"""What the few statements share that are written in SQL of our own, for both kinds of database.

They are those that every order takes: composing them anew each time costs Django more than the database needs for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection


def rows_of(statement: str, parameters: Sequence[Any]) -> list[Any]:
    """What ``statement`` returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def changed_by(statement: str, parameters: Sequence[Any]) -> int:
    """How many rows ``statement`` has changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def change_each(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Carry ``statement`` out for the parameters of each row."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def as_moment(at: datetime | None) -> Any:
    """A moment as a parameter, the way Django writes it."""
    return connection.ops.adapt_datetimefield_value(at)


def places(count: int) -> str:
    """Places for so many parameters."""
    return ", ".join(["%s"] * count)


def now(later_s: float = 0.0) -> str:
    """The database's clock, so many seconds later, as Django writes moments."""
    if _on_server():
        return f"(STATEMENT_TIMESTAMP() + INTERVAL '{later_s} seconds')"
    return f"STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW', '+{later_s} seconds')"


def unless_locked() -> str:
    """Ends a selection of rows that nobody else is changing; SQLite lets one writer in at a time anyway."""
    return "FOR UPDATE SKIP LOCKED" if _on_server() else ""


def without_waiting_for_the_disk() -> str:
    """A condition that is always true: what the statement changes is committed at once and on the disk a little later.

    For changes that may be lost with the server's power, as if they had not been made yet. They are on the disk before
    anything that any session commits after them in the usual way.
    """
    return "(SELECT set_config('synchronous_commit', 'off', true)) = 'off'" if _on_server() else "TRUE"


def _on_server() -> bool:
    return connection.vendor == "postgresql"
