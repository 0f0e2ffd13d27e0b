"""Fields that propose entries while one types: the entry is chosen among them, as a person would."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

from playwright.sync_api import ElementHandle, Locator
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.browser.scripts import script
from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.robot.model import ScreenField
from dxrobot.robot.target import Target

# Lists of proposals as ARIA has them, and as libraries from before ARIA make them.
_ENTRIES = ", ".join(
    (
        "[role=option]",
        ".ui-menu-item:not(:has([role=option]))",
        ".choices__list--dropdown .choices__item--selectable:not([role=option])",
        ".chosen-results li",
        ".select2-results__option:not([role=option])",
        ".autocomplete-suggestion",
        ".tt-suggestion",
        ".ac_results li",
        ".ant-select-item-option",
    )
)
# How long a field that takes free text as well is given to propose something.
_FREE_MS = 1000.0
_DRAWING_MS = 60
_FADING_MS = 800
_SHOWN_AT_MOST = 10
_TAKES_NO_TYPING = script("kindOf(given) === 'listed'", "control")
_STAND_IN = script("standInOf(given)", "control")
_SEARCH = ".select2-container--open .select2-search__field"
_LIST_OF = "e => e.getAttribute('aria-controls') || e.getAttribute('aria-owns') || ''"


def proposes(target: Target) -> bool:
    """Whether the robot says that the field proposes entries."""
    return isinstance(target, ScreenField) and target.kind == "autocomplete"


def choose_proposal(control: Locator, target: Target, value: str) -> None:
    """Type ``value`` and choose it among what the page then proposes; a blank one empties the field.

    Raises :class:`BusinessError` when the page does not propose it, or several times.
    """
    opener = stand_in(control)
    if opener is None and value and control.evaluate(_TAKES_NO_TYPING):
        choose_listed(control, target, value)
        return
    entries = _search(opener, control, value) if opener else _type(control, value)
    if not value:
        control.blur()
        return
    with contextlib.suppress(PlaywrightTimeoutError):
        entries.first.wait_for()
    count = entries.count()
    if count == 0:
        raise BusinessError(
            _("{what}の候補に、入力する値がありません。").format(what=target.describe()),
            _("対象システムに登録されている名前かどうかを確かめてください。"),
        )
    if count > 1:
        raise BusinessError(
            _("{what}の候補に、入力する値と同じものが {count} 個あり、どれか決められません。").format(
                what=target.describe(), count=count
            )
        )
    entries.click()
    _fades(control)


def enter_or_choose(control: Locator, value: str) -> None:
    """Type ``value``; if the page then proposes exactly this, choose it, else leave it as typed."""
    entries = _type(control, value)
    if value:
        with contextlib.suppress(PlaywrightTimeoutError):
            entries.first.wait_for(timeout=_FREE_MS)
        if not entries.count() and _is_only_listed(control):
            control.fill("")  # it may not search by what it shows
        if entries.count() == 1:
            entries.click()
            _await_closed(control)
    control.blur()


def _is_only_listed(control: Locator) -> bool:
    """Whether the field is known for taking nothing but what its list offers."""
    return bool(control.evaluate("e => !!e.closest('.ant-select:not(.ant-select-auto-complete), .el-select')"))


def stand_in(select: Locator) -> ElementHandle | None:
    """What the page shows in place of a ``select`` that it hides."""
    return select.evaluate_handle(_STAND_IN).as_element()


def choose_in_stand_in(opener: ElementHandle, select: Locator, target: Target, value: str) -> None:
    """Choose ``value`` in the list that ``opener`` opens in place of a hidden select.

    Raises :class:`BusinessError` when it is not there.
    """
    opener.click()
    entry = _exactly(_entries(select), value).first
    try:
        entry.click()
    except PlaywrightTimeoutError:
        select.page.keyboard.press("Escape")
        raise _not_offered(target, []) from None
    _fades(select)


def _search(opener: ElementHandle, select: Locator, value: str) -> Locator:
    """Open the list of a hidden select, and type ``value`` into the box for searching that comes with it."""
    opener.click()
    box = select.page.locator(_SEARCH)
    if box.count():
        box.press_sequentially(value)
    return _exactly(_entries(select), value)


def choose_listed(control: Locator, target: Target, value: str) -> None:
    """Open the list of a box in which nothing can be typed, and choose ``value``, turning the list until it comes.

    Raises :class:`BusinessError`, with what can be chosen, when the list does not offer it.
    """
    control.click(force=True)
    with contextlib.suppress(PlaywrightTimeoutError):
        _entries(control).filter(visible=True).first.wait_for()
    seen: dict[str, None] = {}
    while not _exactly(_entries(control), value).count():
        shown = _entries(control).filter(visible=True)
        texts = [text.strip() for text in shown.all_inner_texts()]
        if all(text in seen for text in texts):
            control.press("Escape")
            raise _not_offered(target, list(seen))
        seen.update(dict.fromkeys(texts))
        shown.last.scroll_into_view_if_needed()  # a long list draws only what is in view
        control.page.wait_for_timeout(_DRAWING_MS)
    _exactly(_entries(control), value).click()
    _await_closed(control)
    control.blur()


def _await_closed(control: Locator) -> None:
    """Wait until the list has gone: while it fades, it lies over the page, and its entries look like the next list's.

    A list that stays open, for several choices, is closed as a person would.
    """
    if not _fades(control):
        control.press("Escape")
        _fades(control)


def _fades(control: Locator) -> bool:
    try:
        _entries(control).filter(visible=True).first.wait_for(state="hidden", timeout=_FADING_MS)
    except PlaywrightTimeoutError:
        return False
    return True


def not_offered(target: Target, labels: Sequence[str]) -> BusinessError:
    """That a list has no such entry, with those it has unless they are personal data."""
    private = isinstance(target, ScreenField) and target.sensitivity
    choices = [] if private else [label for label in labels[:_SHOWN_AT_MOST] if label]
    remedy = _("選べるもの: {choices}").format(choices="、".join(choices)) if choices else ""
    return BusinessError(_("{what}に選べない値です。").format(what=target.describe()), remedy)


def _not_offered(target: Target, choices: list[str]) -> BusinessError:
    error = not_offered(target, choices)
    return BusinessError(error.message, error.remedy or _("この種類の一覧から、同じ文字のものを1つだけ選べます。"))


def _type(control: Locator, value: str) -> Locator:
    """Type ``value`` key by key, as lists of proposals want it; the entries that then say exactly this."""
    control.click(force=True)  # what it shows as chosen may lie over the input
    control.fill("")
    control.press_sequentially(value)
    return _exactly(_entries(control), value)


def _exactly(entries: Locator, value: str) -> Locator:
    words = r"\s+".join(map(re.escape, value.split()))
    return entries.filter(has_text=re.compile(rf"^\s*{words}\s*$"), visible=True)


def _entries(control: Locator) -> Locator:
    """What the page proposes for ``control``: the entries of the list it names, or all that can be seen.

    A list may hold copies for screen readers only, or be handed its entries by a web component: then all count.
    """
    frame = control.element_handle().owner_frame()
    everywhere = frame.locator(_ENTRIES) if frame is not None else control.page.locator(_ENTRIES)
    listed = control.evaluate(_LIST_OF)
    if not listed or frame is None:
        return everywhere
    inside = frame.locator(f'[id="{listed}"]').locator(_ENTRIES)
    return inside if inside.filter(visible=True).count() else everywhere
