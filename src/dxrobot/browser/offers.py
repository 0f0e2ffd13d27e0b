"""What a page offers to a robot: every input, button, heading and table, with a way to find it that has been tried."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from dxrobot.browser.locate import candidates, locate
from dxrobot.browser.scripts import script
from dxrobot.errors import TargetError
from dxrobot.robot.target import Role, Target

_OFFERS = script("offers()", "offers")
_UNMARK = script("unmark()", "offers")
_IS_MARKED = """(element, number) => {
  const mark = `[data-dxrobot-offer="${number}"]`;
  return element.matches(mark) || (element.querySelector('input[type=radio]' + mark) !== null);
}"""
_ROLES: dict[str, Role] = {"button": "button", "link": "link", "heading": "heading"}
_LONGEST_WORDS = 60
_SETTLING_MS = 1500


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing of a page; ``kind`` is text, password, date, select, radio, checkbox, file, button, link, heading,
    words or table."""

    kind: str
    target: Target
    name: str
    """What the page itself calls it (HTML name or id); empty when it has none."""
    choices: tuple[str, ...] = ()
    """What can be chosen; the headings of a table."""
    closed: bool = False
    """Whether nothing can be entered there now."""


@dataclass(frozen=True, slots=True)
class OfferedFrame:
    """A page, or one of its frames."""

    frame: str
    """Its name as robots write it; empty for the page itself."""
    title: str
    path: str
    """Path and query of its address."""
    offers: tuple[Offer, ...]
    lost: tuple[str, ...] = ()
    """Things for which no way was found that leads to them alone."""


def offered(page: Page) -> list[OfferedFrame]:
    """What the page and each of its frames offers now; frames without anything are left out."""
    with contextlib.suppress(PlaywrightError):  # a page that never rests is looked at as it is
        page.wait_for_load_state("networkidle", timeout=_SETTLING_MS)
    found = [_frame(page, frame) for frame in page.frames]
    return [frame for frame in found if frame.offers or frame.lost or not frame.frame]


def _frame(page: Page, frame: Frame) -> OfferedFrame:
    path = _frame_path(frame)
    seen: dict[str, Any] = frame.evaluate(_OFFERS, None)
    try:
        pairs = [(thing, _target(page, path, thing)) for thing in seen["things"]]
    finally:
        frame.evaluate(_UNMARK, None)
    address = urlsplit(frame.url)
    return OfferedFrame(
        frame=path,
        title=seen["title"],
        path=f"{address.path}?{address.query}" if address.query else address.path,
        offers=tuple(_offer(thing, target) for thing, target in pairs if target is not None),
        lost=tuple(
            _lost(thing) for thing, target in pairs if target is None and thing["kind"] not in ("words", "table")
        ),
    )


def _offer(thing: dict[str, Any], target: Target) -> Offer:
    return Offer(thing["kind"], target, thing["name"] or thing["id"], tuple(thing["choices"]), bool(thing["closed"]))


def _lost(thing: dict[str, Any]) -> str:
    return f"{thing['tag']} {thing['words'][0] if thing['words'] else thing['name'] or thing['id']}".strip()


def _target(page: Page, frame: str, thing: dict[str, Any]) -> Target | None:
    """The first way, in the order of the guide, that leads to this thing and no other."""
    return next((target for target in _ways(frame, thing) if _leads_to(page, target, thing["number"])), None)


def _leads_to(page: Page, target: Target, number: int) -> bool:
    scope = page if not target.frame else next(frame for frame in page.frames if _frame_path(frame) == target.frame)
    if not candidates(scope, target).count():
        return False  # asked first: nothing is waited for
    try:
        return bool(locate(page, target).evaluate(_IS_MARKED, number))
    except (TargetError, PlaywrightError):
        return False


def _ways(frame: str, thing: dict[str, Any]) -> Iterator[Target]:
    kind: str = thing["kind"]
    words: Sequence[str] = [text for text in dict.fromkeys(thing["words"]) if len(text) <= _LONGEST_WORDS]
    if kind in _ROLES:
        yield from (Target(role=_ROLES[kind], name=text, frame=frame) for text in words)
        yield from (Target(text=text, frame=frame) for text in words)
    elif kind == "words":
        yield from (Target(text=text, frame=frame) for text in words)
    elif kind == "table":
        yield from (Target(role="table", name=text, frame=frame) for text in words)
    else:
        yield from (Target(label=text, frame=frame) for text in words)
        yield from (Target(row=text, frame=frame) for text in words)
        if thing["placeholder"]:
            yield Target(placeholder=thing["placeholder"], frame=frame)
    yield from (Target(css=css, frame=frame) for css in _selectors(thing))


def _selectors(thing: dict[str, Any]) -> Iterator[str]:
    if thing["id"]:
        yield f'{thing["tag"]}[id="{thing["id"]}"]'
    if thing["name"]:
        yield f'{thing["tag"]}[name="{thing["name"]}"]'
    if thing["kind"] == "table":
        yield "table"


def _frame_path(frame: Frame) -> str:
    """``outer > inner`` by the names of the frames, or the end of their address where they have none."""
    names: list[str] = []
    inner: Frame | None = frame
    while inner is not None and inner.parent_frame is not None:
        names.insert(0, inner.name or urlsplit(inner.url).path.rsplit("/", 1)[-1])
        inner = inner.parent_frame
    return " > ".join(names)
