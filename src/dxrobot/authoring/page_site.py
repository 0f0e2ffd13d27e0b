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
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_HEAD = 2048
"""Bytes of a page in which its own character set must stand."""
_ENVIRONMENT = SandboxedEnvironment(autoescape=True)


@dataclass
class PageSite:
    """A running site; ``records`` is what was sent to it, by path."""

    folder: Path
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    address: str = ""

    def page(self, path: str, *, posted: dict[str, str] | None, query: dict[str, str]) -> tuple[Path, bytes] | None:
        """The file that answers a request and what it comes to; None when there is none."""
        found = self._file(path, sent=posted is not None)
        if found is None:
            return None
        content = found.read_bytes()
        if found.suffix not in (".html", ".htm"):
            return found, content
        return found, self._rendered(content, {"posted": posted or {}, "query": query, "records": self.records})

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


@contextmanager
def page_site(folder: Path) -> Iterator[PageSite]:
    """Serve the pages of ``folder`` on a free loopback port as long as the block."""
    site = PageSite(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    site.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: PageSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        def do_GET(self) -> None:
            """Answer with a page."""
            self._answer(None)

        def do_POST(self) -> None:
            """Remember what was sent, and answer with the page after it."""
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            posted = _fields(body, self.headers.get("content-type") or "")
            site.records.setdefault(urlsplit(self.path).path, []).append(posted)
            self._answer(posted)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: requests hold what was entered."""

        def _answer(self, posted: dict[str, str] | None) -> None:
            parts = urlsplit(self.path)
            found = site.page(parts.path, posted=posted, query=dict(parse_qsl(parts.query)))
            path, content = found or (Path("missing.html"), _missing(parts.path, sent=posted is not None))
            self.send_response(200 if found else 404)
            self.send_header("content-type", _content_type(path, content))
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


def _fields(body: bytes, kind: str) -> dict[str, str]:
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


def _missing(path: str, *, sent: bool) -> bytes:
    name = f"{path.strip('/') or 'index'}{'.post' if sent else ''}.html"
    return f"<!doctype html><meta charset=utf-8><p role=alert>試験のページがありません: {name}</p>".encode()
