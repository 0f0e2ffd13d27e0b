"""What lies over a thing to be pressed: a calendar that is still open, a notice, a veil."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from dxrobot.browser.scripts import script

_COVER = script("coverOf(given)", "reach")
_LEAVE_FIELD = """element => {
  const focused = element.ownerDocument.activeElement;
  if (focused && focused.matches('input, select, textarea')) focused.blur();
}"""
# Escape would close the dialog as well in which the thing itself stands.
_IN_DIALOG = "element => !!element.closest('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]')"
_ASKING_MS = 500
# What covers a thing for a moment (a page being drawn, a notice that fades) is gone by then.
_PASSING_MS = 1000


def uncover(element: Locator, cover: str | None = None) -> None:
    """Get at a covered ``element`` as a person would: leave the field, wait a moment, press Escape once.

    ``cover`` is what :func:`cover_of` has just said, if it was asked.
    """
    with contextlib.suppress(PlaywrightError):  # the click that follows says what is wrong
        if not (cover_of(element) if cover is None else cover):
            return
        element.evaluate(_LEAVE_FIELD, timeout=_ASKING_MS)
        if not _passes(element) and not element.evaluate(_IN_DIALOG, timeout=_ASKING_MS):
            element.page.keyboard.press("Escape")


def cover_of(element: Locator) -> str:
    """Tag and mark of what covers ``element``, never its words; empty when nothing does or it cannot be told."""
    try:
        return str(element.evaluate(_COVER, timeout=_ASKING_MS))
    except PlaywrightError:
        return ""


def _passes(element: Locator) -> bool:
    try:
        element.click(trial=True, timeout=_PASSING_MS)
    except PlaywrightError:
        return not cover_of(element)
    return True
