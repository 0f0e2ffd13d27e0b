"""Looking once more at what was filled in, before a click sends it: a page may have rewritten it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dxrobot.actions.desk import Desk
from dxrobot.browser.fast_fill import Field
from dxrobot.browser.screen import fill, read_all, verify
from dxrobot.browser.sure_click import LastLook, leave_field, look_last, refusal
from dxrobot.browser.validity import refused_fields
from dxrobot.browser.waiting import wait_until
from dxrobot.robot.target import Target

if TYPE_CHECKING:
    from playwright.sync_api import Page

# How long a page may take over what it looks up because of what was entered, such as an address by its postal code.
_ANSWERS_S = 4.0
# Some pages discard a value, or ask their site about it, only when its field was left.
_DISCARDING_MS = 150


def settle_entries(desk: Desk) -> bool:
    """Enter again what the page has rewritten since it was filled in; raise :class:`NotKept` if it does not stay.

    Only what no click has sent yet: a page may well empty its fields for the next line once a line was added.
    Returns whether anything had to be entered again.
    """
    fields = _entered(desk, desk.unsent)
    changed = _changed(desk, fields)
    if changed:
        again = [field for field in fields if field[0] in changed]
        desk.run(lambda page: fill(page, again))
        _refuse(_changed(desk, fields))
    return bool(changed)


def require_entries(desk: Desk, button: Target) -> list[str]:
    """As :func:`settle_entries`; and what was sent before must still stand there too, or its field be empty again.

    First the field that one is in is left, and what the page then asks its site is answered: either may change values.
    Returns what the browser itself will not let ``button`` send, as :func:`refused_fields`.
    """
    if desk.entered:
        look = _look_last(desk, button)
        if look is not None and not look.changed and look.refused is not None:
            return look.refused
        _require_unchanged(desk)
    return desk.run(lambda page: refused_fields(page, button))


def _look_last(desk: Desk, button: Target) -> LastLook | None:
    """All in one step; once more, when the screen is no longer busy, if something was still on its way then."""
    watch, fields = desk.session.watch, _entered(desk, desk.entered)

    def work(page: Page) -> tuple[LastLook | None, bool]:
        was_quiet, heard = watch.is_quiet, watch.heard
        look = look_last(page, button, fields)
        if look is None or (was_quiet and watch.is_quiet and watch.heard == heard and not look.left):
            return look, True
        _await_answers(desk, page, left=look.left)
        return look, False

    look, settled = desk.run(work)
    return look if settled else desk.run(lambda page: look_last(page, button, fields))


def _require_unchanged(desk: Desk) -> None:
    _leave_field(desk)
    if settle_entries(desk):
        _leave_field(desk)
        _refuse(_changed(desk, unsent_entries(desk)))
    changed = _changed(desk, _entered(desk, desk.entered.keys() - desk.unsent))
    if changed:
        shown = desk.run(lambda page: read_all(page, changed))
        _refuse([target for target, value in zip(changed, shown, strict=True) if value])


def unsent_entries(desk: Desk) -> list[Field]:
    """What was filled into the current screen and no click has sent yet."""
    return _entered(desk, desk.unsent)


def _leave_field(desk: Desk) -> None:
    """Leave the field, and wait until the site has answered what the page asked because of what was entered."""

    def work(page: Page) -> None:
        left = leave_field(page, [target.frame for target, _value in unsent_entries(desk)])
        _await_answers(desk, page, left=left)

    desk.run(work)


def _await_answers(desk: Desk, page: Page, *, left: bool) -> None:
    if left:
        page.wait_for_timeout(_DISCARDING_MS)
    wait_until(page, lambda: desk.session.watch.is_quiet, min(desk.session.timeout_s, _ANSWERS_S))


def _entered(desk: Desk, names: Iterable[str]) -> list[Field]:
    """What was filled into those of the current screen's fields that have one of ``names``."""
    known = set(names)
    return [(desk.field(name), desk.entered[name]) for name in desk.screen.fields if name in known]


def _changed(desk: Desk, fields: list[Field]) -> list[Target]:
    return desk.run(lambda page: verify(page, fields)) if fields else []


def _refuse(changed: list[Target]) -> None:
    if changed:
        raise refusal(changed)
