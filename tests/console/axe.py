"""What axe-core finds wrong with a page for people who do not see it, hear it or use a mouse.

``axe.min.js`` beside this file is axe-core 4.14.1 (Deque Systems, Mozilla Public License 2.0), unchanged;
only tests use it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_HERE = Path(__file__).parent
_SERIOUS = ("serious", "critical")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (runOnly) => {
  const found = await axe.run(document, { resultTypes: ["violations"], runOnly });
  return found.violations.map(({id, impact, help, nodes}) => ({
    id, impact, help,
    nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 160)}`),
  }));
}"""


@cache
def _source() -> str:
    return (_HERE / "axe.min.js").read_text(encoding="utf-8")


def serious_findings(page: Page) -> list[str]:
    """Every serious or critical finding on ``page``: the rule, and each place that breaks it."""
    # Evaluated, not added as a script: the console's policy allows none but its own.
    page.evaluate(f"() => {{ {_source()}\n }}")
    return [
        f"{found['id']} ({found['help']}): {place}"
        for found in page.evaluate(_RUN, _RULES)
        if found["impact"] in _SERIOUS
        for place in found["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page as a whole is wider than its window; a part with a scroll bar of its own is none."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
