"""One control of a form: which kind it is, entering a value, reading it back."""

from __future__ import annotations

import contextlib
import re

from playwright.sync_api import Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.browser.proposals import (
    choose_in_stand_in,
    choose_listed,
    enter_or_choose,
    not_offered,
    stand_in,
)
from dxrobot.browser.scripts import script
from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_WAY = script("wayOf(given, more)", "control")
_CHOICES = script("choicesOf(given)", "control")
_CHOSEN = script("chosenOf(given)", "control")
_VALUE = script("valueOf(given)", "control")
_RADIOS = script("radiosOf(given)", "control")
_OWN_CHOICE = script("ownChoice(given)", "control")
_SET_DATE = script("calendarOf(given)(more)", "control")
_OPEN = script("isOpen(given)", "control")
_PRESS = "e => e.click()"
# A box that the page has hidden behind a picture of its own cannot be clicked where it stands.
_IS_DRAWN = """e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  && e.getBoundingClientRect().width > 1 && getComputedStyle(e).pointerEvents !== 'none'"""


def enter(control: Locator, target: Target, value: str | bool) -> None:
    """Give ``control`` its value in one step.

    Raises :class:`BusinessError` for a choice that is not offered, or a value that the input's type does not take.
    """
    found = control.evaluate(_WAY, value)
    way = found["way"]
    if (way == "box") != isinstance(value, bool) or way == "shown":
        raise TargetError(_("{what}は、この種類の値を入れる欄ではありません。").format(what=target.describe()))
    if isinstance(value, bool):
        _set_box(control, value)
    elif way == "select":
        _choose(control, target, value)
    elif way == "radios":
        _set_radio(control, target, value)
    elif way == "listed":
        if control.evaluate(_OWN_CHOICE) != value:
            choose_listed(control, target, value)
    elif way == "sections":
        _type_sections(control, value)
    elif way == "proposing":
        enter_or_choose(control, value)
    elif way == "range":
        _type_over(control, value)
    elif way == "calendar":
        control.evaluate(_SET_DATE, value)
    else:
        _refuse(target, found["refusedBy"])
        control.fill(value)
        control.blur()  # what a page does when a field is left must happen before the values are read back


def enter_again(control: Locator, target: Target, value: str | bool) -> None:
    """Give ``control`` its value as a person would, for pages that undo what :func:`enter` did."""
    if isinstance(value, bool) or control.evaluate(_WAY, value)["kind"] not in ("text", "edited"):
        enter(control, target, value)
    else:
        _type_over(control, value)


def _type_over(control: Locator, value: str) -> None:
    control.click()
    control.press("ControlOrMeta+a")
    control.press("Delete")
    control.press_sequentially(value)
    control.press("Tab")


def value_of(control: Locator) -> str | bool:
    """The value of ``control`` as a person would say it: text, label of the choice, checked or not."""
    value: str | bool = control.evaluate(_VALUE)
    return value


def is_open(control: Locator) -> bool:
    """Whether a person could change ``control``: an input that is neither locked nor hidden."""
    return bool(control.evaluate(_OPEN))


def _refuse(target: Target, input_type: str) -> None:
    """Raise :class:`BusinessError` when an input of ``input_type`` does not take the value."""
    if input_type:
        message = _("{what}に入らない値です({kind})。")
        raise BusinessError(message.format(what=target.describe(), kind=_taken_by(input_type)))


def _taken_by(input_type: str) -> str:
    """What an input of ``input_type`` takes, in words."""
    kinds = {
        "number": _("数だけの欄"),
        "date": _("日付の欄: 2026-04-01 の形"),
        "month": _("年月の欄: 2026-04 の形"),
        "time": _("時刻の欄: 09:30 の形"),
        "datetime-local": _("日時の欄: 2026-04-01T09:30 の形"),
    }
    return kinds.get(input_type, _("形の決まった欄"))


def _choose(select: Locator, target: Target, value: str) -> None:
    if select.evaluate(_VALUE) == value:
        return
    choices = select.evaluate(_CHOICES)
    wanted = _several(select, choices, value)
    if not wanted:  # they may come only once another field has been entered
        words = re.compile(rf"^\s*{re.escape(value)}\s*$")
        with contextlib.suppress(PlaywrightTimeoutError):
            select.locator("option").filter(has_text=words).first.wait_for(state="attached")
        choices = select.evaluate(_CHOICES)
        wanted = _several(select, choices, value) or [value]
    indexes = [_index(choices, target, label) for label in wanted]
    opener = None if select.is_visible() else stand_in(select)
    if opener:
        choose_in_stand_in(opener, select, target, value)
        return
    select.focus()
    select.select_option(index=indexes)
    select.blur()


def _several(select: Locator, choices: list[str], value: str) -> list[str]:
    """The labels that ``value`` names, several joined by 、 where a select takes several; none if one is not there."""
    wanted = [value]
    if value not in choices and select.evaluate("e => e.multiple"):
        wanted = value.split("、")
    return wanted if all(label in choices for label in wanted) else []


def _set_box(control: Locator, value: bool) -> None:
    if control.is_checked() == value:
        return
    if control.evaluate(_IS_DRAWN):
        control.click()
        control.blur()
    else:
        control.evaluate(_PRESS)  # the page shows a picture of its own and hides the real box


def _set_radio(group: Locator, target: Target, value: str) -> None:
    if not value and group.evaluate(_CHOSEN) < 0:
        return
    index = _index(group.evaluate(_CHOICES), target, value)
    radio = group.evaluate_handle(_RADIOS).get_property(str(index)).as_element()
    if radio is None or group.evaluate(_CHOSEN) == index:
        return
    if radio.evaluate(_IS_DRAWN):
        radio.click()
    else:
        radio.evaluate(_PRESS)


def _type_sections(control: Locator, value: str) -> None:
    """Type the digits of a date into its parts: the field goes on from part to part by itself."""
    control.locator("[role=spinbutton]").first.focus()
    control.page.keyboard.type("".join(letter for letter in value if letter.isdecimal()))
    control.page.keyboard.press("Tab")


def _index(labels: list[str], target: Target, value: str) -> int:
    if value in labels:
        return labels.index(value)
    raise not_offered(target, labels)
