"""While the guard of a dry run is shut nothing reaches the site, however a page tries; a witness at the site counts."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from dxrobot.browser.find import find_browser
from dxrobot.browser.guard import Blocked, Guard
from dxrobot.browser.screen import open_page
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.model import SafeRequest

PAGE = """<!doctype html><meta charset=utf-8><title>t</title>
<input id=name><a id=link href="/link" ping="/ping">link</a>
<form id=form method=post action="/form"><input name=v value=1><button id=send>send</button></form>
<iframe name=inner src="/inner"></iframe>
<script>
socket = new WebSocket('ws://' + location.host + '/socket');
worker = new Worker(URL.createObjectURL(new Blob([`onmessage = e => {
  fetch(e.data + '/worker', {method: 'POST'}).catch(() => {});
  const s = new WebSocket(e.data.replace('http', 'ws') + '/worker-socket'); s.onopen = () => s.send('x'); }`])));
shared = new SharedWorker('/shared.js?' + Math.random()); // of its own: one that lives on is asked for at any time
document.getElementById('name').onblur = () => fetch('/autosave', {method: 'PUT', body: 'v'}).catch(() => {});
addEventListener('pagehide', () => {
  navigator.sendBeacon('/bye', 'v'); fetch('/bye-fetch', {method: 'POST', keepalive: true, body: 'v'}); });
addEventListener('unload', () => navigator.sendBeacon('/bye-unload', 'v'));
document.addEventListener('visibilitychange', () => navigator.sendBeacon('/bye-hidden', 'v'));
</script>"""
INNER = "<script>addEventListener('pagehide', () => navigator.sendBeacon('/bye-inner', 'v'))</script>inner"
SHARED = "onconnect = e => e.ports[0].onmessage = () => fetch('/shared', {method: 'POST'}).catch(() => {})"
WAYS = {
    "fetch": "fetch('/fetch', {method: 'POST', body: 'v'}).catch(() => {})",
    "GET": "fetch('/get?v=1').catch(() => {})",
    "picture": "new Image().src = '/pixel.png?v=1'",
    "beacon": "navigator.sendBeacon('/beacon', 'v')",
    "ping": "document.getElementById('link').click()",
    "form": "document.getElementById('send').click()",
    "form into a frame": "form.target = 'inner'; document.getElementById('send').click()",
    "form into a window": "form.target = '_blank'; document.getElementById('send').click()",
    "pop-up": "window.open('/popup?v=1')",
    "address": "location.href = '/address?v=1'",
    "from an empty pop-up": "const w = window.open('about:blank'); w.fetch('/blank', {method: 'POST'}).catch(() => {})",
    "old socket": "socket.send('v')",
    "new socket": "s = new WebSocket('ws://' + location.host + '/late'); s.onopen = () => s.send('v')",
    "worker": "worker.postMessage(location.origin)",
    "shared worker": "shared.port.start(); shared.port.postMessage('v')",
    "prefetch": "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = '/p'; document.head.append(l)",
    "later": "window.fetchLater && fetchLater('/later', {method: 'POST', activateAfter: 50})",
    "waiting": "let x = new XMLHttpRequest(); x.open('POST', '/xhr', false); try { x.send('v') } catch (e) {}",
}


class Site(ThreadingHTTPServer):
    """Writes down everything that reaches it: method and path, and messages on sockets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append(f"{self.command} {self.path}")
        if self.headers.get("Upgrade") == "websocket":
            self._talk()
            return
        body = {"/": PAGE, "/inner": INNER, "/shared.js": SHARED}.get(self.path.split("?")[0], self.path).encode()
        self.send_response(303 if self.path == "/sent-on" else 200)
        self.send_header("Location", "/next")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_GET

    def _talk(self) -> None:
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        while len(head := self.rfile.read(2)) == 2:
            self.rfile.read(4 + (head[1] & 127))
            # A closing frame is a farewell of the browser's own when the line is cut.
            self.server.heard += [f"MESSAGE {self.path}"] if head[0] & 15 == 1 else []
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


SAFE = (
    SafeRequest(method="POST", path="/check/*"),
    SafeRequest(method="GET", path="/codes/**"),
    SafeRequest(method="POST", path="/sent-on"),
    SafeRequest(method="GET", path="/next"),
)


