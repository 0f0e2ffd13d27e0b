"""The little of a web framework that the plain WSGI sites need: requests, answers, routes; in any charset."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_LONGEST_BODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks for; of several values of one name the last counts."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers."""

    body: bytes = b""
    content_type: str = "text/plain"
    status: HTTPStatus = HTTPStatus.OK
    headers: tuple[tuple[str, str], ...] = field(default=())


Handler = Callable[[Request], Answer]


def redirect(path: str, *headers: tuple[str, str]) -> Answer:
    """Send the browser on to ``path``."""
    return Answer(status=HTTPStatus.SEE_OTHER, headers=(("Location", path), *headers))


def as_json(data: Any, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """``data`` for a page's script."""
    return Answer(json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8", status)


class Pages:
    """Templates of one folder, shown in the site's charset as MIME and Python call it."""

    def __init__(self, folder: Path, charset: str, codec: str) -> None:
        # What the charset has no character for arrives as &#134071; and is kept as these letters, as old systems do.
        self._environment = Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._charset, self._codec = charset, codec

    def show(self, template: str, **values: Any) -> Answer:
        """The page ``template``, never kept by the browser."""
        text = self._environment.get_template(template).render(**values)
        body = text.encode(self._codec, "xmlcharrefreplace")
        return Answer(body, f"text/html; charset={self._charset}", headers=(("Cache-Control", "no-store"),))


class Application:
    """A WSGI application: one handler a path, every form in one charset."""

    def __init__(self, routes: Mapping[str, Handler], codec: str) -> None:
        self._routes, self._codec = routes, codec

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        handler = self._routes.get(environ.get("PATH_INFO", "/"))
        answer = handler(self._request(environ)) if handler else Answer(b"Not Found", status=HTTPStatus.NOT_FOUND)
        headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body))), *answer.headers]
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [answer.body]

    def _request(self, environ: WSGIEnvironment) -> Request:
        length = min(int(environ.get("CONTENT_LENGTH") or 0), _LONGEST_BODY)
        body = environ["wsgi.input"].read(length).decode("ascii", "replace") if length else ""
        return Request(
            environ["REQUEST_METHOD"],
            environ.get("PATH_INFO", "/"),
            self._values(environ.get("QUERY_STRING", "")),
            self._values(body),
            _cookies(environ.get("HTTP_COOKIE", "")),
        )

    def _values(self, text: str) -> dict[str, str]:
        return dict(parse_qsl(text, keep_blank_values=True, encoding=self._codec, errors="replace"))


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
