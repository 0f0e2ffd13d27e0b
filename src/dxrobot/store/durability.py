"""Which writes must be on the disk at once and which may follow (decision 15)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def soon_on_disk() -> Iterator[None]:
    """Commits inside survive the end of this process, but a power failure may take the last of them along.

    Everything else in the store is on the disk when its transaction ends. On a database other than SQLite, and inside
    a transaction, nothing changes.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _synchronous("NORMAL")
    try:
        yield
    finally:
        _synchronous("FULL")


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
