"""The engine that needs nothing beside the store: workers look for orders and take them by a conditional update."""

from __future__ import annotations

import threading

from django.db import DatabaseError, InterfaceError, connections

from dxrobot.queue.engine import Shift
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, claim_next, place

_LOOK_EVERY_S = 0.1


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
        at_work: list[threading.Thread] = []
        while shift.taking:
            at_work = [thread for thread in at_work if thread.is_alive()]
            free = len(at_work) < shift.at_once and not shift.holding
            try:
                lease = claim_next(shift.taker) if free else None
            except (DatabaseError, InterfaceError) as error:
                shift.lost_store(error)
                continue
            if lease is not None:
                at_work.append(_start(shift, lease))
            elif until_empty and not at_work:
                break
            elif len(at_work) >= shift.at_once:
                at_work[0].join(_LOOK_EVERY_S)
            else:
                shift.wait(_LOOK_EVERY_S)
        for thread in at_work:
            thread.join()


def _start(shift: Shift, lease: Lease) -> threading.Thread:
    thread = threading.Thread(target=_carry_out, args=(shift, lease), name=f"order-{lease.order}", daemon=True)
    thread.start()
    return thread


def _carry_out(shift: Shift, lease: Lease) -> None:
    try:
        shift.carry_out(lease)
    finally:
        connections.close_all()  # of this thread
