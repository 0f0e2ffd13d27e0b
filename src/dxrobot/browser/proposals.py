"""Fields that propose entries while one types: the entry is chosen among them, as a person would."""

from __future__ import annotations

import re

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.robot.model import ScreenField
from dxrobot.robot.target import Target

# Lists of proposals as ARIA has them, and as libraries from before ARIA make them.
_ENTRIES = "[role=option], .ui-menu-item, .autocomplete-suggestion, .tt-suggestion, .ac_results li"
_LIST_OF = "e => e.getAttribute('aria-controls') || e.getAttribute('aria-owns') || ''"


def proposes(target: Target) -> bool:
    """Whether the robot says that the field proposes entries."""
    return isinstance(target, ScreenField) and target.kind == "autocomplete"


def choose_proposal(control: Locator, target: Target, value: str) -> None:
    """Type ``value`` and choose it among what the page then proposes; a blank one empties the field.

    Raises :class:`BusinessError` when the page does not propose it.
    """
    control.click()
    control.fill(value)
    if not value:
        control.blur()
        return
    entry = _entries(control).filter(has_text=re.compile(rf"^\s*{re.escape(value)}\s*$"), visible=True)
    try:
        entry.first.wait_for()
    except PlaywrightTimeoutError:
        raise BusinessError(
            _("{what}の候補に、入力する値がありません。").format(what=target.describe()),
            _("対象システムに登録されている名前かどうかを確かめてください。"),
        ) from None
    entry.first.click()


def _entries(control: Locator) -> Locator:
    """What the page proposes for ``control``: the entries of the list it names, or all that can be seen."""
    page = control.locator("xpath=ancestor::body")
    listed = control.evaluate(_LIST_OF)
    return (page.locator(f'[id="{listed}"]') if listed else page).locator(_ENTRIES)
