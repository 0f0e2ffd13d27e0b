"""A recorded site (HAR) that plays a target system: every request is answered as it was while recording.

What was asked several times is answered in the recorded order, and the last answer stays. A value that was covered when
the recording was kept (a password) matches any.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dxrobot.authoring.page_site import Answer, PageSite, fields_of, serving
from dxrobot.browser.origins import origin_of
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import MASK

BASE_PATH = "_base_path"
"""What a recording calls where below its host the recorded site began."""
_NOT_OURS = ("content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "content-type")


@dataclass
class RecordedSite(PageSite):
    """Answers from a recording."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    origin: str = ""
    """Where the recorded site stood."""

    def answer(self, path: str, query: str, posted: dict[str, str] | None) -> Answer | None:
        """The recorded answer to a request; None when nothing like it was recorded."""
        fitting = [entry for entry in self.entries if _fits(entry["request"], path, query, posted)]
        if not fitting:
            return None
        if len(fitting) > 1:
            self.entries.remove(fitting[0])
        return self._recorded(fitting[0]["response"])

    def _recorded(self, response: dict[str, Any]) -> Answer:
        content = response["content"]
        text = str(content.get("text", ""))
        body = base64.b64decode(text) if content.get("encoding") == "base64" else text.encode()
        headers = [
            (header["name"], header["value"].replace(self.origin, origin_of(self.address)))
            for header in response["headers"]
            if header["name"].lower() not in _NOT_OURS and not header["name"].startswith(":")
        ]
        return Answer(int(response["status"]), [*headers, ("content-type", _content_type(content))], body)


def _content_type(content: dict[str, Any]) -> str:
    """Of a recorded answer. A browser records text as it has understood it, whatever the page calls its characters."""
    kind = str(content.get("mimeType", "")).partition(";")[0] or "text/html"
    return kind if content.get("encoding") == "base64" else f"{kind}; charset=utf-8"


def _fits(request: dict[str, Any], path: str, query: str, posted: dict[str, str] | None) -> bool:
    parts = urlsplit(request["url"])
    if ((request["method"] == "POST") != (posted is not None)) or (parts.path or "/", parts.query) != (path, query):
        return False
    data = request.get("postData") or {}
    recorded = fields_of(str(data.get("text", "")).encode(), str(data.get("mimeType", "")))
    given = posted or {}
    return set(recorded) == set(given) and all(value in (MASK, given[name]) for name, value in recorded.items())


@contextmanager
def recorded_site(path: Path) -> Iterator[RecordedSite]:
    """Play the recording in ``path`` as long as the block; raises :class:`InputError` when it is none."""
    try:
        log = json.loads(path.read_text(encoding="utf-8"))["log"]
        entries = log["entries"]
        origin = origin_of(entries[0]["request"]["url"])
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(
            _("記録(HAR)を読めません: {path}").format(path=path),
            _("dxrobot test シナリオ名 --record ロボット名 で記録し直してください。"),
        ) from error
    ours = [entry for entry in entries if origin_of(entry["request"]["url"]) == origin]
    base_path = str(log.get(BASE_PATH, "/"))
    with serving(RecordedSite(path.parent, base_path=base_path, entries=ours, origin=origin)) as site:
        yield site
