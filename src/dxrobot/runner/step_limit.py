"""The longest time that one step may take: whoever exceeds it loses its browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dxrobot.errors import InDoubt, TargetError
from dxrobot.i18n import _


@contextmanager
def step_limit(minutes: float, end_browsers: Callable[[], None]) -> Iterator[None]:
    """Call ``end_browsers`` from another thread when the block takes longer than ``minutes``.

    What the block then raises as a failure of the target says that the time was over; whether the record is in doubt
    stays as it was.
    """
    over = threading.Event()

    def end() -> None:
        over.set()
        end_browsers()

    timer = threading.Timer(minutes * 60, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except TargetError as error:
        if not over.is_set():
            raise
        message = _("1つの手順の時間の上限({minutes:g} 分)を超えたため、ブラウザーを終わらせました。")
        kind = InDoubt if isinstance(error, InDoubt) else TargetError
        raise kind(message.format(minutes=minutes)) from error
    finally:
        timer.cancel()
