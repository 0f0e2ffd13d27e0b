"""Idle workers of Procrastinate: one of them hears of a new job, not all twenty.

Procrastinate has every worker listen, and each asks for every job that comes; with twenty of them a job waits a tenth
of a second until the one that gets it has its turn. Here whoever has a hand free queues up for the lookout's place, as
in ``dxrobot.queue.lookout``, and only the lookout listens, and looks now and then for what nobody tells of. Whoever has
its hands full leaves the place, and the next in the queue looks at once. A lookout that has frozen keeps it: so the
others look too, from time to time (``fetch_job_polling_interval``).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from procrastinate import PsycopgConnector
from procrastinate.connector import Notify
from psycopg import AsyncConnection
from psycopg.errors import LockNotAvailable
from psycopg.sql import SQL, Identifier, Literal

from dxrobot.queue.lookout import PLACE

_LOOK = json.dumps({"type": "job_inserted"})
"""What Procrastinate tells its workers of a new job, as far as they read it."""
_QUEUED_MS = 30_000


class Hand:
    """Whether the one hand of a worker of Procrastinate has something to do; on its event loop alone."""

    def __init__(self) -> None:
        self.free, self.full = asyncio.Event(), asyncio.Event()
        self.free.set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """It has something to do until the block is left."""
        self.free.clear()
        self.full.set()
        try:
            yield
        finally:
            self.full.clear()
            self.free.set()


class ConnectorInTurn(PsycopgConnector):
    """Listens only while it has the lookout's ``place`` among those who would take the same jobs."""

    def __init__(self, place: int, hand: Hand, look_every_s: float, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._place, self._hand, self._look_every_s = place, hand, look_every_s
        self._signed_in_with = parameters["kwargs"]

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Have ``on_notification`` told of new jobs whenever it is this worker's turn; raises psycopg's errors."""
        listened = list(channels)
        async with await AsyncConnection.connect(**self._signed_in_with) as connection:
            await connection.execute(SQL("SET lock_timeout = {}").format(Literal(_QUEUED_MS)))
            while True:
                await self._hand.free.wait()
                while not await _has_lock(connection, self._place):
                    pass
                for channel in listened:
                    await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
                while self._hand.free.is_set():
                    await on_notification(channel=listened[0], payload=_LOOK)
                    await self._until_told_or_full(connection)
                await connection.execute("UNLISTEN *")
                await connection.execute("SELECT pg_advisory_unlock(%s, %s)", [PLACE, self._place])

    async def _until_told_or_full(self, connection: AsyncConnection[Any]) -> None:
        """Return when there may be a job, at the latest when it is time to look; or when the hand is full."""
        told = asyncio.create_task(_told(connection, self._look_every_s))
        full = asyncio.create_task(self._hand.full.wait())
        try:
            await asyncio.wait([told, full], return_when=asyncio.FIRST_COMPLETED)
            if told.done():
                told.result()
        finally:
            told.cancel()
            full.cancel()
            await asyncio.gather(told, full, return_exceptions=True)


async def _has_lock(connection: AsyncConnection[Any], place: int) -> bool:
    """Queue up for the place for a while, and no longer: VACUUM removes nothing that a statement still might see."""
    try:
        await connection.execute("SELECT pg_advisory_lock(%s, %s)", [PLACE, place])
    except LockNotAvailable:
        return False
    return True


async def _told(connection: AsyncConnection[Any], seconds: float) -> None:
    async for _notice in connection.notifies(timeout=seconds, stop_after=1):
        pass
