"""Waiting for something that no event of the browser announces."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from playwright.sync_api import Page

# What comes at once is not kept waiting; what takes long is not asked for all the time, which keeps the page busy too.
_PAUSES_MS = (4, 8, 15, 30, 30, 30)
_PAUSE_MS = 60


def wait_until(page: Page, condition: Callable[[], bool], timeout_s: float) -> bool:
    """Ask again and again until ``condition`` holds; False when it does not within ``timeout_s`` seconds.

    The browser's events (dialogs, windows, answers of the site) are heard meanwhile.
    """
    deadline = time.monotonic() + timeout_s
    for pause_ms in itertools.chain(_PAUSES_MS, itertools.repeat(_PAUSE_MS)):
        if condition():
            break
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(pause_ms)
    return True
