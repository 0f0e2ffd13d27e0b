"""One attempt of an order, in a process of its own: its run is started or continued, its lease kept, its end told."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connections
from loguru import logger

from dxrobot.actions.progress import Progress
from dxrobot.app.order_ends import STORE_REST_S, drained, over_limit
from dxrobot.app.run_result import RunResult
from dxrobot.app.running import DefinitionsChanged, resume_run, run_scenario
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError, StoreLost
from dxrobot.i18n import _
from dxrobot.items import Mode, OrderState, RunStatus
from dxrobot.queue.children import Stop
from dxrobot.runner.options import RunOptions
from dxrobot.store.beside import Beside
from dxrobot.store.models import Order
from dxrobot.store.orders import RENEW_EVERY_S, Lease, OrderLost, find_order, put_back, renew, settle
from dxrobot.store.processes import end_processes
from dxrobot.store.run_rows import has_open_items
from dxrobot.store.setup import storing

_SILENT = Progress(lambda _kind, _done, _total: None)


class LeaseKeeper(Beside):
    """Renews a lease until its block is left; ``lost`` is called if it cannot.

    A database that does not answer loses nothing: nobody else can take the order either.
    """

    def __init__(self, lease: Lease, stop: StopWord, lost: Callable[[], None]) -> None:
        super().__init__("lease", RENEW_EVERY_S)
        self._lease, self._stop, self._lost = lease, stop, lost

    def once(self) -> bool:
        """Renew it once; False when it is lost."""
        if self._stop.is_unheard():  # perhaps that the worker is gone: whoever continues shall not wait for us
            return True
        if self._renewed() or self.is_over:
            return True
        self._lost()
        return False

    def _renewed(self) -> bool:
        try:
            return renew(self._lease)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("order {}: lease not renewed: {}", self._lease.order, type(error).__name__)
            connections.close_all()
            return True


class StopWord:
    """Whether, and why, the worker wants the order to stop after the item in hand."""

    def __init__(self, is_unheard: Callable[[], bool]) -> None:
        self.is_unheard = is_unheard
        """Whether the worker has said something that is not heard yet, or is gone."""
        self.heard: Stop | None = None
        self.abandoned = False
        """Whether this process is about to be ended: what fails meanwhile, since its browsers are gone, is no end."""

    def asked_to_stop(self) -> bool:
        """Whether it does."""
        return self.heard is not None


def carry_out_order(workspace: Workspace, lease: Lease, stop: StopWord, lost: Callable[[], None]) -> None:
    """Carry out the order of ``lease`` and write down how it ended; ``lost`` ends this process at once."""
    try:
        with storing():
            if not renew(lease):
                return
            with LeaseKeeper(lease, stop, lost):
                _attempt(workspace, lease, stop)
    except OrderLost as error:
        logger.warning("{}", error)
    except StoreLost as error:
        logger.opt(exception=error).error("order {}: the store was lost", lease.order)
        _put_back_later(lease, str(error))


def _attempt(workspace: Workspace, lease: Lease, stop: StopWord) -> None:
    order = find_order(lease.order)
    try:
        result = _run(workspace, order, lease, stop)
        if stop.abandoned:
            return
    except (StoreLost, OrderLost):
        raise
    except DxrobotError as error:
        logger.opt(exception=error).error("order {} refused", lease.order)
        if not stop.abandoned:
            settle(lease, OrderState.REFUSED, str(error))
        return
    if result is None:
        settle(lease, OrderState.ENDED, _("実行は、前の回で終わっていました。"))
    elif result.store_lost:
        put_back(lease, result.message, STORE_REST_S)
    else:
        _tell_end(lease, result, stop.heard, limit_minutes=order.limit_minutes)


def _run(workspace: Workspace, order: Order, lease: Lease, stop: StopWord) -> RunResult | None:
    """The order's run, started or continued; None when an earlier attempt brought it to its end."""
    mode = Mode(order.mode)
    options = RunOptions(on_production=mode is Mode.PRODUCTION, lease=lease, asked_to_stop=stop.asked_to_stop)
    run = order.run
    if run is not None:
        if run.status == RunStatus.FINISHED and not has_open_items(run):
            return None
        end_processes(run)
        try:
            return resume_run(workspace, run.name, "", {}, _SILENT, options)
        except DefinitionsChanged:  # started anew, nothing is entered twice
            logger.warning("order {}: definitions have changed since {} began", order.pk, run.name)
    return run_scenario(workspace, order.scenario, order.inputs, mode, _SILENT, options)


def _tell_end(lease: Lease, result: RunResult, stop: Stop | None, limit_minutes: float) -> None:
    if stop is None or result.status in (RunStatus.FINISHED, RunStatus.WAITING):
        settle(lease, OrderState.ENDED, result.message)
    elif stop is Stop.DRAIN:
        put_back(lease, drained())
    elif stop is Stop.LIMIT:
        settle(lease, OrderState.ENDED, over_limit(limit_minutes))
    else:
        settle(lease, OrderState.CANCELLED, result.message)


def _put_back_later(lease: Lease, reason: str) -> None:
    """Give the order back as soon as the store is there again; if that takes too long, others see its lease run out."""
    for _try in range(3):
        try:
            put_back(lease, reason, STORE_REST_S)
            return
        except (DatabaseError, InterfaceError):
            connections.close_all()
            time.sleep(1)
