"""A site that fails: errors, hangs, lost sessions, answers that never come, records saved long after their request.

Off unless asked for. Which request fails in which way follows from a seed and the order of the requests.
"""

from __future__ import annotations

import io
import random
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_ANY_SHARE = 0.012
"""Share of requests for a page that fail before they have done anything."""
_REGISTER_SHARE = 0.15
"""Share of registrations that go wrong in a way that leaves their sender in doubt."""
_LONGEST_S = 8.0
"""A registration is saved at most so long after its request, in seconds."""
_HANG_S = 6.0
_REGISTER = b"_register="
_SESSION = "sessionid"


class Faults:
    """Lets ``application`` answer, but for the requests that are chosen to fail."""

    def __init__(self, application: WSGIApplication, seed: int) -> None:
        self._application = application
        self._chance = random.Random(seed)  # noqa: S311 - failures to be repeated, no secret
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, or fail to."""
        if environ["PATH_INFO"].startswith("/static/"):
            return self._application(environ, start_response)
        if self._registers(environ):
            return self._registration(environ, start_response)
        return self._page(environ, start_response)

    def _page(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        fault = self._choose(_ANY_SHARE, ("error", "hang", "forget"))
        if fault == "error":
            return _server_error(start_response)
        if fault == "hang":
            time.sleep(_HANG_S)
        if fault == "forget":
            environ["HTTP_COOKIE"] = _without_session(environ.get("HTTP_COOKIE", ""))
        return self._application(environ, start_response)

    def _registration(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        fault = self._choose(_REGISTER_SHARE, ("late", "error", "error after saving", "silence after saving", "forget"))
        if fault == "error":
            return _server_error(start_response)
        if fault == "late":
            time.sleep(self._seconds())
        if fault == "forget":
            environ["HTTP_COOKIE"] = _without_session(environ.get("HTTP_COOKIE", ""))
        if not fault.endswith("saving"):
            return self._application(environ, start_response)
        for _part in self._application(environ, _ignore_answer):
            pass
        if fault == "silence after saving":
            _hang_up(environ)
        return _server_error(start_response)

    def _choose(self, share: float, faults: tuple[str, ...]) -> str:
        with self._lock:
            return self._chance.choice(faults) if self._chance.random() < share else ""

    def _seconds(self) -> float:
        with self._lock:
            return self._chance.uniform(0.5, _LONGEST_S)

    def _registers(self, environ: WSGIEnvironment) -> bool:
        if environ["REQUEST_METHOD"] != "POST":
            return False
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        return _REGISTER in body


def _server_error(start_response: StartResponse) -> Iterable[bytes]:
    start_response("500 Internal Server Error", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]


def _ignore_answer(_status: str, _headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
    return lambda _data: None


def _without_session(cookies: str) -> str:
    return "; ".join(part for part in cookies.split("; ") if not part.startswith(f"{_SESSION}="))


def _hang_up(environ: WSGIEnvironment) -> None:
    """Close the connection without an answer, as a router or a proxy that fails does."""
    channel = environ["waitress.client_disconnected"].__self__
    channel.socket.shutdown(socket.SHUT_RDWR)
