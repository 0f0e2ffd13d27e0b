"""What the few statements share that are written in SQL of our own, for both kinds of database.

They are those that every order takes: composing them anew each time costs Django more than the database needs for them.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def places(count: int) -> str:
    """Places for so many parameters."""
    return ", ".join(["%s"] * count)


def now(later_s: float = 0.0) -> str:
    """The database's clock, so many seconds later, as Django writes moments."""
    if connection.vendor == "postgresql":
        return f"(STATEMENT_TIMESTAMP() + INTERVAL '{later_s} seconds')"
    return f"STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW', '+{later_s} seconds')"


def unless_locked() -> str:
    """Ends a selection of rows that nobody else is changing; SQLite lets one writer in at a time anyway."""
    return "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
