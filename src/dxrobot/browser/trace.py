"""What went between pages and the site, and what pages said on their console: kept in case the item fails."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

from dxrobot.browser.origins import origin_of

_REQUESTS_KEPT = 200
_LINES_KEPT = 500
_LONGEST_LINE = 2000


@dataclass(slots=True)
class Exchange:
    """A request and how it was answered: no query, no header, no body, since these hold the records."""

    method: str
    address: str
    started: float
    status: str = ""
    """HTTP status, or what kept the request from being answered; empty while it is under way."""
    milliseconds: int | None = None


class Traffic:
    """Listens to all pages of ``context``; the oldest of many requests and lines are forgotten."""

    def __init__(self, context: BrowserContext) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=_REQUESTS_KEPT)
        self.console: deque[str] = deque(maxlen=_LINES_KEPT)
        """Lines as the pages wrote them: they must be scrubbed before they are kept."""
        self._under_way: dict[Request, Exchange] = {}
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        context.on("console", self._said)
        context.on("weberror", self._broke)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        address = f"{origin_of(request.url)}{parts.path}" if parts.netloc else f"{parts.scheme}:"
        exchange = Exchange(request.method, address, time.monotonic())
        self.exchanges.append(exchange)
        self._under_way[request] = exchange

    def _answered(self, response: Response) -> None:
        self._settle(response.request, str(response.status))

    def _failed(self, request: Request) -> None:
        self._settle(request, request.failure or "failed")

    def _settle(self, request: Request, status: str) -> None:
        exchange = self._under_way.pop(request, None)
        if exchange is not None:
            exchange.status = status
            exchange.milliseconds = round((time.monotonic() - exchange.started) * 1000)

    def _said(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text[:_LONGEST_LINE]}")

    def _broke(self, error: WebError) -> None:
        self.console.append(f"exception: {str(error.error)[:_LONGEST_LINE]}")


@contextmanager
def tracing(context: BrowserContext, path: Path | None) -> Iterator[None]:
    """Write Playwright's own trace to ``path``; it cannot be masked. Nothing without a path."""
    if path is None:
        yield
        return
    context.tracing.start(screenshots=True, snapshots=True)
    try:
        yield
    finally:
        context.tracing.stop(path=path)
        path.chmod(0o600)
