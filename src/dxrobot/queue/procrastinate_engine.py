"""The engine for many robot PCs: Procrastinate on the PostgreSQL of the store.

A job of Procrastinate says only "order 12 is for your queue"; whether it may begin, who holds it and how it ended
stands in the order. So a job that comes twice, or is left behind by a dead worker, does no harm, and Procrastinate's
own way of taking stalled jobs over (it ran a job twice at once after a short restart of the server) is not used.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, connection, transaction
from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from dxrobot.items import OrderState
from dxrobot.log import take_over
from dxrobot.queue.engine import Shift
from dxrobot.queue.procrastinate_worker import POLL_S, STALLED_S, TASK, queue_of, work_a_while
from dxrobot.store.models import Order
from dxrobot.store.orders import place
from dxrobot.store.setup import alone
from dxrobot.store.statements import changed_by, rows_of


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
        for (job,) in rows_of(_STALLED, [STALLED_S]):
            order = Order.objects.filter(job=job).first()
            if order is None or order.state != OrderState.RUNNING:  # that one has a lease of its own
                with transaction.atomic():
                    waiting = Order.objects.select_for_update().filter(job=job, state=OrderState.WAITING).first()
                    _forget(job)
                    if waiting is not None:
                        self._defer(waiting)

    def work(self, shift: Shift, *, until_empty: bool = False) -> None:
        """Have Procrastinate hand jobs to ``shift``; when the server goes away, again when it is back."""
        for library in ("procrastinate", "psycopg.pool"):
            take_over(library)
        with ThreadPoolExecutor(shift.at_once, thread_name_prefix="hand") as hands:
            for hand in [hands.submit(self._work, shift, until_empty=until_empty) for _hand in range(shift.at_once)]:
                hand.result()

    def _work(self, shift: Shift, *, until_empty: bool) -> None:
        """What one hand of ``shift`` does."""
        # psycopg has no use for the event loop that is the usual one on Windows.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            while shift.taking:
                try:
                    runner.run(work_a_while(shift, wait=not until_empty))
                except (ConnectorException, psycopg.Error, DatabaseError, InterfaceError, OSError) as error:
                    shift.lost_store(error)
                    continue
                if until_empty:
                    return
                shift.wait(POLL_S)

    def _defer(self, *orders: Order) -> None:
        alike: defaultdict[tuple[str, int, str | None, datetime | None], list[Order]] = defaultdict(list)
        for order in orders:
            queue = queue_of(order.queue, order.needs)
            alike[queue, _priority_of(order), self._lock_of(order), order.not_before].append(order)
        for (queue, priority, lock, not_before), some in alike.items():
            deferrer = self._app.configure_task(TASK, queue=queue, priority=priority, lock=lock, schedule_at=not_before)
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
