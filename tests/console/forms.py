"""The forms of a page, filled and sent as a browser would send them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_WRITTEN = ("text", "search", "password", "email", "number", "date", "month", "time", "url", "tel", "")
"""Kinds of fields into which anything can be sent, whatever a browser would let somebody type."""


@dataclass
class Form:
    """One form."""

    action: str
    method: str
    fixed: dict[str, list[str]] = field(default_factory=dict)
    """What is chosen or hidden."""
    written: list[str] = field(default_factory=list)
    """Names of fields that somebody writes into."""
    files: list[str] = field(default_factory=list)

    def filled(self, write: Callable[[str], str]) -> dict[str, Any]:
        """What is sent when ``write`` says what stands in each field."""
        return {**self.fixed, **{name: write(name) for name in self.written}}


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._address, self._now, self._select = address, None, ""
        self._now: Form | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = told.get("action") or self._address
            self._now = Form(action, told.get("method", "get").lower())
            self.found.append(self._now)
        elif self._now is not None:
            self._field(self._now, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None

    def _field(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else "")
        if tag == "select":
            self._select = name
        elif tag == "option" and told.get("value") and (self._select not in form.fixed or "selected" in told):
            form.fixed[self._select] = [told["value"]]
        elif tag == "textarea" or (tag == "input" and name and kind in _WRITTEN):
            form.written.append(name)
        elif tag == "input" and kind == "file":
            form.files.append(name)
        elif name and kind in ("hidden", "checkbox"):
            form.fixed[name] = [told.get("value", "on")]
        elif name and kind == "radio" and (name not in form.fixed or "checked" in told):
            form.fixed[name] = [told["value"]]


def forms_of(page: str, address: str) -> Iterable[Form]:
    """The forms of ``page``, which stands at ``address``."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.found
