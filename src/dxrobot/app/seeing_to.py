"""Seeing to one order while a child carries it out: cancelling, its time limit, and a child that dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connections
from loguru import logger

from dxrobot.app.carrying_out import STORE_REST_S, drained, over_limit
from dxrobot.i18n import _
from dxrobot.items import OrderState, RunStatus
from dxrobot.queue.children import Child, Stop
from dxrobot.store import workers
from dxrobot.store.models import Order
from dxrobot.store.orders import MOST_ATTEMPTS, RENEW_EVERY_S, Lease, held, put_back, renew, settle
from dxrobot.store.processes import end_processes
from dxrobot.store.run_rows import break_off

_LOOK_EVERY_S = 0.4
_LOADING_S = 180.0
"""So long a child may load before it begins, which takes a second or two where nothing else is at work."""
_STOPPING_S = {Stop.CANCEL: 1.2, Stop.LIMIT: 1.2, Stop.DRAIN: 60.0}
"""How long a run has to end itself between two items before its processes are ended; a cancelled one two seconds in
all, one whose worker ends as long as an item may well take."""


class Supervision:
    """One child with its order, from the worker's side."""

    def __init__(self, child: Child, lease: Lease, worker_ends: Callable[[], bool]) -> None:
        self._child, self._lease, self._worker_ends = child, lease, worker_ends
        self._began = time.monotonic()
        self._held_until: datetime | None = None
        """Until when the order was held as it was last looked at, while its child has not begun."""
        self._child_begun = False
        self._renewed_at = self._began
        self._stop: Stop | None = None
        self._told_at = 0.0

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
            if order is not None:
                self._hold_until_begun(order)
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

    def _hold_until_begun(self, order: Order) -> None:
        """Keep the order for a child that is still loading: a slow or busy machine must not lose it again and again.

        Once the lease has been renewed by somebody else, the child has begun and holds it by itself.
        """
        now = time.monotonic()
        self._child_begun |= self._held_until not in (None, order.lease_until)
        if self._child_begun or now - self._began > _LOADING_S:
            return
        if now - self._renewed_at > RENEW_EVERY_S:
            self._renewed_at = now
            renew(self._lease)
            order.refresh_from_db(fields=["lease_until"])
        self._held_until = order.lease_until

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