@pytest.fixture(scope="module")
def dry(site: Site) -> Iterator[BrowserSession]:
    with BrowserSession(find_browser(), site.address, [], timeout_s=3.0, safe_requests=SAFE) as running:
        yield running


@pytest.fixture
def guard(dry: BrowserSession, site: Site) -> Iterator[Guard]:
    """A page that is ready to send in every way, and a guard just shut."""
    assert dry.guard is not None
    open_whole(dry, site)
    dry.guard.shut()
    site.heard.clear()
    yield dry.guard
    dry.run(dry.guard.lift)


OWN = {"GET /inner", "GET /socket", "GET /shared.js"}


def open_whole(session: BrowserSession, site: Site) -> None:
    """Open the page and wait for all that it asks for itself, which a busy machine may ask for late.

    Every page of these tests is opened so: what one asks for after it is left would be taken for the next one's.
    """
    site.heard.clear()
    session.run(lambda page: open_page(page, "/"))
    deadline = time.monotonic() + 20
    while not {request.split("?")[0] for request in site.heard} >= OWN:
        assert time.monotonic() < deadline, f"the page asked only for {site.heard}"
        session.run(lambda page: page.wait_for_timeout(50))  # requests pass the guard only while it is at work
    session.run(lambda page: page.wait_for_load_state("load"))


def _do(dry: BrowserSession, script: str) -> None:
    def work(page: Page) -> None:
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(150)

    dry.run(work)


def test_a_page_that_tries_every_way_reaches_nobody(dry: BrowserSession, guard: Guard, site: Site) -> None:
    heard: dict[str, list[str]] = {}
    for way, script in WAYS.items():
        _do(dry, script)
        heard[way] = list(site.heard)
        site.heard.clear()
    assert {way: what for way, what in heard.items() if what} == {}
    assert Blocked("POST", "/form", whole_page=True) in guard.blocked
    assert Blocked("GET", "/pixel.png") in guard.blocked
    assert Blocked("WEBSOCKET", "/late") in guard.blocked
    assert guard.stopped_unseen


def test_nothing_is_sent_when_the_page_is_left_nor_afterwards(dry: BrowserSession, guard: Guard, site: Site) -> None:
    _do(dry, "document.getElementById('name').focus(); document.getElementById('name').blur()")
    dry.run(guard.lift)
    dry.run(lambda page: page.wait_for_timeout(600))
    assert site.heard == []
    open_whole(dry, site)
    assert "GET /" in site.heard, "the guard is lifted"


def test_an_unguarded_page_does_send_when_it_is_left(dry: BrowserSession, site: Site) -> None:
    open_whole(dry, site)
    site.heard.clear()
    dry.run(lambda page: page.goto("about:blank"))
    deadline = time.monotonic() + 3
    while "POST /bye" not in site.heard and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "POST /bye" in site.heard, "otherwise the tests above show nothing"


def test_listed_requests_go_through_with_their_answer_and_cookies(
    dry: BrowserSession, guard: Guard, site: Site
) -> None:
    answer = dry.run(
        lambda page: page.evaluate("fetch('/check/address?q=1', {method: 'POST', body: 'v'}).then(r => r.text())")
    )
    assert answer == "/check/address?q=1"
    assert dry.run(lambda page: page.evaluate("document.cookie")) == "a=1; b=2"
    _do(dry, "fetch('/check/a/b', {method: 'POST'}).catch(() => {}); fetch('/check/x').catch(() => {})")
    assert site.heard == ["POST /check/address?q=1"]
    assert [blocked.path for blocked in guard.blocked] == ["/check/a/b", "/check/x"]


def test_where_a_listed_request_leads_to_must_be_listed_too(dry: BrowserSession, guard: Guard, site: Site) -> None:
    _do(dry, "form.action = '/sent-on'; form.submit()")
    dry.run(lambda page: page.wait_for_url("**/next"))
    assert site.heard == ["POST /sent-on", "GET /next"]


def test_the_end_of_the_session_sends_nothing(site: Site) -> None:
    with BrowserSession(find_browser(), site.address, [], timeout_s=3.0, safe_requests=()) as session:
        open_whole(session, site)
        assert session.guard is not None
        session.guard.shut()
        site.heard.clear()
    time.sleep(0.3)
    assert site.heard == []
