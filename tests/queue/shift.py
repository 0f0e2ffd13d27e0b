"""A shift that carries orders out by itself, in no time, so that what an engine does is seen alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from dxrobot.items import OrderState
from dxrobot.queue.engine import Engine
from dxrobot.store.models import Order
from dxrobot.store.orders import Lease, settle
from dxrobot.store.taking import Taker

LIMITS = {"narrow": 1}


def settled(lease: Lease) -> None:
    assert settle(lease, OrderState.ENDED)


class TestShift:
    """Counts what it carries out; ``work`` does it."""

    __test__ = False

    def __init__(
        self,
        *queues: str,
        at_once: int = 1,
        abilities: frozenset[str] = frozenset(),
        work: Callable[[Lease], None] = settled,
        name: str = "w",
    ) -> None:
        self.taker = Taker(name, "pc", queues or ("default",), abilities, LIMITS)
        self.at_once = at_once
        self.holding = False
        self.over = threading.Event()
        self.done: list[str] = []
        self.errors: list[Exception] = []
        self._work = work
        self._lock = threading.Lock()

    @property
    def taking(self) -> bool:
        return not self.over.is_set()

    def wait(self, seconds: float) -> None:
        self.over.wait(seconds)

    def lost_store(self, error: Exception) -> None:
        self.errors.append(error)
        connections.close_all()
        self.over.wait(0.2)

    def carry_out(self, lease: Lease) -> None:
        self._work(lease)
        with self._lock:
            self.done.append(Order.objects.get(id=lease.order).scenario)

    @contextmanager
    def at_work(self, engine: Engine) -> Iterator[None]:
        """Working on a thread of its own as long as the block is not left."""

        def work() -> None:
            try:
                engine.work(self)
            finally:
                connections.close_all()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join(60)
        assert not thread.is_alive()


def until(true: Callable[[], bool], seconds: float = 90) -> None:
    """Wait for what is about to come true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)
