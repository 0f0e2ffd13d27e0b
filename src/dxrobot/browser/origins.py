"""Origins (scheme, host, port) that a robot may visit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def origin_of(url: str) -> str:
    """``https://host:port`` of ``url`` in lower case, without the port where it is the usual one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def host_of(url: str) -> str:
    """The host of ``url``: all of an address that may stand in a message."""
    return urlsplit(url).hostname or ""


def outside(origins: Iterable[str]) -> re.Pattern[str]:
    """Matches every web address that belongs to none of ``origins``."""
    allowed = "|".join(re.escape(origin_of(origin)) for origin in sorted(origins))
    return re.compile(rf"^(?!(?:{allowed})(?:[/?#]|$))(?:https?|wss?)://", re.IGNORECASE)
