"""Ctrl+C and a request to terminate: the first ends the run after the item in hand, the second at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

from dxrobot.i18n import _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_STANDARD_ERROR = 2


class StopSignals:
    """Listens inside its block; only the main thread of a process can, elsewhere nothing is heard."""

    def __init__(self) -> None:
        self._heard = "\n" + _("処理中の件が終わったら止めます。もう一度押すと、すぐに止めます。") + "\n"
        self._before: dict[signal.Signals, Any] = {}
        self.asked_to_stop = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._received) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _received(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked_to_stop:
            raise KeyboardInterrupt
        self.asked_to_stop = True
        # Past everything that writes otherwise: a signal may have come in the midst of it, even of its being loaded.
        with contextlib.suppress(OSError):
            os.write(_STANDARD_ERROR, self._heard.encode(errors="replace"))
