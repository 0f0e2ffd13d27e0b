"""Idle workers that wait for an order on a PostgreSQL server: one of them is told of it, not all twenty.

Of those who would take the same orders one is the lookout: it holds an advisory lock, listens, and looks now and then
for what nobody tells of (an order that has rested, a lock that is free again). The others queue up for its place, and
whoever is first in the queue gets it the moment the lookout has its hands full, has ended or has lost its connection.
A lookout that has frozen keeps its place: so those who queue up look too, from time to time.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from dxrobot.store.statements import rows_of
from dxrobot.store.taking import Taker

_CHANNEL = "dxrobot_order"
PLACE = 0x0D78_6F75
"""The first half of the advisory locks of lookouts ("dxlo")."""
QUEUED_S = 2.0
"""Who queues up for the lookout's place looks after so long as well."""
_LOCK_NOT_AVAILABLE = "55P03"


class Waiting(Protocol):
    """How an idle worker waits for orders."""

    def wait(self, seconds: float) -> None:
        """Return when there may be one, at the latest after so many seconds or a little more."""

    def leave(self) -> None:
        """Leave what comes to others for the time being."""


def place_of(taker: Taker) -> int:
    """The second half of the advisory lock: the same for all who would take the same orders."""
    alike = "\n".join((*sorted(taker.queues), "", *sorted(taker.abilities)))
    return int.from_bytes(blake2b(alike.encode(), digest_size=4).digest(), signed=True)


class Lookout:
    """One worker, on the connection of the thread that looks for its orders."""

    def __init__(self, taker: Taker) -> None:
        self._place = place_of(taker)
        self._held_by: Any = None
        """The connection that holds the place: with it the place is lost."""

    def wait(self, seconds: float) -> None:
        """Return when there may be an order, at the latest after so many seconds or, not being the lookout, two."""
        connection.ensure_connection()
        if self._held_by is not connection.connection:
            self._queue_up()
            return
        with connection.wrap_database_errors:
            for _notice in self._held_by.notifies(timeout=seconds, stop_after=1):
                return

    def leave(self) -> None:
        """Let another be the lookout."""
        if self._held_by is None:
            return
        if self._held_by is connection.connection:
            with suppress(DatabaseError, InterfaceError):  # then the connection is lost, and the place with it
                _tell(f"UNLISTEN {_CHANNEL}")
                rows_of("SELECT pg_advisory_unlock(%s, %s)", [PLACE, self._place])
        self._held_by = None

    def _queue_up(self) -> None:
        _tell(f"SET lock_timeout = '{QUEUED_S}s'")
        try:
            rows_of("SELECT 1 FROM pg_advisory_lock(%s, %s)", [PLACE, self._place])
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
        else:
            _tell(f"LISTEN {_CHANNEL}")
            self._held_by = connection.connection
        _tell("RESET lock_timeout")


def tell_lookouts() -> None:
    """Have the lookouts look when the caller's transaction has ended well."""
    _tell(f"NOTIFY {_CHANNEL}")


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
