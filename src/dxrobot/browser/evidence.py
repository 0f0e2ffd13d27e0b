"""Pictures of a screen as evidence, with every piece of personal data covered."""

from __future__ import annotations

import json
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator, Sequence

from playwright.sync_api import Locator, Page

from dxrobot.browser.locate import candidates
from dxrobot.robot.target import Target

ENGINE = "holding"
"""Name of the selector engine below; ``holding=…`` finds whatever shows one of the values given to it."""

_COVER = "#000000"
# A shorter value (a day of the month, a sex) would cover half of every page and identifies nobody.
_SHORTEST_ASCII = 3
_SHORTEST = 2
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff70]")

# For each value: the innermost elements whose text holds it, and inputs that hold it. Spaces, hyphens and width do not
# count, so 615-8252 is also found as 6158252 and in full-width digits. Open shadow roots are searched as well.
ENGINE_SCRIPT = r"""
(() => {
  const bare = text => text.normalize('NFKC').replace(/[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff70]/g, '');
  const skipped = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'OPTION']);
  const inside = element => [...element.children, ...(element.shadowRoot ? element.shadowRoot.children : [])];
  const own = element => [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('');
  const entered = element => {
    if (element.tagName === 'SELECT') return [...element.selectedOptions].map(option => option.text).join('');
    return element.tagName === 'INPUT' || element.tagName === 'TEXTAREA' ? element.value : '';
  };
  const shown = element => skipped.has(element.tagName) ? '' :
    entered(element) || [...element.childNodes, ...(element.shadowRoot ? element.shadowRoot.childNodes : [])]
      .map(node => node.nodeType === 3 ? node.data : node.nodeType === 1 ? shown(node) : '').join('');
  const collect = (element, value, found) => {
    if (!bare(shown(element)).includes(value)) return false;
    let deeper = false;
    for (const child of inside(element)) deeper = collect(child, value, found) || deeper;
    if (!deeper || bare(own(element)).includes(value)) found.add(element);
    return true;
  };
  const queryAll = (root, selector) => {
    const found = new Set();
    const start = root.nodeType === 9 ? root.documentElement : root;
    for (const value of JSON.parse(decodeURIComponent(selector))) collect(start, value, found);
    return [...found];
  };
  return { queryAll, query: (root, selector) => queryAll(root, selector)[0] || null };
})()
"""


def masked_screenshot(page: Page, sensitive: Sequence[Target], sensitive_values: Sequence[str]) -> bytes:
    """A PNG of the whole page; ``sensitive`` things and whatever shows a sensitive value are covered in black.

    A target that is not on this page is passed over. The page itself is left as it is.
    """
    masks = [*_named(page, sensitive), *_holding(page, sensitive_values)]
    return page.screenshot(full_page=True, animations="disabled", caret="initial", mask=masks, mask_color=_COVER)


def _named(page: Page, targets: Sequence[Target]) -> Iterator[Locator]:
    for target in targets:
        for frame in page.frames:
            yield candidates(frame, target)


def _holding(page: Page, values: Sequence[str]) -> Iterator[Locator]:
    """The things that hold ``values`` in every frame; the values travel percent-encoded inside the selector."""
    wanted = sorted({bare for value in values if _identifies(bare := _bare(value))})
    if wanted:
        selector = f"{ENGINE}={urllib.parse.quote(json.dumps(wanted, ensure_ascii=False), safe='')}"
        yield from (frame.locator(selector) for frame in page.frames)


def _identifies(bare: str) -> bool:
    return len(bare) >= (_SHORTEST_ASCII if bare.isascii() else _SHORTEST)


def _bare(value: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", value))
