"""Seeing to one order while a child carries it out: cancelling, its time limit, and a child that dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connections
from loguru import logger

from dxrobot.app.order_ends import STORE_REST_S, drained, over_limit
from dxrobot.i18n import _
from dxrobot.items import OrderState, RunStatus
from dxrobot.queue.children import Child, Stop
from dxrobot.store import workers
from dxrobot.store.models import Order
from dxrobot.store.orders import MOST_ATTEMPTS, RENEW_EVERY_S, Lease, held, put_back, renew, settle
from dxrobot.store.processes import end_processes
from dxrobot.store.run_rows import break_off

_LOOK_EVERY_S = 0.4
_LOADED_AFTER_S = 120.0
"""So long a child may take until it carries out its order; usually that takes a second."""
_STOPPING_S = {Stop.CANCEL: 1.2, Stop.LIMIT: 1.2, Stop.DRAIN: 60.0}
"""How long a run has to end itself between two items before its processes are ended; a cancelled one two seconds in
all, one whose worker ends as long as an item may well take."""


class Loading:
    """Holds the order for a child that is loaded and started; on a machine with much to do that takes longer than a
    lease lasts. A child that has begun holds it itself, and loses it when it freezes.
    """

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._began = self._renewed = time.monotonic()
        self._until: datetime | None = None
        """How far the lease went when it was last seen."""

    def hold(self, order: Order) -> Loading | None:
        """Renew the lease if it is time; None once the child has done so itself, or has had all the time it gets."""
        if self._until is not None and order.lease_until != self._until:
            return None
        now = time.monotonic()
        if now - self._began > _LOADED_AFTER_S:
            return None
        self._until = order.lease_until
        if now - self._renewed > RENEW_EVERY_S and renew(self._lease):
            self._renewed = now
            self._until = held(self._lease).values_list("lease_until", flat=True).first()
        return self


class Supervision:
    """One child with its order, from the worker's side."""

    def __init__(self, child: Child, lease: Lease, worker_ends: Callable[[], bool]) -> None:
        self._child, self._lease, self._worker_ends = child, lease, worker_ends
        self._began = time.monotonic()
        self._stop: Stop | None = None
        self._told_at = 0.0
        self._loading: Loading | None = Loading(lease)

    def see_to_end(self) -> None:
        """Return when child and order have come to their end; what the child could not write down is written here."""
        while not self._child.ended_within(_LOOK_EVERY_S):
            if self._stop is None:
                self._look()
            elif time.monotonic() - self._told_at > _STOPPING_S[self._stop]:
                break
        self._child.end()
        try:
            self._close()
        except (DatabaseError, InterfaceError) as error:  # its lease will run out, and others see that
            logger.warning("order {}: not settled: {}", self._lease.order, type(error).__name__)
            connections.close_all()

    def _look(self) -> None:
        try:
            order = held(self._lease).first()
            if order is not None and self._loading is not None:
                self._loading = self._loading.hold(order)
        except (DatabaseError, InterfaceError):
            connections.close_all()
            return
        if order is None:
            self._leave_alone()
        elif order.cancel_requested_at is not None:
            self._tell(Stop.CANCEL)
        elif time.monotonic() - self._began > order.limit_minutes * 60:
            self._tell(Stop.LIMIT)
        elif self._worker_ends():
            self._tell(Stop.DRAIN)

    def _leave_alone(self) -> None:
        """The child has settled the order and is about to end, or somebody else has it: then it must end."""
        if not self._child.ended_within(_STOPPING_S[Stop.CANCEL]):
            self._child.end()

    def _tell(self, stop: Stop) -> None:
        self._stop, self._told_at = stop, time.monotonic()
        self._child.tell(stop=stop.value)

    def _close(self) -> None:
        """Settle what the child has left open: it was ended, or it died."""
        order = held(self._lease).select_related("run").first()
        if order is None:
            return
        if order.run is not None:
            end_processes(order.run)
        if self._stop is Stop.DRAIN:
            put_back(self._lease, drained())
        elif self._stop is Stop.CANCEL:
            self._break_off(order, OrderState.CANCELLED, _("取り消されたため、処理の途中で止めました。"))
        elif self._stop is Stop.LIMIT:
            self._break_off(order, OrderState.ENDED, over_limit(order.limit_minutes))
        elif self._lease.attempt >= MOST_ATTEMPTS:
            self._break_off(order, OrderState.ENDED, gives_up(self._lease.attempt))
        else:
            reason = _("実行していた子プロセスが途中で終わりました。続きから始めます。")
            workers.tell_error(order.worker, reason)
            put_back(self._lease, reason, STORE_REST_S)

    def _break_off(self, order: Order, state: OrderState, reason: str) -> None:
        if settle(self._lease, state, reason) and order.run is not None:
            break_off(order.run, RunStatus.CANCELLED if self._stop else RunStatus.FAILED, reason)


def gives_up(attempts: int) -> str:
    """Why an order is not tried any more."""
    return _("{attempts} 回続けて途中で切れたため、あきらめました。ログ(dxrobot.log)を確かめてください。").format(
        attempts=attempts
    )
