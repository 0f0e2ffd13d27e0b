"""What the browser itself will not let a form be sent with: a step, a pattern, a bound, something missing."""

from __future__ import annotations

from playwright.sync_api import Page

from dxrobot.browser.locate import locate
from dxrobot.browser.scripts import script
from dxrobot.robot.target import Target

_INVALID = script("invalidOf(given)", "validity")


def refused_fields(page: Page, button: Target) -> list[str]:
    """The fields that keep ``button`` from sending its form, each with the browser's reason and without its value.

    Raises :class:`NotOnScreen` when the button is not there.
    """
    found: list[str] = locate(page, button).evaluate(_INVALID)
    return list(dict.fromkeys(found))
