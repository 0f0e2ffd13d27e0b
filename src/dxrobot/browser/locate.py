"""Finding the one thing on a page that a target means."""

from __future__ import annotations

import contextlib
import difflib
import re
from functools import reduce

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.browser.frames import await_frame
from dxrobot.errors import NotOnScreen
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.target import Target

# What stands around the words of a label and is not part of them: colons, and marks of required fields.
_DECORATION = r"(?:[\s:\uff1a*\uff0a※]|[\[【(\uff08]?必須[\]】)\uff09]?)*"
_SHOWN_AT_MOST = 5

_ONE_CONTROL = """elements => elements.length === 1 && elements[0].getClientRects().length > 0
  && elements[0].matches('input:not([type=radio], [type=hidden]), select, textarea')"""
# The list that a field has opened, or the part of the page around it, is often called like the field.
_NO_PART = ":not([role=listbox], a, section, article, main, nav, aside, form, [role=region], [role=tabpanel])"
_FILLABLE = "input:not([type=hidden]), select, textarea, [role=radio], [role=combobox], [role=switch]"
_IN_REACH = (
    "xpath=self::*[not(ancestor-or-self::*[@aria-hidden='true' or @inert])]",
    "xpath=self::*[ancestor::*[@aria-modal='true'] or ancestor::dialog[@open]]",
)
_IS_MEANT_ITSELF = """cell => {
  const own = 'input, select, textarea, [role=radiogroup], [role=switch], [role=checkbox]';
  if (cell.matches(own) || cell.querySelector('[role=radio], [role=spinbutton][contenteditable]')) return true;
  const controls = [...cell.querySelectorAll('input, select, textarea')].filter(e => e.type !== 'hidden');
  return controls.length === 0 || controls.some(e => e.type === 'radio');
}"""
# Links in the body of a table are records, whose names are personal data.
_NAMES = """() => [...document.querySelectorAll(
    'label, legend, button, th, dt, h1, h2, a, input[type=submit], input[type=button], [aria-label], [placeholder]')]
  .filter(e => e.getClientRects().length)
  .filter(e => !(e.closest('tbody') && (e.matches('a') || e.querySelector('a'))))
  .map(e => e.getAttribute('aria-label') || e.placeholder || (e.matches('input') ? e.value : e.innerText) || '')
  .map(name => name.trim()).filter(name => name && name.length <= 40)"""
_DESCRIBE = """elements => elements.map(e => {
  const mark = e.getAttribute('aria-label') || e.id || e.getAttribute('name') || '';
  return e.tagName.toLowerCase() + (mark ? ' ' + mark : '');
})"""


def locate(page: Page, target: Target, *, waits: bool = True) -> Locator:
    """The one thing that ``target`` means, waited for as long as the session allows unless ``waits`` is false.

    Raises :class:`TargetError` when there is none, naming words on the page that are nearly the same, or several.
    """
    scope = scope_of(page, target)
    ways = _ways(scope, target)
    if _sure(ways[0], target):
        return ways[0]
    found = _first(ways)
    if found is None and waits:
        with contextlib.suppress(PlaywrightTimeoutError):
            candidates(scope, target).first.wait_for(state="attached")
        found = _first(ways)
    if found is None:
        raise _none(scope, target)
    return _only(found, target)


def is_there(page: Page, target: Target) -> bool:
    """Whether exactly one visible thing is at once what ``target`` means; False may also mean: look more closely."""
    return _sure(_ways(scope_of(page, target), target)[0], target)


def candidates(scope: Page | Frame, target: Target) -> Locator:
    """Everything in ``scope`` that ``target`` could mean now, from none to many."""
    return reduce(Locator.or_, _ways(scope, target))


def scope_of(page: Page, target: Target) -> Page | Frame:
    """The page, or the frame that ``target`` names; raises :class:`TargetError` if that frame does not come."""
    return await_frame(page, target.frame) if target.frame else page


def _ways(scope: Page | Frame, target: Target) -> tuple[Locator, ...]:
    """All that ``target`` could mean, what is surest first."""
    if target.label:
        return _labelled(scope, wording(target))
    if target.row:
        return (_beside(scope, wording(target)),)
    if target.role:
        return (scope.get_by_role(target.role, name=target.name, exact=target.exact),)
    if target.text:
        return (scope.get_by_text(target.text, exact=target.exact),)
    if target.placeholder:
        return (scope.get_by_placeholder(target.placeholder, exact=target.exact),)
    return (scope.locator(f"css={target.css}" if target.css else f"xpath={target.xpath}"),)


