"""One worker of Procrastinate: jobs come to it, and it carries out their orders and the plain ones after them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils import timezone
from procrastinate import App, JobContext, PsycopgConnector, RetryDecision
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import DeleteJobCondition, Job
from procrastinate.retry import BaseRetryStrategy
from psycopg_pool import AsyncConnectionPool

from dxrobot.queue.engine import BROWSER, Shift
from dxrobot.queue.listening import ConnectorInTurn, Hand
from dxrobot.queue.lookout import QUEUED_S, place_of
from dxrobot.store.statements import rows_of
from dxrobot.store.taking import claim, claim_plain

TASK = "dxrobot.order"
POLL_S = 0.5
"""Procrastinate hands a lock on only when somebody looks: at its own five seconds, runs would wait in turn."""
_HEARTBEAT_S, STALLED_S = 3.0, 20.0
_SIGN_IN_S = 10.0
_SPARE_THREADS = 2
_YEARLY = "0 0 1 1 *"
"""A periodic task must exist, or Procrastinate does not notice that its listener died; what it does is of no matter."""


def queue_of(queue: str, needs: list[str]) -> str:
    """Procrastinate's name of a queue: orders with needs stand in one that only able workers look at."""
    return "+".join((queue, *sorted(needs)))


class _Again(Exception):
    """The order goes on waiting, until a moment if there is one."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__()
        self.at = at


class _WhenItMay(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if isinstance(exception, _Again):
            return RetryDecision(retry_at=exception.at or timezone.now() + timedelta(seconds=POLL_S))
        return None


async def work_a_while(shift: Shift, *, wait: bool) -> None:
    """One worker of Procrastinate, until it is to end, must hold, fails, or has nothing left to ``wait`` for.

    It does one thing at a time: a worker of Procrastinate that has lost the server begins nothing before all that it
    has in hand has come to its end, and a run may take hours.
    """
    hand = Hand()
    app = App(connector=_connector(shift, hand))
    queues = [name for queue in shift.taker.queues for name in _queues_of(queue, shift.taker.abilities)]

    @app.task(name=TASK, pass_context=True, retry=_WhenItMay())
    async def carry_out(context: JobContext, order: int) -> None:
        with hand.busy():
            await asyncio.to_thread(_carry_out, shift, order, context.job)

    @app.periodic(cron=_YEARLY)
    @app.task(name="dxrobot.nothing", queue=queues[0], queueing_lock="nothing")
    def nothing(timestamp: int) -> None: ...

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1 + _SPARE_THREADS))
    while shift.holding and shift.taking:
        await asyncio.sleep(POLL_S)
    await asyncio.to_thread(_sign_in)  # the first order need not wait for that
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                queues=queues,
                name=shift.taker.worker,
                concurrency=1,
                wait=wait,
                fetch_job_polling_interval=QUEUED_S,
                delete_jobs=DeleteJobCondition.ALWAYS,
                install_signal_handlers=False,
                update_heartbeat_interval=_HEARTBEAT_S,
                stalled_worker_timeout=STALLED_S,
            )
        )
        while shift.taking and not shift.holding and not working.done():
            await asyncio.wait([working], timeout=POLL_S / 2)
        working.cancel()  # it finishes what it has in hand
        with suppress(asyncio.CancelledError):
            await working


def _sign_in() -> None:
    """Have a connection of Django's for the thread that calls."""
    connection.ensure_connection()


def _connector(shift: Shift, hand: Hand) -> PsycopgConnector:
    """Connections for jobs alone: nothing waits for their disk, since a job that comes once more does no harm.

    Whatever Procrastinate does is one statement: a transaction around it would only be two more ways to the server.
    A connection that has died ends this worker of Procrastinate, and another is begun: none is tried before each use.
    """
    parameters = {**connector_params(), "autocommit": True}
    parameters["options"] = f"{parameters.get('options', '')} -c synchronous_commit=off"

    def pool(**arguments: Any) -> AsyncConnectionPool:
        return AsyncConnectionPool(**{**arguments, "check": None})

    return ConnectorInTurn(
        place_of(shift.taker),
        hand,
        POLL_S,
        pool_factory=pool,
        kwargs=parameters,
        min_size=1,
        max_size=3,
        timeout=_SIGN_IN_S,
    )


def _queues_of(queue: str, abilities: frozenset[str]) -> list[str]:
    return [queue, *(queue_of(queue, [ability]) for ability in sorted(abilities & {BROWSER}))]


def _carry_out(shift: Shift, number: int, job: Job) -> None:
    """Carry an order out if it may begin; raises :class:`_Again` while it goes on waiting for this job.

    Where another was quicker, the next one is tried at once: where many wait, each would fetch jobs of taken orders.
    """
    try:
        lease = None if shift.holding else claim(number, shift.taker)
        if lease is not None:
            shift.carry_out(lease)
        for (not_before,) in rows_of(_STILL_WAITING, [number, job.id]):
            raise _Again(not_before)
        if job.lock is None:  # what is done under this job would keep the lock from others
            _go_on(shift)
    except (DatabaseError, InterfaceError) as error:
        connections.close_all()  # of this thread, which serves further orders
        raise _Again(None) from error


_STILL_WAITING = "SELECT not_before FROM store_order WHERE id = %s AND job = %s AND state = 'waiting'"


def _go_on(shift: Shift) -> None:
    """Carry out the orders that come next, as long as they are plain, and forget their jobs.

    To take one so costs a fifth of what handing out its job does.
    """
    while shift.taking and not shift.holding:
        leases = claim_plain(shift.taker, 1, and_then=_FORGET_JOBS)
        if not leases:
            return
        for lease in leases:
            shift.carry_out(lease)


_FORGET_JOBS = "DELETE FROM procrastinate_jobs WHERE id IN (SELECT job FROM taken) AND status::text = 'todo'"
"""As text, so that no index of all that is to be done is gone through for one that is known by its number."""
