"""Pictures and copies of a screen as evidence, with every piece of personal data covered."""

from __future__ import annotations

import contextlib
import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import ElementHandle, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.fast_fill import wanted
from dxrobot.browser.locate import candidates
from dxrobot.browser.scripts import script
from dxrobot.errors import TargetError
from dxrobot.i18n import _
from dxrobot.masking import redactor
from dxrobot.robot.target import Target

_COVER = script("cover(given)", "control", "find", "hide", "cover")
_UNCOVER = script("uncover()", "control", "find", "hide", "cover")
_DOUBTS = script("hidden(given).doubts", "control", "find", "hide")
_COPY = script("copyPage(given)", "control", "find", "hide", "copy")
# A shorter value (a day of the month, a sex) would cover half of every page and identifies nobody.
_SHORTEST_ASCII = 3
_SHORTEST = 2
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff70]")
_HEAD = (
    '<!doctype html><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_LOOK = "<style>iframe { width: 100%; height: 48em; border: 1px solid }</style>"


def masked_screenshot(page: Page, sensitive: Sequence[Target], sensitive_values: Sequence[str]) -> bytes:
    """A PNG of the whole page; ``sensitive`` things and whatever shows a sensitive value are covered in black.

    So are the rows of lists, which show other people. A target that is not on this page is passed over. The page
    itself is left as it is.
    """
    given = _given(sensitive, sensitive_values)
    try:
        for frame in _frames(page):
            _cover(frame, given, sensitive)
        return page.screenshot(full_page=True, caret="initial")
    finally:
        for frame in _frames(page):
            with contextlib.suppress(PlaywrightError):  # a frame that has gone meanwhile took its cover with it
                frame.evaluate(_UNCOVER)


def masked_copy(page: Page, sensitive: Sequence[Target], sensitive_values: Sequence[str]) -> str:
    """The page as an HTML file that opens without the site: each frame one below the other, scripts removed.

    What a picture would cover is replaced by ●, also in attributes. Raises :class:`TargetError` when something
    sensitive would remain.
    """
    given = _given(sensitive, sensitive_values)
    copies = [(frame, _copied(frame, given, sensitive)) for frame in _frames(page)]
    _require_clean([copy for _frame, copy in copies], given["values"])
    parts = [
        f'<h2>{html.escape(_name(frame))}</h2><iframe sandbox srcdoc="{html.escape(_HEAD + copy)}"></iframe>'
        for frame, copy in copies
    ]
    return f"{_HEAD}<title>dxrobot</title>{_LOOK}{''.join(parts)}"


def bare(value: str) -> str:
    """``value`` without what does not count when it is looked for: spaces, hyphens, width."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", value))


def _given(targets: Sequence[Target], values: Sequence[str]) -> dict[str, Any]:
    found = sorted({short for value in values if _identifies(short := bare(value))})
    return {"targets": [wanted(target) for target in targets], "values": found, "found": []}


def _cover(frame: Frame, given: dict[str, Any], targets: Sequence[Target]) -> None:
    """Cover what can be told in one step; Playwright is asked only for what the script leaves in doubt."""
    doubts = frame.evaluate(_COVER, given)
    if found := _handles(frame, [targets[index] for index in doubts]):
        frame.evaluate(_COVER, {"targets": [], "values": [], "found": found})


def _copied(frame: Frame, given: dict[str, Any], targets: Sequence[Target]) -> str:
    doubts = frame.evaluate(_DOUBTS, given)
    copy: str = frame.evaluate(_COPY, {**given, "found": _handles(frame, [targets[index] for index in doubts])})
    return copy


def _handles(frame: Frame, targets: Sequence[Target]) -> list[ElementHandle]:
    return [handle for target in targets for handle in candidates(frame, target).element_handles()]


def _frames(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if not frame.is_detached()]


def _name(frame: Frame) -> str:
    """What a frame is called, without its address's query."""
    return redactor.scrub(" ".join(filter(None, (frame.name, unquote(urlsplit(frame.url).path)))))


def _require_clean(copies: Sequence[str], values: Sequence[str]) -> None:
    """A last look, by other means, at what the copies say: their words without tags, and each of their attributes."""
    for copy in copies:
        told = [re.sub(r"<[^>]*>", "", copy), *re.findall(r'="([^"]*)"', copy)]
        plain = [bare(html.unescape(text)) for text in told]
        if any(value in text for value in values for text in plain):
            raise TargetError(_("画面の写しから個人情報を除けなかったため、残しませんでした。"))


def _identifies(short: str) -> bool:
    return len(short) >= (_SHORTEST_ASCII if short.isascii() else _SHORTEST)
