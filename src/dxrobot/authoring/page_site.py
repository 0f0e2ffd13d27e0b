"""A folder of pages that plays a target system on the loopback interface, for tests of scenarios.

``GET /a/b`` is answered with ``a/b.html``, ``POST /a/b`` with ``a/b.post.html``; other files come as they are. Pages
may hold ``{{ posted.x }}`` (what was just sent), ``{{ query.x }}`` and ``records['/a/b']`` (all that was sent there).
"""

from __future__ import annotations

import json
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_HEAD = 2048
"""Bytes of a page in which its own character set must stand."""
_ENVIRONMENT = SandboxedEnvironment(autoescape=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class PageSite:
    """A running site; ``records`` is what was sent to it, by path."""

    folder: Path
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    address: str = ""
    base_path: str = "/"
    """Where below its host the site begins; ends with a slash."""

    def answer(self, path: str, query: str, posted: dict[str, str] | None) -> Answer | None:
        """The page for a request, ``posted`` being what was sent with it; None when there is none."""
        found = self._file(path, sent=posted is not None)
        if found is None:
            return None
        content = found.read_bytes()
        if found.suffix in (".html", ".htm"):
            asked = dict(parse_qsl(query))
            content = self._rendered(content, {"posted": posted or {}, "query": asked, "records": self.records})
        return Answer(200, [("content-type", _content_type(found, content))], content)

    def _file(self, path: str, *, sent: bool) -> Path | None:
        below = unquote(path).strip("/") or "index"
        names = [f"{below}.post.html"] if sent else [f"{below}.html", below, f"{below}/index.html"]
        root = self.folder.resolve()
        candidates = ((root / name).resolve() for name in names)
        return next((file for file in candidates if file.is_file() and root in file.parents), None)

    def _rendered(self, content: bytes, variables: dict[str, Any]) -> bytes:
        charset = _charset(content)
        try:
            text = content.decode(charset)
            return _ENVIRONMENT.from_string(text).render(variables).encode(charset, errors="xmlcharrefreplace")
        except (TemplateError, UnicodeDecodeError):
            return content  # a page that uses these braces for something of its own


Kind = TypeVar("Kind", bound=PageSite)


@contextmanager
def serving(site: Kind) -> Iterator[Kind]:
    """Let ``site`` answer on a free loopback port as long as the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.address = f"http://127.0.0.1:{server.server_port}{site.base_path}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def page_site(folder: Path) -> Iterator[PageSite]:
    """Serve the pages of ``folder`` on a free loopback port as long as the block."""
    with serving(PageSite(folder)) as site:
        yield site


def _handler(site: PageSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Answer with a page."""
            self._answer(None)

        def do_POST(self) -> None:
            """Remember what was sent, and answer with the page after it."""
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            posted = fields_of(body, self.headers.get("content-type") or "")
            site.records.setdefault(urlsplit(self.path).path, []).append(posted)
            self._answer(posted)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: requests hold what was entered."""

        def _answer(self, posted: dict[str, str] | None) -> None:
            parts = urlsplit(self.path)
            missing = _missing(parts.path, sent=posted is not None)
            answer = site.answer(parts.path, parts.query, posted) or missing
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

    return Handler


def fields_of(body: bytes, kind: str) -> dict[str, str]:
    """What a form or a script has sent, by name."""
    if kind.startswith("application/json"):
        data = json.loads(body)
        return {key: str(value) for key, value in data.items()} if isinstance(data, dict) else {"": str(data)}
    if kind.startswith("multipart/form-data"):
        return _parts(body, kind)
    text = body.decode("ascii", errors="replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return dict(parse_qsl(text, keep_blank_values=True, encoding="cp932", errors="replace"))


def _parts(body: bytes, kind: str) -> dict[str, str]:
    """The fields of a form with files; of a file only its name."""
    boundary = b"--" + kind.partition("boundary=")[2].strip('"').encode()
    found: dict[str, str] = {}
    for part in body.split(boundary)[1:-1]:
        head, _blank, content = part.partition(b"\r\n\r\n")
        words = dict(re.findall(r'(\w+)="([^"]*)"', head.decode(errors="replace")))
        found[words.get("name", "")] = words.get("filename", content.removesuffix(b"\r\n").decode(errors="replace"))
    return found


def _charset(content: bytes) -> str:
    found = _CHARSET.search(content[:_HEAD])
    name = found[1].decode("ascii").lower() if found else "utf-8"
    return "cp932" if name in ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j") else name


def _content_type(path: Path, content: bytes) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset={_charset(content)}" if kind.startswith("text/html") else kind


def _missing(path: str, *, sent: bool) -> Answer:
    name = f"{path.strip('/') or 'index'}{'.post' if sent else ''}.html"
    page = f"<!doctype html><meta charset=utf-8><p role=alert>試験のページがありません: {name}</p>"
    return Answer(404, [("content-type", "text/html; charset=utf-8")], page.encode())
