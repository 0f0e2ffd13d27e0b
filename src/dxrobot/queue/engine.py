"""What brings an order from who wants it to a worker that carries it out."""

from __future__ import annotations

from typing import Protocol

from dxrobot.store.models import Order
from dxrobot.store.orders import Lease
from dxrobot.store.taking import Taker

DEFAULT_QUEUE = "default"
"""Where orders go that name no queue, and what workers serve that name none."""
BROWSER = "browser"
"""What a machine with a browser is able to do (``Order.needs``)."""


class Shift(Protocol):
    """A worker at work, as an engine sees it."""

    @property
    def taker(self) -> Taker:
        """Who takes the orders, and which."""

    @property
    def at_once(self) -> int:
        """How many orders it carries out at once."""

    @property
    def taking(self) -> bool:
        """Whether it takes further orders; False for good once it is to end."""

    @property
    def holding(self) -> bool:
        """Whether it takes none for the time being."""

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it is to end."""

    def lost_store(self, error: Exception) -> None:
        """Take notice that the store does not answer, and wait a while."""

    def carry_out(self, lease: Lease) -> None:
        """Carry an order out to its end, whatever happens; called on a thread of its own."""


class Engine(Protocol):
    """Embedded in the store, or a queue on a database server; both keep the orders themselves in the store."""

    def submit(self, *orders: Order) -> None:
        """Write new orders down and have them carried out, both in the caller's transaction."""

    def submit_again(self, order: Order) -> None:
        """Have an order carried out that has come back to waiting, in the caller's transaction."""

    def cancel(self, order: Order) -> None:
        """Forget an order that was cancelled while it waited."""

    def tidy(self) -> None:
        """Do away with what dead workers have left in the engine."""

    def work(self, shift: Shift, *, until_empty: bool = False) -> None:
        """Hand orders to ``shift`` until it takes none any more, or none is left; those in hand are finished."""
