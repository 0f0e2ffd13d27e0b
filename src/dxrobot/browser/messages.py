"""What a page tells a person: errors beside its fields and above its form, in every frame."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page

from dxrobot.browser.frames import find_frame
from dxrobot.browser.locate import candidates
from dxrobot.browser.scripts import script
from dxrobot.robot.target import Target

_MESSAGES = (
    ".errornote, .errorlist, [role=alert], [aria-live=assertive], .alert-danger, .invalid-feedback, "
    ".error-message, .field-error, .messagelist .error, .messagelist .warning"
)
# The innermost element is the message; the caption nearest to it says which field is meant, unless inputs of several
# fields stand as near (parts of one field are called name_0, name_1, …).
_MESSAGE_TEXTS = """elements => {
  const fields = place => new Set([...place.querySelectorAll('input:not([type=hidden]), select, textarea')]
    .map(e => e.name.replace(/_\\d+$/, '')));
  const caption = e => {
    if (!e.matches('.errorlist, .invalid-feedback, .field-error')) return '';
    for (let place = e; place && fields(place).size < 2; place = place.parentElement) {
      const found = place.querySelector('label, legend, th');
      if (found) return found.innerText.replace(/[\\s:\\uff1a]+$/, '') + ': ';
    }
    return '';
  };
  return elements
    .filter(e => e.getClientRects().length && !elements.some(other => other !== e && e.contains(other)))
    .flatMap(e => (e.matches('ul') ? [...e.children] : [e]).map(line => [caption(e), line.innerText.trim()]))
    .filter(([, text]) => text).map(([field, text]) => field + text);
}"""

_SEEN = script("seen()", "messages")
_NEW_ERRORS = script("newErrors(given)", "messages")
_SHOWN_AT_MOST = 5
_LONGEST = 200


def page_messages(page: Page) -> list[str]:
    """Errors that the page shows now, each with the field it stands at: ``氏名: このフィールドは必須です。``"""
    found: list[str] = []
    for frame in page.frames:
        with contextlib.suppress(PlaywrightError):  # a frame may be on its way to another page
            found += frame.locator(_MESSAGES).evaluate_all(_MESSAGE_TEXTS)
    return list(dict.fromkeys(found))


def messages_in(scope: Page | Frame) -> Locator:
    """The places in ``scope`` where such errors can be seen now."""
    return scope.locator(_MESSAGES).filter(visible=True)


def declared_messages(page: Page, places: Sequence[Target]) -> list[str]:
    """What can be seen now in the ``places`` where the site is known to tell errors, in every frame unless they name
    one."""
    found: list[str] = []
    for place in places:
        named = find_frame(page, place.frame) if place.frame else None
        for frame in ([named] if named else []) if place.frame else page.frames:
            with contextlib.suppress(PlaywrightError):
                found += candidates(frame, place).filter(visible=True).all_inner_texts()
    told = (" ".join(text.split())[:_LONGEST] for text in found)
    return list(dict.fromkeys(text for text in told if text))


def texts_of(page: Page) -> frozenset[str]:
    """Every text that can be seen now, in every frame."""
    found: list[str] = []
    for frame in page.frames:
        with contextlib.suppress(PlaywrightError):
            found += frame.evaluate(_SEEN)
    return frozenset(found)


def new_errors(page: Page, before: Collection[str]) -> list[str]:
    """What can be seen now, was not there ``before`` and looks like an error: by its role, class, colour or words."""
    found: list[str] = []
    for frame in page.frames:
        with contextlib.suppress(PlaywrightError):
            found += frame.evaluate(_NEW_ERRORS, list(before))
    return list(dict.fromkeys(found))[:_SHOWN_AT_MOST]
