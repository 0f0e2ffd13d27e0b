"""A thread for what belongs to one thread alone, and which its owner need not wait for when it hangs."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Value = TypeVar("Value")


class OwnThread:
    """Does what it is handed one after the other.

    Unlike a pool's thread it keeps nobody: a process that ends does not wait for it.
    """

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._go, name=name, daemon=True).start()

    def submit(self, work: Callable[[], Value]) -> Future[Value]:
        """What ``work`` will come to, its exception included."""
        future: Future[Value] = Future()

        def do() -> None:
            try:
                value = work()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(value)

        self._work.put(do)
        return future

    def end(self) -> None:
        """Let the thread end after what it was handed."""
        self._work.put(None)

    def _go(self) -> None:
        while (work := self._work.get()) is not None:
            work()
