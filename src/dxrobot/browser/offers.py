"""What a page offers to a robot: every input, button, heading and table, with a way to find it that has been tried."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Page

from dxrobot.browser.frames import find_frame
from dxrobot.browser.locate import candidates, locate
from dxrobot.browser.scripts import script
from dxrobot.errors import TargetError
from dxrobot.robot.model import ScreenField
from dxrobot.robot.target import Role, Target

_OFFERS = script("offers()", "offers")
_UNMARK = script("unmark()", "offers")
_IS_MARKED = """(element, number) => {
  const mark = `[data-dxrobot-offer="${number}"]`;
  return element.matches(mark) || (element.querySelector('input[type=radio]' + mark) !== null);
}"""
_NUMBER = """element => {
  const marked = element.matches('[data-dxrobot-offer]') ? element : element.querySelector('input[data-dxrobot-offer]');
  return marked ? Number(marked.getAttribute('data-dxrobot-offer')) : 0;
}"""
# What stands around a label and need not be written (dxrobot.browser.locate).
_AROUND = re.compile(r"^[\s*\uff0a※]+|[\s:\uff1a*\uff0a※]*(?:[\[【(\uff08]?必須[\]】)\uff09]?)?[\s:\uff1a*\uff0a※]*$")
_ROLES: dict[str, Role] = {"button": "button", "link": "link", "heading": "heading"}
# The smallest thing that holds every radio button of one name.
_RADIO_GROUP = (
    '(//input[@type="radio"][@name="{name}"])[1]/ancestor::*'
    '[count(.//input[@type="radio"][@name="{name}"])=count(//input[@type="radio"][@name="{name}"])][1]'
)
_LONGEST_WORDS = 60
_SETTLING_MS = 1500


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing of a page; ``kind`` is text, password, date, select, autocomplete, radio, checkbox, file, button, link,
    heading, words or table."""

    kind: str
    target: Target
    name: str
    """What the robot calls it, else the page itself (HTML name or id); empty when neither does."""
    choices: tuple[str, ...] = ()
    """What can be chosen; the headings of a table."""
    closed: bool = False
    """Whether nothing can be entered there now."""
    required: bool = False
    """Whether the page says that something must be entered there."""
    known: bool = False
    """Whether the robot's screen names it."""


@dataclass(frozen=True, slots=True)
class OfferedFrame:
    """A page, or one of its frames."""

    frame: str
    """Its name as robots write it; empty for the page itself."""
    title: str
    path: str
    """Path and query of its address."""
    offers: tuple[Offer, ...]
    posted: bool = False
    """Whether it answers something that was sent, so that its address alone does not open it."""
    lost: tuple[str, ...] = ()
    """Things for which no way was found that leads to them alone."""


Known = Mapping[str, Target]
"""What a robot's screen names already: ``fields.name`` and the like, each with its way."""


KnownOf = Callable[[str], Known]
"""What the robot names in a frame, by the frame's name; empty for the page itself."""


def missing(page: Page, known: Known) -> dict[str, str]:
    """Which of ``known`` are not to be found on the page now, or not they alone, each with the reason."""
    found: dict[str, str] = {}
    for name, target in known.items():
        try:
            scope = find_frame(page, target.frame) if target.frame else page
            if scope is None or not candidates(scope, target).count():
                found[name] = ""
            else:
                locate(page, target)
        except TargetError as error:
            found[name] = error.message
    return found


def stands_in(page: Page, target: Target, frame: str) -> bool:
    """Whether something that ``target`` could mean can be seen now in the frame called ``frame``."""
    with contextlib.suppress(TargetError, PlaywrightError):
        if _names_frame(page, target.frame, frame):
            return candidates(_scope(page, frame), target).filter(visible=True).count() > 0
    return False


def offered(page: Page, known_of: KnownOf, was_posted: Callable[[Frame], bool]) -> list[OfferedFrame]:
    """What the page and each of its frames offers now, by its names in ``known_of``; empty frames are left out."""
    with contextlib.suppress(PlaywrightError):  # a page that never rests is looked at as it is
        page.wait_for_load_state("networkidle", timeout=_SETTLING_MS)
    found = [
        replace(_frame(page, frame, known_of(_frame_path(frame))), posted=was_posted(frame)) for frame in page.frames
    ]
    return [frame for frame in found if frame.offers or frame.lost] or found[:1]


