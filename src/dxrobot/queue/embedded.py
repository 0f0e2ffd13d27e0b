"""The engine that needs nothing beside the store: workers look for orders and take them by a conditional update."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import DatabaseError, InterfaceError, connection, connections
from loguru import logger

from dxrobot.queue.engine import Shift
from dxrobot.queue.lookout import Lookout, Waiting, tell_lookouts
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, place
from dxrobot.store.taking import claim_some

_LOOK_EVERY_S = {"sqlite": 0.02, "postgresql": 0.1}
"""A look at a file costs a twentieth of a millisecond; at a server the lookout looks for all."""


class _Watching:
    """An idle worker that is told of nothing."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def wait(self, seconds: float) -> None:
        self._shift.wait(seconds)

    def leave(self) -> None:
        """It stands in nobody's way."""


class EmbeddedEngine:
    """For one machine, or a few on one PostgreSQL."""

    def submit(self, *orders: Order) -> None:
        """Write new orders down, and tell who looks out for them."""
        place(*orders)
        _tell_of_it()

    def submit_again(self, order: Order) -> None:  # noqa: ARG002 - an order that waits is found as it is
        """Tell who looks out for it."""
        _tell_of_it()

    def cancel(self, order: Order) -> None:
        """An order that does not wait is not found."""

    def tidy(self) -> None:
        """The dead leave nothing but their orders."""

    def work(self, shift: Shift, *, until_empty: bool = False) -> None:
        """Look for orders as long as there is a place free."""
        with ThreadPoolExecutor(shift.at_once, thread_name_prefix="order") as threads:
            self._look(shift, threads, until_empty=until_empty)

    def _look(self, shift: Shift, threads: ThreadPoolExecutor, *, until_empty: bool) -> None:
        at_work: set[Future[None]] = set()
        look_every_s = _LOOK_EVERY_S[connection.vendor]
        idle: Waiting = Lookout(shift.taker) if connection.vendor == "postgresql" else _Watching(shift)
        while shift.taking:
            at_work = {order for order in at_work if not order.done()}
            free = 0 if shift.holding else shift.at_once - len(at_work)
            try:
                if not free:
                    idle.leave()
                leases = claim_some(shift.taker, free) if free else []
                at_work.update(threads.submit(_carry_out, shift, lease) for lease in leases)
                if until_empty and not at_work:
                    break
                if free and not leases:
                    idle.wait(look_every_s)
            except (DatabaseError, InterfaceError) as error:
                shift.lost_store(error)
                continue
            if not free:
                _rest(shift, at_work, look_every_s)
        idle.leave()


def _tell_of_it() -> None:
    if connection.vendor == "postgresql":
        tell_lookouts()


def _rest(shift: Shift, at_work: set[Future[None]], seconds: float) -> None:
    """Wait for a place to become free, or for what keeps the worker from taking anything to be over."""
    if at_work:
        wait(at_work, seconds, return_when=FIRST_COMPLETED)
    else:
        shift.wait(seconds)


def _carry_out(shift: Shift, lease: Lease) -> None:
    try:
        shift.carry_out(lease)
    except (DatabaseError, InterfaceError) as error:  # the order's lease runs out, and others see that
        logger.warning("order {}: {}", lease.order, type(error).__name__)
        connections.close_all()  # of this thread, which serves further orders
    except Exception as error:  # one order shall not end the worker
        logger.opt(exception=error).critical("order {}", lease.order)
