"""Taking orders back from workers and children that are gone, so that others continue them."""

from __future__ import annotations

from django.db import transaction
from loguru import logger

from dxrobot.app.seeing_to import gives_up
from dxrobot.i18n import _
from dxrobot.items import OrderState, RunStatus
from dxrobot.queue.engine import Engine
from dxrobot.store.models import Order
from dxrobot.store.orders import MOST_ATTEMPTS, expired, give_up, miss_overdue, take_back
from dxrobot.store.processes import end_processes, host
from dxrobot.store.run_rows import break_off

_STORE_WAS_GONE_S = 8.0
_PATIENCE = 2


class Watch:
    """What every worker does now and then for all: the one that comes first does it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._patience = 0

    def look_after(self, silent_s: float) -> None:
        """Take back what has expired, and settle what is too late to begin.

        ``silent_s`` is how long this worker could not look. When that is long, the store was gone for others too: those
        who live get the time to renew their leases.
        """
        if silent_s > _STORE_WAS_GONE_S:
            self._patience = _PATIENCE
        if self._patience:
            self._patience -= 1
            return
        miss_overdue()
        for order in expired():
            self._take_back(order)
        self._engine.tidy()

    def _take_back(self, order: Order) -> None:
        """On its own machine what acts for it is ended first; of another machine nobody can, and the journal knows."""
        if order.run is not None:
            end_processes(order.run)
        if order.cancel_requested_at is not None:
            self._close(order, OrderState.CANCELLED, _("取り消されたため、続きを始めませんでした。"))
        elif order.attempt >= MOST_ATTEMPTS:
            self._close(order, OrderState.ENDED, gives_up(order.attempt))
        else:
            reason = _("ワーカー「{worker}」から応答がなくなりました。続きをほかで始めます。").format(
                worker=order.worker
            )
            with transaction.atomic():
                if take_back(order, reason):
                    logger.warning("order {} taken back from {}", order.pk, order.worker)
                    self._engine.submit_again(order)

    def _close(self, order: Order, state: OrderState, reason: str) -> None:
        if give_up(order, state, reason) and order.run is not None and order.run.host == host():
            break_off(order.run, RunStatus.CANCELLED, reason)
