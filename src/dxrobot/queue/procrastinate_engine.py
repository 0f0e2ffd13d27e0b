"""The engine for many robot PCs: Procrastinate on the PostgreSQL of the store.

A job of Procrastinate says only "order 12 is for your queue"; whether it may begin, who holds it and how it ended
stands in the order. So a job that comes twice, or is left behind by a dead worker, does no harm, and Procrastinate's
own way of taking stalled jobs over (it ran a job twice at once after a short restart of the server) is not used.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, connection, connections, transaction
from django.utils import timezone
from loguru import logger
from procrastinate import App, JobContext, PsycopgConnector, RetryDecision
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition, Job
from procrastinate.retry import BaseRetryStrategy
from psycopg_pool import AsyncConnectionPool

from dxrobot.items import OrderState
from dxrobot.queue.engine import BROWSER, Shift
from dxrobot.queue.listening import ConnectorInTurn, Hands
from dxrobot.queue.lookout import QUEUED_S, place_of
from dxrobot.store.models import Order
from dxrobot.store.orders import place
from dxrobot.store.setup import alone
from dxrobot.store.statements import changed_by, rows_of
from dxrobot.store.taking import claim, claim_plain

_TASK = "dxrobot.order"
_POLL_S = 0.5
"""Procrastinate hands a lock on only when it looks by itself: at its own five seconds, runs would wait in turn."""
_HEARTBEAT_S, _STALLED_S = 3.0, 20.0
_SIGN_IN_S = 10.0
_SPARE_THREADS = 2
_YEARLY = "0 0 1 1 *"
"""A periodic task must exist, or Procrastinate does not notice that its listener died; what it does is of no matter."""


class _Again(Exception):
    """The order goes on waiting, until a moment if there is one."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__()
        self.at = at


