"""The heartbeat of a run, on a thread of its own: it tells that the run is at work and hears that it is to stop."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections
from loguru import logger

from dxrobot.store.models import Run
from dxrobot.store.run_rows import beat

_EVERY_S = 2.0


class Pulse:
    """Beats as long as its block is not left; ``asked_to_stop`` once somebody has cancelled the run."""

    def __init__(self, run: Run, every_s: float = _EVERY_S) -> None:
        self._run = run
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)
        self.asked_to_stop = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._every_s):
                self._once()
        finally:
            connections.close_all()  # of this thread

    def _once(self) -> None:
        """A beat that the database refuses is no reason to end a run: its own writes will tell."""
        try:
            self.asked_to_stop = beat(self._run)
        except DatabaseError as error:
            logger.warning("run {}: no heartbeat: {}", self._run.name, type(error).__name__)
