"""Pressing something, with all that may come of it: boxes to answer, windows that close, frames that change."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from dxrobot.browser.dialogs import DialogMissing
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.waiting import wait_until
from dxrobot.robot.dialog import DialogAnswer

# After an alert that nobody expected, the page had its say: an expected box would follow at once.
_AFTER_ALERT_S = 1.0
# That another frame goes elsewhere, or that the window closes, is told a moment after the click.
_NEWS_MS = 60


def press(session: BrowserSession, page: Page, act: Callable[[], None], answers: Sequence[DialogAnswer] = ()) -> None:
    """Press something by ``act``, answer the boxes that follow, and wait for what it leads to.

    Raises :class:`DialogMissing` when an expected box does not come. The window may have closed afterwards.
    """
    session.dialogs.expect(answers)
    try:
        act()
    except PlaywrightError:
        if not page.is_closed() or not session.windows.number:
            raise
    await_answered(session)
    if session.windows.several or len(page.frames) > 1:
        with contextlib.suppress(PlaywrightError):  # the window may close of itself
            page.wait_for_timeout(_NEWS_MS)
            wait_until(page, lambda: not session.watch.is_navigating, session.timeout_s)


def await_answered(session: BrowserSession) -> None:
    """Wait until every expected box has come and is answered; raises :class:`DialogMissing`."""
    dialogs = session.dialogs
    alerted: list[float] = []

    def is_over() -> bool:
        if dialogs.heard:
            alerted.append(time.monotonic())
        return not dialogs.awaited or bool(alerted and time.monotonic() - alerted[0] > _AFTER_ALERT_S)

    if dialogs.awaited:
        wait_until(session.windows.current, is_over, session.timeout_s)
    if dialogs.awaited:
        raise DialogMissing(dialogs.awaited[0])
