"""The console as its users meet it: in a browser, signed in, at the size of their screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize

from tests.console.conftest import Console

WIDE = ViewportSize(width=1366, height=768)
NARROW = ViewportSize(width=400, height=800)


@contextmanager
def signed_in(browser: Browser, console: Console, login: str, viewport: ViewportSize = WIDE) -> Iterator[Page]:
    """A page of ``login`` (tests.console.seed.PEOPLE), signed in once for the whole file; ``page.goto("/runs/")``."""
    with browser.new_context(
        base_url=console.address, viewport=viewport, locale="ja-JP", timezone_id="Asia/Tokyo", reduced_motion="reduce"
    ) as context:
        cookies = console.as_(login).session.cookies
        context.add_cookies([{"name": one.name, "value": one.value or "", "url": console.address} for one in cookies])
        yield context.new_page()


def complaints(page: Page) -> list[str]:
    """A list that fills itself with what the browser complains of on ``page``: scripts, policy, what was not found."""
    found: list[str] = []
    page.on(
        "console",
        lambda said: found.append(f"{said.text} {said.location['url']}") if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
