"""Filling and reading a whole form in one step each, as far as the page leaves no doubt which field is meant.

The script in the page stops where it is not sure; the ordinary way, in ``screen``, goes on from there and says what is
wrong. Ten fields take some 8 ms instead of 75 (``make bench``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from dxrobot.browser.locate import scope_of, wording
from dxrobot.browser.scripts import script
from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

Value = str | bool
Field = tuple[Target, Value]

# What is given goes as one text, which takes Playwright less time than many values.
_FILL = script("whileStaying(() => fill(JSON.parse(given)))", "control", "find", "fill")
_LOOK = script("JSON.parse(given).map(look)", "control", "find", "look")


@dataclass(frozen=True)
class Shown:
    """What a page shows of a target now."""

    state: Literal["found", "none", "doubt"]
    """``doubt``: only the ordinary way can tell."""
    value: Value
    open: bool
    """Whether a person could change it: an input that is neither locked nor hidden."""


def fill_ahead(page: Page, fields: Sequence[Field]) -> list[Value | None]:
    """Fill the leading ``fields`` that can be filled without doubt, and read them back once the page has answered.

    Returns what each of them then holds, None for one that is gone. Raises :class:`BusinessError` for a character that
    the page cannot send, before anything is filled.
    """
    values: list[Value | None] = []
    for _frame, group in groupby(fields, key=lambda field: field[0].frame):
        together = list(group)
        done = _fill_together(page, together)
        values += done
        if len(done) < len(together):
            break
    return values


def look(page: Page, targets: Sequence[Target]) -> list[Shown]:
    """What the page shows of ``targets``, in one step for those that stand in the same frame."""
    found: list[Shown] = []
    for _frame, group in groupby(targets, key=lambda target: target.frame):
        together = list(group)
        given = [wanted(target) for target in together]
        found += [Shown(**shown) for shown in scope_of(page, together[0]).evaluate(_LOOK, json.dumps(given))]
    return found


def _fill_together(page: Page, fields: Sequence[Field]) -> list[Value | None]:
    given = [{"target": wanted(target), "value": value} for target, value in fields]
    scope = scope_of(page, fields[0][0])
    try:
        done = scope.evaluate(_FILL, json.dumps(given))
    except PlaywrightError:  # the page left while it was being filled
        scope.wait_for_function("document.readyState !== 'loading'")
        return []
    if done["lacking"]:
        raise _cannot_be_sent(fields[done["lacking"]["index"]][0], done["lacking"]["character"])
    values: list[Value | None] = done["values"]
    return values


def wanted(target: Target) -> dict[str, Any]:
    """``target`` in the words of find.js."""
    if target.label or target.row:
        hint = target.words.split()[0]
        return {"by": "label" if target.label else "row", "words": wording(target).pattern, "hint": hint}
    if target.role:
        return {"by": "role", "role": target.role, "name": target.name, "exact": target.exact}
    if target.placeholder:
        return {"by": "placeholder", "text": target.placeholder, "exact": target.exact}
    if target.css or target.xpath:
        return {"by": "css" if target.css else "xpath", "css": target.css, "xpath": target.xpath}
    return {"by": "text"}


def _cannot_be_sent(target: Target, character: str) -> BusinessError:
    return BusinessError(
        _("{what}に、この画面の文字コードにない文字があります: {character}").format(
            what=target.describe(), character=character
        ),
        _("対象システムで決められた代わりの文字に直してください。"),
    )
