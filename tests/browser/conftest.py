"""Small pages served on the loopback address, and one browser for all tests that do not harm it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dxrobot.browser.find import find_browser
from dxrobot.browser.screen import open_page
from dxrobot.browser.session import BrowserSession

Show = Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """What the site answers in place of a page in UTF-8."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    delay_s: float = 0.0


class Pages(ThreadingHTTPServer):
    """Serves ``html`` or ``answers`` by path; /error answers 500, /slow after two seconds, /away leads elsewhere."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("", 0), _Handler)  # every number of this machine, 127.0.0.2 too
        self.html: dict[str, str] = {}
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.sent: list[bytes] = []
        """Bodies of what was posted."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Pages

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        path = self.path.split("?")[0]
        if path == "/slow":
            time.sleep(2)
        if answer := self.server.answers.get(path):
            self._give(answer)
            return
        body = self.server.html.get(path, "")
        if path == "/away":
            self.send_response(302)
            self.send_header("Location", body)
        else:
            self.send_response(500 if path == "/error" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self) -> None:
        self.server.sent.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.do_GET()

    def _give(self, answer: Answer) -> None:
        time.sleep(answer.delay_s)
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args: object) -> None:
        pass


def serve() -> Iterator[Pages]:
    pages = Pages()
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    yield pages
    pages.shutdown()
    pages.server_close()


pages = pytest.fixture(scope="session")(serve)


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Pages]:
    """A second site that the robot may not visit."""
    yield from serve()


@pytest.fixture(scope="session")
def session(pages: Pages) -> Iterator[BrowserSession]:
    with BrowserSession(find_browser(), pages.address, [], timeout_s=2.0) as running:
        yield running


@pytest.fixture
def show(session: BrowserSession, pages: Pages) -> Show:
    """Put a page on the screen."""

    def put(html: str) -> None:
        pages.html["/"] = f"<!doctype html><meta charset=utf-8><title>t</title>{html}"
        session.run(lambda page: open_page(page, "/"))

    return put
