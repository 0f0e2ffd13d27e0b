"""One control of a form: which kind it is, entering a value, reading it back."""

from __future__ import annotations

from playwright.sync_api import Locator

from dxrobot.errors import BusinessError, TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_KIND = """e => {
  if (e.matches('select')) return 'select';
  if (e.matches('input[type=checkbox], input[type=radio], [role=checkbox], [role=switch]')) return 'box';
  if (e.matches('input[type=submit], input[type=button], button')) return 'shown';
  if (e.matches('input, textarea')) return 'text';
  return e.querySelector('input[type=radio]') ? 'radios' : 'shown';
}"""
# An option without a value stands for "nothing chosen", whatever dashes or words it shows.
_OPTIONS = "e => [...e.options].map(option => option.value === '' ? '' : option.text.trim())"
_RADIOS = """e => [...e.querySelectorAll('input[type=radio]')].map(radio =>
  ((radio.labels && radio.labels[0] && radio.labels[0].innerText) || radio.getAttribute('aria-label')
    || (radio.nextSibling && radio.nextSibling.textContent) || radio.value).trim())"""
_CHECKED = "e => [...e.querySelectorAll('input[type=radio]')].findIndex(radio => radio.checked)"
# One step for the kind and the value, since every field of a form is read back.
_VALUE = f"""e => {{
  const kind = ({_KIND})(e);
  if (kind === 'box') return e.matches('input') ? e.checked : e.getAttribute('aria-checked') === 'true';
  if (kind === 'text') return e.value;
  if (kind === 'shown') return e.innerText.trim();
  const chosen = kind === 'select' ? e.selectedIndex : ({_CHECKED})(e);
  return chosen < 0 ? '' : (kind === 'select' ? ({_OPTIONS})(e) : ({_RADIOS})(e))[chosen];
}}"""
_PRESS = "e => e.click()"
_SHOWN_AT_MOST = 10


def enter(control: Locator, target: Target, value: str | bool) -> None:
    """Give ``control`` its value in one step; raises :class:`BusinessError` for a choice that is not offered."""
    kind = control.evaluate(_KIND)
    if (kind == "box") != isinstance(value, bool) or kind == "shown":
        raise TargetError(_("{what}は、この種類の値を入れる欄ではありません。").format(what=target.describe()))
    if isinstance(value, bool):
        _set_box(control, value)
    elif kind == "select":
        control.select_option(index=_index(control.evaluate(_OPTIONS), target, value))
    elif kind == "radios":
        _set_radio(control, target, value)
    else:
        control.fill(value)
        control.blur()  # what a page does when a field is left must happen before the values are read back


def enter_again(control: Locator, target: Target, value: str | bool) -> None:
    """Give ``control`` its value as a person would, for pages that undo what :func:`enter` did."""
    if isinstance(value, bool) or control.evaluate(_KIND) != "text":
        enter(control, target, value)
        return
    control.click()
    control.press("ControlOrMeta+a")
    control.press("Delete")
    control.press_sequentially(value)
    control.press("Tab")


def value_of(control: Locator) -> str | bool:
    """The value of ``control`` as a person would say it: text, label of the choice, checked or not."""
    value: str | bool = control.evaluate(_VALUE)
    return value


def _set_box(control: Locator, value: bool) -> None:
    if control.is_checked() == value:
        return
    if control.is_visible():
        control.click()
    else:
        control.evaluate(_PRESS)  # the page shows a picture of its own and hides the real box


def _set_radio(group: Locator, target: Target, value: str) -> None:
    if not value and group.evaluate(_CHECKED) < 0:
        return
    index = _index(group.evaluate(_RADIOS), target, value)
    _set_box(group.locator("input[type=radio]").nth(index), True)


def _index(labels: list[str], target: Target, value: str) -> int:
    if value in labels:
        return labels.index(value)
    choices = "、".join(label for label in labels[:_SHOWN_AT_MOST] if label)
    raise BusinessError(
        _("{what}に選べない値です。").format(what=target.describe()), _("選べるもの: {choices}").format(choices=choices)
    )
