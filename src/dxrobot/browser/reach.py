"""What lies over a thing to be pressed: a calendar that is still open, a notice, a veil."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

# Tag and mark only: what a page writes on a cover may be personal data.
_COVER = """element => {
  element.scrollIntoViewIfNeeded();
  const place = element.getClientRects()[0];
  if (!place) return '';
  const [x, y] = [place.left + place.width / 2, place.top + place.height / 2];
  let over = element.getRootNode().elementFromPoint(x, y);
  if (!over || element.contains(over) || over.contains(element)) return '';
  const mark = e => e.getAttribute('aria-label') || e.id || e.getAttribute('role') || '';
  const tag = over.tagName.toLowerCase();
  while (!mark(over) && over.parentElement && !over.parentElement.contains(element)) over = over.parentElement;
  return mark(over) ? over.tagName.toLowerCase() + ' ' + mark(over) : tag;
}"""
_LEAVE_FIELD = """element => {
  const focused = element.ownerDocument.activeElement;
  if (focused && focused.matches('input, select, textarea')) focused.blur();
}"""
# Escape would close the dialog as well in which the thing itself stands.
_IN_DIALOG = "element => !!element.closest('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]')"
_ASKING_MS = 500
# What covers a thing for a moment (a page being drawn, a notice that fades) is gone by then.
_PASSING_MS = 1000


def uncover(element: Locator) -> None:
    """Get at a covered ``element`` as a person would: leave the field, wait a moment, press Escape once."""
    with contextlib.suppress(PlaywrightError):  # the click that follows says what is wrong
        if not cover_of(element):
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
