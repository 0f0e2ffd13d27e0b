"""Waiting for something that no event of the browser announces."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

_PAUSE_MS = 30


def wait_until(page: Page, condition: Callable[[], bool], timeout_s: float) -> bool:
    """Ask again and again until ``condition`` holds; False when it does not within ``timeout_s`` seconds.

    The browser's events (dialogs, windows, answers of the site) are heard meanwhile.
    """
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(_PAUSE_MS)
    return True
