"""A list that shows no table because it has no rows, told apart from a screen that has not come or has changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Frame, Page

from dxrobot.browser.arrival import is_visible
from dxrobot.browser.frames import await_frame
from dxrobot.browser.locate import candidates
from dxrobot.browser.scripts import script
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.tables import KINDS, flat
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import NotOnScreen, TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_HEADED = script("headedTables(given).length", "table")
# With nothing on its way, a list that has shown no table for so long has none; its own sign of that is sure sooner.
_SURE_S = 2.0
_STILL_S = 0.3
# Rows of data in whatever table, none of which is part of a form.
_HAS_DATA = """tables => tables.filter(table => table.checkVisibility({ visibilityProperty: true }))
  .filter(table => !table.querySelector('input:not([type=hidden]), select, textarea'))
  .some(table => [...table.querySelectorAll('tr, [role=row]')]
    .filter(row => [...row.children].filter(cell => cell.innerText.trim()).length > 1).length > 1)"""


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a record is looked for: in ``table`` (the only one with headings if None) of the screen ``ready``.

    ``frame``: the frame that the table stands in. ``empty``: what is visible exactly when the list has no rows.
    """

    ready: Target
    frame: str = ""
    table: Target | None = None
    empty: Target | None = None


def shows_no_rows(session: BrowserSession, page: Page, listing: Listing, wanted: Mapping[str, str]) -> bool:
    """Whether the list has no rows to be read, once that is sure; False when its table is there.

    Raises :class:`TargetError` when the screen is not there, or may well show the record in another way.
    """
    scope = await_frame(page, listing.frame) if listing.frame else page
    told: list[bool] = []
    since, patience_s = time.monotonic(), _patience_s(listing)

    def has_come() -> bool:
        nonlocal since
        if _shows_table(scope, listing):
            told.append(False)
        elif not (session.watch.is_quiet and is_visible(page, listing.ready)):
            since = time.monotonic()
        elif (listing.empty is None or is_visible(page, listing.empty)) and time.monotonic() - since >= patience_s:
            told.append(True)
        return bool(told)

    if not wait_until(page, has_come, session.timeout_s + _SURE_S):
        raise _nothing_told(listing)
    if told[0] and listing.empty is None and _may_show_it(scope, listing, wanted):
        raise _nothing_told(listing)
    return told[0]


def _patience_s(listing: Listing) -> float:
    if listing.empty is not None:
        return _STILL_S
    return _SURE_S if listing.table is not None else 0.0


def _shows_table(scope: Page | Frame, listing: Listing) -> bool:
    if listing.table is not None:
        return candidates(scope, listing.table).count() > 0
    return bool(scope.locator(KINDS).evaluate_all(_HEADED))


def _may_show_it(scope: Page | Frame, listing: Listing, wanted: Mapping[str, str]) -> bool:
    """Whether another table has rows, or the values stand somewhere on the screen: its table may only have changed."""
    if listing.table is None:
        return False
    tables = scope.locator(KINDS)
    if tables.evaluate_all(_HEADED) or tables.evaluate_all(_HAS_DATA):
        return True
    shown = flat(scope.locator("body").inner_text())
    return all(flat(text) in shown for text in wanted.values())


def _nothing_told(listing: Listing) -> TargetError:
    remedy = _("一覧が0件のときに出る表示を、ロボット定義の probe に empty で書いてください。")
    if listing.empty is not None:
        remedy = _("0件のときの表示({what})も出ていません。").format(what=listing.empty.describe())
    if listing.table is None:
        return NotOnScreen(_("登録済みかを調べる一覧の画面が出ていません。"), remedy)
    return NotOnScreen(_("画面に{what}が見つかりません。").format(what=listing.table.describe()), remedy)
