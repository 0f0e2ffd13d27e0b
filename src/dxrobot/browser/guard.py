"""The guard of a dry run: while it is shut, nothing leaves the browser but requests known to change nothing.

Each request of a page is stopped and written down; what pages cannot be seen to send is stopped by the relay.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route, WebSocket
from playwright.sync_api import Error as PlaywrightError

from dxrobot.browser.origins import origin_of
from dxrobot.browser.relay import Relay
from dxrobot.robot.model import SafeRequest

_EVERYTHING = "**/*"
_WEB = ("http:", "https:")
# What a page sends while it goes has been refused by the relay well within this time, on a busy machine too.
_LEAVING_MS = 1000
_SEND_TIMEOUT_S = 30.0
_OF_THE_CONNECTION = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"}
_SEE_OTHER = (301, 302, 303)


@dataclass(frozen=True, slots=True)
class Blocked:
    """A request that was not sent; its query and its body are nobody's business."""

    method: str
    path: str
    whole_page: bool = False
    """Whether another screen, or another frame's content, would have come by it."""


class Guard:
    """Watches over everything that ``context`` sends; open until :meth:`shut`."""

    def __init__(self, context: BrowserContext, relay: Relay, safe: Sequence[SafeRequest], base_url: str) -> None:
        self._context = context
        self._relay = relay
        self._safe = tuple(safe)
        self._origin = origin_of(base_url)
        self._is_shut = False
        self._refused_before = 0
        self.blocked: list[Blocked] = []
        """What was stopped since the guard was last shut."""
        # From the beginning and to the end: taking a route away would release what it still holds back.
        context.route(_EVERYTHING, self._decide)
        context.on("page", lambda page: page.on("websocket", self._note_socket))

    def shut(self) -> None:
        """From now on only safe requests are sent."""
        if self._is_shut:
            return
        self.blocked, self._refused_before = [], self._relay.refused
        self._is_shut = True
        self._relay.shut()

    @property
    def is_shut(self) -> bool:
        """Whether requests are stopped now."""
        return self._is_shut

    @property
    def stopped_unseen(self) -> bool:
        """Whether something was stopped that no page showed: a worker's, or what a page sends while it goes."""
        sockets = sum(request.method == "WEBSOCKET" for request in self.blocked)
        return self._relay.refused - self._refused_before > sockets

    def lift(self, page: Page) -> None:
        """Let requests through again, after the pages are gone with all that they would have sent on leaving."""
        if not self._is_shut:
            return
        for other in [other for other in self._context.pages if other is not page]:
            other.close(run_before_unload=False)
        page.goto("about:blank")
        page.wait_for_timeout(_LEAVING_MS)
        self._is_shut = False
        self._relay.open()

    def _decide(self, route: Route) -> None:
        request = route.request
        if not self._is_shut or not request.url.startswith(_WEB):
            route.fallback()
        elif not self._is_safe(request) or not self._send(route):
            self._note(request)
            route.abort("aborted")  # the screen stays as it is; other reasons would show the browser's page of errors

    def _is_safe(self, request: Request) -> bool:
        path = urlsplit(request.url).path or "/"
        same_site = origin_of(request.url) == self._origin
        return same_site and any(safe.covers(request.method, path) for safe in self._safe)

    def _note(self, request: Request) -> None:
        path = urlsplit(request.url).path or "/"
        self.blocked.append(Blocked(request.method, path, request.is_navigation_request()))

    def _note_socket(self, socket: WebSocket) -> None:
        if self._is_shut:
            self.blocked.append(Blocked("WEBSOCKET", urlsplit(socket.url).path or "/"))

    def _send(self, route: Route) -> bool:
        """Send a safe request for the page, whose own way is shut; False if it came to no answer."""
        request = route.request
        try:
            status, headers, body = _ask(request)
        except (OSError, http.client.HTTPException, PlaywrightError):
            return False
        if status in _SEE_OTHER and request.is_navigation_request():
            # The next address is a request of its own, which has to pass here as well.
            where = urljoin(request.url, headers.get("location", ""))
            route.fulfill(status=200, headers=_cookies(headers), content_type="text/html", body=_go_on(where))
            return True
        if 300 <= status < 400:
            return False
        route.fulfill(status=status, headers=headers, body=body)
        return True


def _ask(request: Request) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the site's answer; certificates are those that this machine trusts."""
    parts = urlsplit(request.url)
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        trusted = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=_SEND_TIMEOUT_S, context=trusted)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=_SEND_TIMEOUT_S)
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    headers = {name: value for name, value in headers.items() if name not in _OF_THE_CONNECTION}
    headers["accept-encoding"] = "identity"
    try:
        address = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(request.method, address, body=request.post_data_buffer, headers=headers)
        answer = connection.getresponse()
        return answer.status, _joined(answer.getheaders()), answer.read()
    finally:
        connection.close()


def _joined(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Headers by name in lower case; several cookies a line each, as Playwright takes them."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key not in _OF_THE_CONNECTION:
            joined[key] = f"{joined[key]}\n{value}" if key in joined else value
    return joined


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    return {"set-cookie": headers["set-cookie"]} if "set-cookie" in headers else {}


def _go_on(where: str) -> str:
    address = where.replace("&", "&amp;").replace('"', "&quot;")
    return f'<!doctype html><meta http-equiv="refresh" content="0;url={address}">'
