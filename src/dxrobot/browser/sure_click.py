"""The click that must send what was entered and nothing else: it is held back where a field has changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page

from dxrobot.browser.fast_fill import Field, Shown, wanted
from dxrobot.browser.locate import candidates, locate, scope_of
from dxrobot.browser.reach import uncover
from dxrobot.browser.screen import changed_among, click, verify
from dxrobot.browser.scripts import script
from dxrobot.errors import NotKept
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_HOLD = script("hold(given, more)", "control", "find", "look", "reach", "held")
_RELEASE = script("release()", "held")
_LEAVE = script("leave()", "held")
_ATTEMPTS = 2
_DISCARDING_MS = 150


def leave_field(page: Page, frames: Sequence[str]) -> None:
    """Leave the field that one is in, as a person does on the way to a button: some pages discard a value then."""
    scopes = [scope_of(page, Target(css="body", frame=frame)) for frame in {"", *frames}]
    left = [scope.evaluate(_LEAVE, None) for scope in scopes]
    if any(left):
        page.wait_for_timeout(_DISCARDING_MS)


def click_unchanged(page: Page, button: Target, fields: Sequence[Field]) -> None:
    """Press ``button`` if all ``fields`` still hold their values in the very moment of the click.

    Raises :class:`NotKept` when one does not: then the click has not reached the page.
    """
    if not fields:
        click(page, button)
        return
    scope = scope_of(page, button)

    def ready(element: Locator) -> None:
        if changed := _hold(page, element, fields, button.frame):
            raise refusal(changed)

    for _attempt in range(_ATTEMPTS):
        try:
            click(page, button, before=ready)
        finally:
            held = _was_held(scope)
        if not held:
            return
        if changed := verify(page, fields):  # else it was only written in another way
            raise refusal(changed)
    raise refusal([target for target, _value in fields])


def _hold(page: Page, button: Locator, fields: Sequence[Field], frame: str) -> list[Target]:
    """From now on no click gets through in ``frame`` once one of its ``fields`` has changed; those that have already.

    What covers the button is got out of the way.
    """
    here = [field for field in fields if field[0].frame == frame]
    given = json.dumps([wanted(target) for target, _value in here])
    held = button.evaluate(_HOLD, {"targets": given, "elements": []})
    scope = scope_of(page, Target(css="body", frame=frame))
    doubtful = [target for (target, _v), shown in zip(here, held["shown"], strict=True) if shown["state"] == "doubt"]
    if there := [target for target in doubtful if candidates(scope, target).count()]:
        scope.evaluate(_RELEASE, None)
        handles = [locate(page, each).element_handle() for each in there]
        held = button.evaluate(_HOLD, {"targets": given, "elements": handles})
    if held["cover"]:
        uncover(button, held["cover"])
        return verify(page, fields)
    seen = [Shown(**shown) for shown in held["shown"]]  # in the very step that begins to hold
    elsewhere = [field for field in fields if field[0].frame != frame]
    return changed_among(page, here, seen) + (verify(page, elsewhere) if elsewhere else [])


def _was_held(scope: Page | Frame) -> bool:
    try:
        return bool(scope.evaluate(_RELEASE, None))
    except PlaywrightError:  # the page, the frame or its window has gone: the click has reached it
        return False


def refusal(changed: Sequence[Target]) -> NotKept:
    """Which fields hold something else than was entered, for people."""
    names = "、".join(target.describe() for target in changed)
    return NotKept(_("入力した値が、登録する前に画面で変わりました: {fields}").format(fields=names))
