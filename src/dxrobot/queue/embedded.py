"""The engine that needs nothing beside the store: workers look for orders and take them by a conditional update."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import DatabaseError, InterfaceError, connection, connections
from loguru import logger

from dxrobot.queue.engine import Shift
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, place
from dxrobot.store.taking import claim_some

_LOOK_EVERY_S = {"sqlite": 0.02, "postgresql": 0.1}
"""A look at a file costs a twentieth of a millisecond; of looks at a server all workers pay for those of the others."""


class EmbeddedEngine:
    """For one machine, or a few on one PostgreSQL."""

    def submit(self, order: Order) -> None:
        """Write a new order down."""
        place(order)

    def submit_again(self, order: Order) -> None:
        """An order that waits is found as it is."""

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
        while shift.taking:
            at_work = {order for order in at_work if not order.done()}
            free = 0 if shift.holding else shift.at_once - len(at_work)
            try:
                leases = claim_some(shift.taker, free) if free else []
            except (DatabaseError, InterfaceError) as error:
                shift.lost_store(error)
                continue
            if leases:
                at_work.update(threads.submit(_carry_out, shift, lease) for lease in leases)
            elif until_empty and not at_work:
                break
            elif len(at_work) >= shift.at_once:
                wait(at_work, look_every_s, return_when=FIRST_COMPLETED)
            else:
                shift.wait(look_every_s)


def _carry_out(shift: Shift, lease: Lease) -> None:
    try:
        shift.carry_out(lease)
    except (DatabaseError, InterfaceError) as error:  # the order's lease runs out, and others see that
        logger.warning("order {}: {}", lease.order, type(error).__name__)
        connections.close_all()  # of this thread, which serves further orders
    except Exception as error:  # one order shall not end the worker
        logger.opt(exception=error).critical("order {}", lease.order)
