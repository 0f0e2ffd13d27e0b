"""The longest time that one step may take: whoever exceeds it loses its browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from dxrobot.errors import InDoubt, TargetError
from dxrobot.i18n import _

_LOOK_EVERY_S = 0.5


class _Limit:
    """One step under way."""

    def __init__(self, seconds: float, end_browsers: Callable[[], None]) -> None:
        self._deadline = time.monotonic() + seconds
        self._end_browsers = end_browsers
        self.is_over = False

    def look(self) -> None:
        if not self.is_over and time.monotonic() > self._deadline:
            self.is_over = True
            self._end_browsers()


class _Watchman:
    """One thread that looks after every step of the process: starting a thread a step costs more than most steps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._limits: set[_Limit] = set()
        threading.Thread(target=self._watch, name="step limits", daemon=True).start()

    def add(self, limit: _Limit) -> None:
        with self._lock:
            self._limits.add(limit)

    def remove(self, limit: _Limit) -> None:
        with self._lock:
            self._limits.discard(limit)

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY_S)
            with self._lock:
                limits = tuple(self._limits)
            for limit in limits:
                limit.look()


@cache
def _watchman() -> _Watchman:
    return _Watchman()


@contextmanager
def step_limit(minutes: float, end_browsers: Callable[[], None]) -> Iterator[None]:
    """Call ``end_browsers`` from another thread when the block takes longer than ``minutes``.

    What the block then raises as a failure of the target says that the time was over; whether the record is in doubt
    stays as it was.
    """
    limit = _Limit(minutes * 60, end_browsers)
    _watchman().add(limit)
    try:
        yield
    except TargetError as error:
        if not limit.is_over:
            raise
        message = _("1つの手順の時間の上限({minutes:g} 分)を超えたため、ブラウザーを終わらせました。")
        kind = InDoubt if isinstance(error, InDoubt) else TargetError
        raise kind(message.format(minutes=minutes)) from error
    finally:
        _watchman().remove(limit)
