"""Brackets and quotes of CSS and XPath that lack their partner: what no browser reads.

Only that is told of a selector before any run: everything else its own rules decide, which only a browser knows.
"""

from __future__ import annotations

import re

_CSS_TEXT = re.compile(r"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?(?:\*/|\Z)""", re.DOTALL)
_XPATH_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLOSES = {")": "(", "]": "["}


def lonely_in_css(selector: str) -> str:
    """The first bracket or quote without its partner; nothing when all have theirs."""
    return _lonely(_CSS_TEXT.sub(" ", selector))


def lonely_in_xpath(path: str) -> str:
    """The first bracket or quote without its partner; nothing when all have theirs."""
    return _lonely(_XPATH_TEXT.sub(" ", path))


def _lonely(bare: str) -> str:
    if ">>" in bare:  # a chain of Playwright's: other rules hold in its other links
        return ""
    open_ones: list[str] = []
    for sign in bare:
        if sign in "\"'":
            return sign
        if sign in _CLOSES.values():
            open_ones.append(sign)
        elif sign in _CLOSES and (not open_ones or open_ones.pop() != _CLOSES[sign]):
            return sign
    return open_ones[0] if open_ones else ""
