"""The click that must send what was entered and nothing else: it is held back where a field has changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

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
_HOLD_FOUND = script("holdFound(given)", "control", "find", "look", "reach", "held")
_RELEASE = script("release()", "held")
_LEAVE = script("leave()", "held")
_LAST_LOOK = script("lastLook(JSON.parse(given))", "control", "find", "look", "validity", "held")
_ATTEMPTS = 2


def leave_field(page: Page, frames: Sequence[str]) -> bool:
    """Leave the field that one is in, as a person does on the way to a button; returns whether one was in any."""
    scopes = [scope_of(page, Target(css="body", frame=frame)) for frame in {"", *frames}]
    left = [scope.evaluate(_LEAVE, None) for scope in scopes]
    return any(left)


@dataclass(frozen=True, slots=True)
class LastLook:
    """What a page shows once the field that one was in has been left."""

    left: bool
    """Whether there was such a field: then the page may be about to change values."""
    changed: list[Target]
    refused: list[str] | None
    """As :func:`refused_fields` tells it; None where only that can tell."""


def look_last(page: Page, button: Target, fields: Sequence[Field]) -> LastLook | None:
    """Leave the field and look, all in one step; None where the ``fields`` are not all in the frame of ``button``."""
    if any(target.frame != button.frame for target, _value in fields):
        return None
    given = {"targets": [wanted(target) for target, _value in fields], "button": wanted(button)}
    found = scope_of(page, button).evaluate(_LAST_LOOK, json.dumps(given))
    changed = changed_among(page, fields, [Shown(**shown) for shown in found["shown"]])
    refused = found["refused"]
    return LastLook(found["left"], changed, None if refused is None else list(dict.fromkeys(refused)))


def click_unchanged(page: Page, button: Target, fields: Sequence[Field]) -> None:
    """Press ``button`` if all ``fields`` still hold their values in the very moment of the click.

    Raises :class:`NotKept` when one does not: then the click has not reached the page.
    """
    if not fields:
        click(page, button)
        return
    scope = scope_of(page, button)

    def ready(element: Locator) -> None:
        if changed := _hold(page, button, element, fields):
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


def _hold(page: Page, button: Target, element: Locator, fields: Sequence[Field]) -> list[Target]:
    """From now on no click gets through in the button's frame once one of the ``fields`` there has changed.

    Returns those that have already. What covers the button, which ``element`` is, is got out of the way.
    """
    here = [field for field in fields if field[0].frame == button.frame]
    given = json.dumps([wanted(target) for target, _value in here])
    scope = scope_of(page, button)
    sought = {"targets": given, "elements": [], "button": json.dumps(wanted(button))}
    held = scope.evaluate(_HOLD_FOUND, sought) or element.evaluate(_HOLD, {"targets": given, "elements": []})
    doubtful = [target for (target, _v), shown in zip(here, held["shown"], strict=True) if shown["state"] == "doubt"]
    if there := [target for target in doubtful if candidates(scope, target).count()]:
        scope.evaluate(_RELEASE, None)
        handles = [locate(page, each).element_handle() for each in there]
        held = element.evaluate(_HOLD, {"targets": given, "elements": handles})
    if held["cover"]:
        uncover(element, held["cover"])
        return verify(page, fields)
    seen = [Shown(**shown) for shown in held["shown"]]  # in the very step that begins to hold
    elsewhere = [field for field in fields if field[0].frame != button.frame]
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
