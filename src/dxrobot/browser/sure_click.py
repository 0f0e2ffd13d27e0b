"""The click that must send what was entered and nothing else: it is held back where a field has changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from dxrobot.browser.fast_fill import Field, wanted
from dxrobot.browser.locate import candidates, locate, scope_of
from dxrobot.browser.screen import click, verify
from dxrobot.browser.scripts import script
from dxrobot.errors import NotKept
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_HOLD = script("hold(given)", "control", "find", "held")
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

    def ready() -> None:
        _hold(page, scope, [target for target, _value in fields if target.frame == button.frame])
        require_unchanged(page, fields)

    for _attempt in range(_ATTEMPTS):
        try:
            click(page, button, before=ready)
        finally:
            held = _was_held(scope)
        if not held:
            return
        require_unchanged(page, fields)  # it was only written in another way
    raise refusal([target for target, _value in fields])


def require_unchanged(page: Page, fields: Sequence[Field]) -> None:
    """Raise :class:`NotKept` naming those of ``fields`` that no longer hold their values."""
    if changed := verify(page, fields) if fields else []:
        raise refusal(changed)


def _hold(page: Page, scope: Page | Frame, targets: Sequence[Target]) -> None:
    """From now on no click gets through in ``scope`` once one of ``targets``, which all stand there, has changed."""
    given = json.dumps([wanted(target) for target in targets])
    found = scope.evaluate(_HOLD, {"targets": given, "elements": []})
    doubtful = [target for target, state in zip(targets, found, strict=True) if state == "doubt"]
    if there := [target for target in doubtful if candidates(scope, target).count()]:
        scope.evaluate(_RELEASE, None)
        scope.evaluate(_HOLD, {"targets": given, "elements": [locate(page, each).element_handle() for each in there]})


def _was_held(scope: Page | Frame) -> bool:
    try:
        return bool(scope.evaluate(_RELEASE, None))
    except PlaywrightError:  # the page, the frame or its window has gone: the click has reached it
        return False


def refusal(changed: Sequence[Target]) -> NotKept:
    """Which fields hold something else than was entered, for people."""
    names = "、".join(target.describe() for target in changed)
    return NotKept(_("入力した値が、登録する前に画面で変わりました: {fields}").format(fields=names))
