"""What a robot does on a screen: go there, fill, read, click."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from dxrobot.browser.control import enter, enter_again, is_open, value_of
from dxrobot.browser.fast_fill import Field, Shown, Value, fill_ahead, look
from dxrobot.browser.locate import candidates, locate, scope_of
from dxrobot.browser.proposals import choose_proposal, proposes
from dxrobot.browser.reach import cover_of, uncover
from dxrobot.browser.sameness import same, shape_of
from dxrobot.errors import BusinessError, NotKept, TargetError
from dxrobot.i18n import _
from dxrobot.robot.target import Target

# How Playwright says that an input takes no such value.
_REFUSALS = ("Malformed value", "cannot be filled")
# After an error the browser is busy for a moment with its own page about it, which gets in the way of the next one.
_ERROR_PAGE_MS = 500
_ROOM = "e => e.maxLength > 0 ? e.maxLength : 0"


def open_page(page: Page, path: str) -> None:
    """Go to ``path`` of the target system, or to a whole address among the allowed origins."""
    try:
        page.goto(path, wait_until="domcontentloaded")
    except PlaywrightError as error:
        if "interrupted by another navigation" not in error.message:
            raise
        page.wait_for_timeout(_ERROR_PAGE_MS)
        page.goto(path, wait_until="domcontentloaded")


def click(page: Page, target: Target, *, before: Callable[[Locator], None] = uncover) -> None:
    """Press the one button or link that ``target`` means, and wait for the page it leads to.

    ``before`` is called with it last before the click; what it raises keeps the click from happening.
    Raises :class:`TargetError`, which names what covers it by tag and mark, when it cannot be pressed.
    """
    element = locate(page, target)
    before(element)
    with _naming(_("{what}を押せません。"), target, element):
        element.click()
    page.wait_for_load_state("domcontentloaded")


def fill(page: Page, fields: Sequence[Field]) -> None:
    """Enter every value and read all of them back; what a page has changed is entered again, at last key by key.

    Values are text, the label of a choice, or true and false for a check box. Raises :class:`NotKept` naming the fields
    that would not take their values, :class:`BusinessError` for a choice that the page does not offer, a value that is
    too long for its input or of another type, or a character that the page cannot send.
    """
    differing = _fill_in_order(page, fields)
    for way in (enter, enter_again):
        for target, value in differing:
            _enter(page, target, value, way)
        differing = _differing(page, fields) if differing else []
    if differing:
        _refuse_too_long(page, differing)
        raise _not_kept(page, [target for target, _value in differing])


def verify(page: Page, fields: Sequence[Field]) -> list[Target]:
    """Which of ``fields`` now hold something else than was entered, in one step where the page leaves no doubt.

    What is not on this page, or cannot be changed there, is passed over: it is not an entry field of this screen.
    """
    return changed_among(page, fields, look(page, [target for target, _value in fields]))


def changed_among(page: Page, fields: Sequence[Field], seen: Sequence[Shown]) -> list[Target]:
    """As :func:`verify`, by what has just been ``seen`` of each of ``fields``."""
    return [
        target for (target, value), shown in zip(fields, seen, strict=True) if _rewritten(page, target, value, shown)
    ]


def read(page: Page, target: Target) -> Value:
    """The value of an input, the label of what is chosen, whether a box is checked, or the text shown."""
    return read_all(page, [target])[0]


def read_all(page: Page, targets: Sequence[Target]) -> list[Value]:
    """What :func:`read` gives for each of ``targets``, in one step where the page leaves no doubt."""
    return [
        shown.value if shown.state == "found" else value_of(locate(page, target))
        for target, shown in zip(targets, look(page, targets), strict=True)
    ]


def _refuse_too_long(page: Page, fields: Sequence[Field]) -> None:
    """Raise :class:`BusinessError` when one of ``fields`` has no room for its value."""
    told = []
    for target, value in fields:
        length = len(value.encode("utf-16-le")) // 2 if isinstance(value, str) else 0  # as browsers count
        room = locate(page, target).evaluate(_ROOM) if length else 0
        if 0 < room < length:
            sentence = _("{what}は {room} 文字までで、値は {length} 文字です")
            told.append(sentence.format(what=target.describe(), room=room, length=length))
    if told:
        raise BusinessError(_("入力した値が画面に残りません: {names}").format(names="、".join(told)))


def _fill_in_order(page: Page, fields: Sequence[Field]) -> list[Field]:
    """Fill as much as possible in one go and the rest field by field; returns what then differs."""
    ahead = _fill_ahead(page, fields)
    if len(ahead) == len(fields):
        return [field for field, value in zip(fields, ahead, strict=True) if not same(value, field[1])]
    done = len(ahead)
    while done < len(fields):
        _enter(page, *fields[done], enter)
        done += 1
        done += len(_fill_ahead(page, fields[done:]))
    return _differing(page, fields)


def _fill_ahead(page: Page, fields: Sequence[Field]) -> list[Value | None]:
    return fill_ahead(page, list(itertools.takewhile(lambda field: not proposes(field[0]), fields)))


def _enter(page: Page, target: Target, value: Value, way: Callable[[Locator, Target, Value], None]) -> None:
    control = locate(page, target)
    with _naming(_("{what}に入力できません。"), target, control):
        if proposes(target):
            choose_proposal(control, target, str(value))
        else:
            way(control, target, value)


def _differing(page: Page, fields: Sequence[Field]) -> list[Field]:
    values = read_all(page, [target for target, _value in fields])
    return [field for field, value in zip(fields, values, strict=True) if not same(value, field[1])]


def _not_kept(page: Page, targets: Sequence[Target]) -> NotKept:
    told = []
    for target, shown in zip(targets, read_all(page, targets), strict=True):
        shape = shape_of(shown) or _("空")
        told.append(
            target.describe() + ("" if isinstance(shown, bool) else _("(画面の形: {shape})").format(shape=shape))
        )
    return NotKept(_("入力した値が画面に残りません: {names}").format(names="、".join(told)))


def _rewritten(page: Page, target: Target, value: Value, shown: Shown) -> bool:
    if shown.state == "doubt" and candidates(scope_of(page, target), target).count():
        control = locate(page, target)
        shown = Shown("found", value_of(control), is_open(control))
    return shown.state == "found" and shown.open and not same(shown.value, value)


@contextlib.contextmanager
def _naming(sentence: str, target: Target, element: Locator) -> Iterator[None]:
    """Say which thing could not be worked with and what covers it, and not what was to be typed there."""
    try:
        yield
    except PlaywrightError as error:
        if not isinstance(error, PlaywrightTimeoutError) and not any(sign in error.message for sign in _REFUSALS):
            raise
        remedy = _("使えない状態か、ほかのものに隠れているか、形の違う値です。")
        if cover := cover_of(element):
            remedy = _("画面の別のもの({cover})に隠れています。").format(cover=cover)
        raise TargetError(sentence.format(what=target.describe()), remedy) from None
