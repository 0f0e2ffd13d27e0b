"""Waiting for a screen: it is shown, the site refuses, or the site has signed the robot out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import reduce

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.browser.frames import find_frame, no_frame
from dxrobot.browser.locate import candidates, is_there, locate
from dxrobot.browser.messages import messages_in, page_messages
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.target import Target

# What has no height, or is scrolled out of view, still stands on the screen.
_IS_RENDERED = "element => element.checkVisibility({visibilityProperty: true})"


class Arrival(Enum):
    """What came when a screen was waited for."""

    SHOWN = "shown"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Expiry:
    """How a session that has ended looks: some frame shows ``sign`` and not ``unless`` beside it."""

    sign: Target
    unless: Target | None = None

    def is_shown(self, page: Page) -> bool:
        """Whether the site has signed the robot out."""
        signs = _frames_showing(page, self.sign)
        beside = _frames_showing(page, self.unless) if signs and self.unless is not None else []
        return any(frame not in beside for frame in signs)


def await_screen(
    page: Page,
    ready: Target,
    expiry: Expiry | None,
    timeout_s: float,
    refused: Callable[[Page], bool] | None = None,
) -> Arrival:
    """Wait until ``ready`` can be seen, or an error of the site, or the sign of an ended session instead.

    ``refused``: whether the page shows an error of a kind that only its robot knows. Raises :class:`TargetError` when
    none of them comes within ``timeout_s`` seconds, or ``ready`` stays hidden or means several things.
    """
    told = expiry is not None and expiry.unless is None
    if len(page.frames) == 1 and not ready.frame and refused is None:
        if not told and is_there(page, ready):
            return Arrival.SHOWN
        signs = [candidates(page, ready), messages_in(page), *([candidates(page, expiry.sign)] if expiry else [])]
        try:
            reduce(Locator.or_, signs).filter(visible=True).first.wait_for(timeout=timeout_s * 1000)
        except PlaywrightTimeoutError:
            timeout_s = 0.0  # what follows only says what is missing
    come: list[Arrival] = []

    def has_come() -> bool:
        come[:] = _arrived(page, ready, expiry)
        if not come and refused is not None and refused(page):
            come.append(Arrival.REFUSED)
        return bool(come)

    if wait_until(page, has_come, timeout_s) and (come[0] is not Arrival.SHOWN or is_there(page, ready)):
        return come[0]
    if ready.frame and find_frame(page, ready.frame) is None:
        raise no_frame(ready.frame)
    if not locate(page, ready, waits=False).evaluate(_IS_RENDERED):
        raise TargetError(
            _("画面に{what}はありますが、隠れたままで見えません。").format(what=ready.describe()),
            _("ready には、その画面で目に見えるもの(見出しなど)を書いてください。"),
        )
    return Arrival.SHOWN


def is_visible(page: Page, target: Target) -> bool:
    """Whether ``target`` can be seen now, in its frame or else in the page itself."""
    frame = find_frame(page, target.frame) if target.frame else page.main_frame
    return frame is not None and _shows(frame, target)


def shows_text(page: Page, text: str) -> bool:
    """Whether ``text`` can be seen now in some frame of the page."""
    for frame in page.frames:
        with contextlib.suppress(PlaywrightError):
            if frame.get_by_text(text).filter(visible=True).count():
                return True
    return False


def expect_text(page: Page, text: str, timeout_s: float) -> None:
    """Wait until ``text`` can be seen in some frame; raises :class:`TargetError` if it does not come in time."""
    if len(page.frames) == 1:
        with contextlib.suppress(PlaywrightTimeoutError):
            page.get_by_text(text).filter(visible=True).first.wait_for(timeout=timeout_s * 1000)
            return
    elif wait_until(page, lambda: shows_text(page, text), timeout_s):
        return
    message = _("画面に「{text}」が表示されませんでした。").format(text=redactor.scrub(text))
    raise TargetError(message, " / ".join(map(redactor.scrub, page_messages(page))))


def _arrived(page: Page, ready: Target, expiry: Expiry | None) -> list[Arrival]:
    """What has come by now, if anything; an ended session goes before what its page says about it."""
    told = expiry is not None and expiry.unless is None  # a sign of its own may lie over the screen
    if expiry is not None and told and expiry.is_shown(page):
        return [Arrival.EXPIRED]
    if is_visible(page, ready):
        return [Arrival.SHOWN]
    if expiry is not None and expiry.is_shown(page):
        return [Arrival.EXPIRED]
    frame = find_frame(page, ready.frame) if ready.frame else page.main_frame
    with contextlib.suppress(PlaywrightError):
        if frame is not None and messages_in(frame).count():
            return [Arrival.REFUSED]
    return []


def _frames_showing(page: Page, target: Target) -> list[Frame]:
    """The frames in which ``target`` can be seen now: its own, or any where it names none."""
    named = find_frame(page, target.frame) if target.frame else None
    frames = [named] if named is not None else [] if target.frame else page.frames
    return [frame for frame in frames if _shows(frame, target)]


def _shows(frame: Frame, target: Target) -> bool:
    with contextlib.suppress(PlaywrightError):  # a frame may be on its way to another page
        return candidates(frame, target).filter(visible=True).count() > 0
    return False