def _frame(page: Page, frame: Frame, known: Known) -> OfferedFrame:
    path = _frame_path(frame)
    seen: dict[str, Any] = frame.evaluate(_OFFERS, None)
    try:
        kinds = {thing["number"]: thing["kind"] for thing in seen["things"]}
        ours = _known_numbers(page, path, known, kinds)
        pairs = [(thing, _offer(page, path, thing, ours, known)) for thing in seen["things"]]
    finally:
        frame.evaluate(_UNMARK, None)
    address = urlsplit(frame.url)
    return OfferedFrame(
        frame=path,
        title=seen["title"],
        path=f"{address.path}?{address.query}" if address.query else address.path,
        offers=tuple(offer for _thing, offer in pairs if offer is not None),
        lost=tuple(_lost(thing) for thing, offer in pairs if offer is None and thing["kind"] not in ("words", "table")),
    )


def _known_numbers(page: Page, frame: str, known: Known, kinds: Mapping[int, str]) -> dict[int, str]:
    """The names of ``known`` by the numbers of the things they lead to in this frame.

    ``kinds``: what each thing is; the name of a table names nothing that stands in it.
    """
    numbers: dict[int, str] = {}
    for name, target in known.items():
        with contextlib.suppress(TargetError, PlaywrightError):
            if _names_frame(page, target.frame, frame) and candidates(_scope(page, frame), target).count():
                number = locate(page, target).evaluate(_NUMBER)
                if name.startswith("tables.") == (kinds.get(number) == "table"):
                    numbers.setdefault(number, name)
    return numbers


def _names_frame(page: Page, written: str, path: str) -> bool:
    """Whether a robot that writes ``written`` means the frame called ``path``; raises :class:`TargetError`."""
    if not written or not path:
        return written == path
    found = find_frame(page, written)
    return found is not None and _frame_path(found) == path


def _offer(page: Page, frame: str, thing: dict[str, Any], ours: Mapping[int, str], known: Known) -> Offer | None:
    name = ours.get(thing["number"], "")
    target = known[name] if name else _target(page, frame, thing)
    if target is None:
        return None
    if thing["kind"] == "autocomplete" and not name:
        target = ScreenField(**target.model_dump(exclude_defaults=True), kind="autocomplete")
    called = name.partition(".")[2] or thing["name"] or thing["id"]
    return Offer(
        kind=thing["kind"],
        target=target,
        name=called,
        choices=tuple(thing["choices"]),
        closed=bool(thing["closed"]),
        required=bool(thing.get("required")),
        known=bool(name),
    )


def _lost(thing: dict[str, Any]) -> str:
    return f"{thing['tag']} {thing['words'][0] if thing['words'] else thing['name'] or thing['id']}".strip()


def _target(page: Page, frame: str, thing: dict[str, Any]) -> Target | None:
    """The first way, in the order of the guide, that leads to this thing and no other."""
    return next((target for target in _ways(frame, thing) if _leads_to(page, target, thing["number"])), None)


def _leads_to(page: Page, target: Target, number: int) -> bool:
    if not candidates(_scope(page, target.frame), target).count():
        return False  # asked first: nothing is waited for
    try:
        return bool(locate(page, target).evaluate(_IS_MARKED, number))
    except (TargetError, PlaywrightError):
        return False


def _scope(page: Page, path: str) -> Page | Frame:
    return next(frame for frame in page.frames if _frame_path(frame) == path) if path else page


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
        yield Target(css="table", frame=frame)
        headings = [text for text in thing["choices"] if '"' not in text]
        yield from (Target(xpath=f'//table[.//th[normalize-space()="{text}"]]', frame=frame) for text in headings)
    else:
        words = list(dict.fromkeys(plain for text in words if (plain := _AROUND.sub("", text))))
        yield from (Target(label=text, frame=frame) for text in words)
        yield from (Target(row=text, frame=frame) for text in words)
        if thing["placeholder"]:
            yield Target(placeholder=thing["placeholder"], frame=frame)
    if kind == "radio" and thing["name"]:
        yield Target(xpath=_RADIO_GROUP.format(name=thing["name"]), frame=frame)
    else:
        yield from (Target(css=css, frame=frame) for css in _selectors(thing))


def _selectors(thing: dict[str, Any]) -> Iterator[str]:
    if thing["id"]:
        yield f'{thing["tag"]}[id="{thing["id"]}"]'
    if thing["name"]:
        yield f'{thing["tag"]}[name="{thing["name"]}"]'
    if generated := thing.get("generated"):  # the last way out: it may be another one tomorrow
        yield f'{thing["tag"]}[id="{generated}"]'


def _frame_path(frame: Frame) -> str:
    """``outer > inner`` by the names of the frames, or the end of their address where they have none."""
    names: list[str] = []
    inner: Frame | None = frame
    while inner is not None and inner.parent_frame is not None:
        names.insert(0, inner.name or urlsplit(inner.url).path.rsplit("/", 1)[-1])
        inner = inner.parent_frame
    return " > ".join(names)