def _labelled(scope: Page | Frame, words: re.Pattern[str]) -> tuple[Locator, ...]:
    """What has the label; what is called so; a group of radio buttons; what stands beside a caption or a table's cell.

    A select is found by what it is called where the label around it also holds the words of its options. find.js
    follows the same order.
    """
    called = scope.get_by_role("combobox", name=words).or_(scope.get_by_role("textbox", name=words))
    boxes = scope.get_by_role("checkbox", name=words).or_(scope.get_by_role("switch", name=words))
    groups = scope.get_by_role("group", name=words).or_(scope.get_by_role("radiogroup", name=words))
    # A table's heading stands beside the next heading, which it says nothing about.
    beside = _beside(scope, words).and_(scope.locator("td, dd, [role=cell]"))
    captions = scope.locator("label:not(:has(input, select, textarea)), legend").filter(has_text=words)
    return (
        scope.get_by_label(words).and_(scope.locator(_NO_PART)),
        called,
        boxes,
        groups.filter(has=scope.locator("input[type=radio], [role=radio], slot")),
        beside.filter(has=scope.locator("input, select, textarea")),
        captions.locator("xpath=following-sibling::*[1]"),
        beside,
        _beside_words(scope, words),
    )


def _beside_words(scope: Page | Frame, words: re.Pattern[str]) -> Locator:
    """In rows made of boxes: the box with a field that stands beside the words."""
    fillable = scope.locator(_FILLABLE)
    alone = scope.locator(f":is(label, div, span, p, b, strong):not(:has({_FILLABLE}))").filter(has_text=words)
    next_box = alone.locator("xpath=following-sibling::*[1]")
    return next_box.filter(has=fillable).or_(next_box.and_(fillable))


def _beside(scope: Page | Frame, words: re.Pattern[str]) -> Locator:
    headers = scope.locator("th, td, dt, [role=rowheader]").filter(has_text=words)
    return headers.locator("xpath=following-sibling::*[self::td or self::th or self::dd or @role='cell'][1]")


def wording(target: Target) -> re.Pattern[str]:
    """The words of ``target`` as they may stand on a page; JavaScript reads the pattern in the same way."""
    words = r"\s+".join(re.escape(word) for word in target.words.split())
    return re.compile(f"^{_DECORATION}{words}{_DECORATION}$" if target.exact else words)


def _sure(way: Locator, target: Target) -> bool:
    """Whether ``way`` leads to one visible thing, as it nearly always does: that is seen in one step.

    On a new page, asking for the visible is some 25 ms quicker than running a script with the elements.
    """
    if target.label or target.row:
        return bool(way.evaluate_all(_ONE_CONTROL))
    try:
        return way.is_visible()
    except PlaywrightError:  # several; or the page is on its way to another one
        return False


def _first(ways: tuple[Locator, ...]) -> Locator | None:
    return next((way for way in ways if way.count()), None)


def _only(found: Locator, target: Target) -> Locator:
    """The single one of ``found``: what is seen goes before what is hidden, a control before the cell around it.

    A cell with radio buttons, or with mere text, is meant itself.
    """
    visible = found.filter(visible=True)
    chosen = _in_reach(visible if visible.count() else found)
    if (target.label or target.row) and chosen.count() == 1 and not chosen.evaluate(_IS_MEANT_ITSELF):
        chosen = chosen.locator("input:not([type=hidden]), select, textarea")
    chosen = _in_reach(chosen)
    count = chosen.count()
    if count > 1:
        raise _several(chosen, target, count)
    return chosen


def _in_reach(found: Locator) -> Locator:
    """Of several, those that a person can get at: not inert, not hidden from a reader, in the dialog in front."""
    for narrowing in _IN_REACH:
        reached = found.locator(narrowing) if found.count() > 1 else found
        found = reached if reached.count() else found
    return found


def _none(scope: Page | Frame, target: Target) -> NotOnScreen:
    # What is like somebody's name is most likely the name of somebody else.
    private = redactor.scrub(target.words) != target.words
    names = [] if private else list(dict.fromkeys(scope.evaluate(_NAMES)))
    near = difflib.get_close_matches(target.words, names, n=3, cutoff=0.5)
    hint = _("似たもの: {names}").format(names="、".join(f"「{name}」" for name in near)) if near else ""
    return NotOnScreen(_("画面に{what}が見つかりません。").format(what=target.describe()), hint)


def _several(found: Locator, target: Target, count: int) -> NotOnScreen:
    names = found.evaluate_all(_DESCRIBE)[:_SHOWN_AT_MOST]
    return NotOnScreen(
        _("画面に{what}が {count} 個あり、どれか決められません: {names}").format(
            what=target.describe(), count=count, names="、".join(names)
        ),
        _("ロボット定義で、1つに決まる探し方に直してください。"),
    )