class _WhenItMay(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        if isinstance(exception, _Again):
            return RetryDecision(retry_at=exception.at or timezone.now() + timedelta(seconds=_POLL_S))
        return None


class ProcrastinateEngine:
    """``at_once`` bounds how many orders of a queue run at once, on all machines together."""

    def __init__(self, at_once: Mapping[str, int]) -> None:
        self._at_once = at_once
        # Through Django's own connection: order and job are written, or not written, together.
        self._app = App(connector=DjangoConnector())

    def submit(self, *orders: Order) -> None:
        """Write new orders down and defer their jobs."""
        with transaction.atomic():
            place(*orders)
            self._defer(*orders)

    def submit_again(self, order: Order) -> None:
        """Put a new job in the place of the one that a dead worker holds."""
        with transaction.atomic():
            _forget(order.job)
            self._defer(order)

    def cancel(self, order: Order) -> None:
        """Forget the job."""
        _forget(order.job)

    def tidy(self) -> None:
        """Replace jobs of dead workers whose order waits, forget the others: they would hold their locks for ever.

        An order that came back to waiting after its job was forgotten gets a new one.
        """
        for (number,) in rows_of(_WITHOUT_JOB, []):
            with transaction.atomic():
                waiting = Order.objects.select_for_update().filter(id=number, state=OrderState.WAITING).first()
                if waiting is not None and not rows_of(_JOB, [waiting.job]):
                    self._defer(waiting)
        for (job,) in rows_of(_STALLED, [_STALLED_S]):
            order = Order.objects.filter(job=job).first()
            if order is None or order.state != OrderState.RUNNING:  # that one has a lease of its own
                with transaction.atomic():
                    waiting = Order.objects.select_for_update().filter(job=job, state=OrderState.WAITING).first()
                    _forget(job)
                    if waiting is not None:
                        self._defer(waiting)

    def work(self, shift: Shift, *, until_empty: bool = False) -> None:
        """Have Procrastinate hand jobs to ``shift``; when the server goes away, again when it is back."""
        _log_procrastinate()
        # psycopg has no use for the event loop that is the usual one on Windows.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            while shift.taking:
                try:
                    runner.run(_work_a_while(shift, wait=not until_empty))
                except (ConnectorException, psycopg.Error, DatabaseError, InterfaceError, OSError) as error:
                    shift.lost_store(error)
                    continue
                if until_empty:
                    return
                shift.wait(_POLL_S)

    def _defer(self, *orders: Order) -> None:
        alike: defaultdict[tuple[str, int, str | None, datetime | None], list[Order]] = defaultdict(list)
        for order in orders:
            queue = queue_of(order.queue, order.needs)
            alike[queue, _priority_of(order), self._lock_of(order), order.not_before].append(order)
        for (queue, priority, lock, not_before), some in alike.items():
            deferrer = self._app.configure_task(
                _TASK, queue=queue, priority=priority, lock=lock, schedule_at=not_before
            )
            told: list[dict[str, Any]] = [{"order": order.pk} for order in some]
            jobs = deferrer.batch_defer(*told)
            for order, job in zip(some, jobs, strict=True):
                order.job = job
        changed_by(_KEEP_JOBS, [[order.job for order in orders]])

    def _lock_of(self, order: Order) -> str | None:
        """What Procrastinate lets one job at a time have: a lock of the order's, or a place of a bounded queue.

        Only so that few jobs come in vain: what counts is looked at when the order is claimed.
        """
        if order.locks:
            return f"lock:{order.locks[0]}"
        if places := self._at_once.get(order.queue):
            return f"queue:{order.queue}:{order.pk % places}"
        return None


def _priority_of(order: Order) -> int:
    """Procrastinate goes by the age of jobs: an order that had begun keeps its turn, though its job is new."""
    return 2 * order.priority + bool(order.attempt)


_KEEP_JOBS = """
UPDATE store_order SET job = job.id FROM procrastinate_jobs job
WHERE job.id = ANY(%s) AND store_order.id = (job.args->>'order')::bigint
"""
_STALLED = """
SELECT job.id FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing'
AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""


_WITHOUT_JOB = """
SELECT waiting.id FROM store_order waiting LEFT JOIN procrastinate_jobs job ON job.id = waiting.job
WHERE waiting.state = 'waiting' AND job.id IS NULL
"""
_JOB = "SELECT id FROM procrastinate_jobs WHERE id = %s"


def queue_of(queue: str, needs: list[str]) -> str:
    """Procrastinate's name of a queue: orders with needs stand in one that only able workers look at."""
    return "+".join((queue, *sorted(needs)))


def make_tables() -> None:
    """Make Procrastinate's own tables where they are missing, one process at a time."""
    with alone(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_jobs')")
        if cursor.fetchone()[0] is None:
            with transaction.atomic():
                App(connector=DjangoConnector()).schema_manager.apply_schema()


def _forget(job: int | None) -> None:
    """Do away with a job, whoever holds it; one that is gone is gone."""
    if job is not None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status IN ('todo', 'doing')", [job])


async def _work_a_while(shift: Shift, *, wait: bool) -> None:
    """One worker of Procrastinate, until it is to end, must hold, fails, or has nothing left to ``wait`` for."""
    hands = Hands(shift.at_once)
    app = App(connector=_connector(shift, hands))
    queues = [name for queue in shift.taker.queues for name in _queues_of(queue, shift.taker.abilities)]

    @app.task(name=_TASK, pass_context=True, retry=_WhenItMay())
    async def carry_out(context: JobContext, order: int) -> None:
        with hands.one_busy():
            await asyncio.to_thread(_carry_out, shift, order, context.job)

    @app.periodic(cron=_YEARLY)
    @app.task(name="dxrobot.nothing", queue=queues[0], queueing_lock="nothing")
    def nothing(timestamp: int) -> None: ...

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(shift.at_once + _SPARE_THREADS))
    while shift.holding and shift.taking:
        await asyncio.sleep(_POLL_S)
    await asyncio.to_thread(_sign_in)  # the first order need not wait for that
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(
                queues=queues,
                name=shift.taker.worker,
                concurrency=shift.at_once,
                wait=wait,
                fetch_job_polling_interval=QUEUED_S,
                delete_jobs=DeleteJobCondition.ALWAYS,
                install_signal_handlers=False,
                update_heartbeat_interval=_HEARTBEAT_S,
                stalled_worker_timeout=_STALLED_S,
            )
        )
        while shift.taking and not shift.holding and not working.done():
            await asyncio.wait([working], timeout=_POLL_S / 2)
        working.cancel()  # it finishes what it has in hand
        with suppress(asyncio.CancelledError):
            await working


def _sign_in() -> None:
    """Have a connection of Django's for the thread that calls."""
    connection.ensure_connection()


def _connector(shift: Shift, hands: Hands) -> PsycopgConnector:
    """Connections for jobs alone: nothing waits for their disk, since a job that comes once more does no harm.

    A connection that has died ends this worker of Procrastinate, and another is begun: none is tried before each use.
    """
    parameters = connector_params()
    parameters["options"] = f"{parameters.get('options', '')} -c synchronous_commit=off"

    def pool(**arguments: Any) -> AsyncConnectionPool:
        return AsyncConnectionPool(**{**arguments, "check": None})

    return ConnectorInTurn(
        place_of(shift.taker),
        hands,
        _POLL_S,
        pool_factory=pool,
        kwargs=parameters,
        min_size=1,
        max_size=2 + shift.at_once,
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


class _ToOurLog(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logger.log(record.levelname, "procrastinate: {}", record.getMessage())


def _log_procrastinate() -> None:
    """What Procrastinate has to tell goes into the workspace's log, nothing of it onto the screen."""
    library: Any = logging.getLogger("procrastinate")
    if not any(isinstance(handler, _ToOurLog) for handler in library.handlers):
        library.addHandler(_ToOurLog(level=logging.WARNING))
        library.propagate = False
        logging.getLogger("psycopg.pool").addHandler(_ToOurLog(level=logging.WARNING))
        logging.getLogger("psycopg.pool").propagate = sys.flags.dev_mode
