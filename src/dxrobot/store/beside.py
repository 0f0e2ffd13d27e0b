"""What is done again and again beside a run, on a thread and a connection of its own."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from django.db import connections


class Beside(ABC):
    """Does :meth:`once` every ``every_s`` seconds, from ``with`` until the block is left or it answers False."""

    def __init__(self, name: str, every_s: float) -> None:
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def is_over(self) -> bool:
        """Whether the block is being left."""
        return self._over.is_set()

    @abstractmethod
    def once(self) -> bool:
        """Do it; False when it need not be done again."""

    def _repeat(self) -> None:
        try:
            while not self._over.wait(self._every_s) and self.once():
                pass
        finally:
            connections.close_all()  # of this thread
