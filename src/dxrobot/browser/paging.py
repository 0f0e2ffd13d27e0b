"""Long lists: the same table page after page, until there is no next page."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from dxrobot.browser.arrival import is_visible
from dxrobot.browser.failures import timed_out
from dxrobot.browser.locate import locate
from dxrobot.browser.origins import host_of
from dxrobot.browser.press import press
from dxrobot.browser.screen import click
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.tables import Table
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_MOST_PAGES = 2_000
# A list that has not changed by then, with nothing under way, is at its end.
_QUIET_S = 0.5
# The same for a row that is looked for.
_LATE_S = 1.0
_IS_OFF = """e => e.matches(':disabled, [aria-disabled=true]')
  || !!e.closest('[aria-disabled=true], .disabled, fieldset:disabled')
  || getComputedStyle(e).pointerEvents === 'none'"""


def pages_of(
    session: BrowserSession, page: Page, read: Callable[[], Table], next_page: Target | None
) -> Iterator[Table]:
    """What ``read`` gives on this page and on each page that ``next_page`` leads to, never the same one twice.

    Raises :class:`TargetError` when the site does not answer in time, or the list has no end.
    """
    seen: list[Table] = []
    table = _settled(session, page, read)
    while table not in seen:
        seen.append(table)
        if len(seen) > _MOST_PAGES:
            raise TargetError(_("一覧のページが {count} を超えても終わりません。").format(count=_MOST_PAGES))
        yield table
        if next_page is None or not _can_go_on(page, next_page):
            return
        press(session, page, lambda: click(page, next_page))
        table = _changed(session, page, read, table)


def await_row(session: BrowserSession, page: Page, read: Callable[[], Table], wanted: Mapping[str, str]) -> None:
    """Wait until what ``read`` gives has a row that is ``wanted``, or nothing is under way any more."""
    quiet_since = time.monotonic()

    def is_over() -> bool:
        nonlocal quiet_since
        if not session.watch.is_quiet:
            quiet_since = time.monotonic()
        with contextlib.suppress(PlaywrightError, TargetError):  # told when the row is used
            if read().matching(wanted):
                return True
        return time.monotonic() - quiet_since > _LATE_S

    wait_until(page, is_over, session.timeout_s)


def _can_go_on(page: Page, next_page: Target) -> bool:
    return is_visible(page, next_page) and not locate(page, next_page).evaluate(_IS_OFF)


def _changed(session: BrowserSession, page: Page, read: Callable[[], Table], before: Table) -> Table:
    """The next page of the list, or the same one when nothing changes and nothing is under way."""
    quiet_since = [time.monotonic()]

    def is_over() -> bool:
        if not session.watch.is_quiet:
            quiet_since[0] = time.monotonic()
        with contextlib.suppress(PlaywrightError):  # on its way to the next page
            if read() != before:
                return True
        return time.monotonic() - quiet_since[0] > _QUIET_S

    if not wait_until(page, is_over, session.timeout_s + _QUIET_S):
        raise timed_out(host_of(page.url))
    return _settled(session, page, read)


def _settled(session: BrowserSession, page: Page, read: Callable[[], Table]) -> Table:
    """The table once no answer is awaited any more, and it looks the same twice after the last one."""
    if session.watch.is_quiet:
        return read()
    wait_until(page, lambda: session.watch.is_quiet, session.timeout_s)
    last = [read()]

    def is_still() -> bool:
        before, last[0] = last[0], read()
        return last[0] == before

    wait_until(page, is_still, session.timeout_s)
    return last[0]
