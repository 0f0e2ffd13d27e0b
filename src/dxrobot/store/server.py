"""A database server that holds the store: PostgreSQL, as ``[store] url`` of dxrobot.toml names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dxrobot.masking import Secret

_THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
# Every commit is on the server's disk when it ends, whatever the server's own setting. A writer waits a minute for
# another; one that has frozen in the middle of its work is let go of after as long, so that the others go on.
_SESSION = (
    "-c synchronous_commit=on -c lock_timeout=60s -c idle_in_transaction_session_timeout=60s "
    "-c client_min_messages=warning"
)
_CONNECT_TIMEOUT_S = "10"
# A network that swallows everything is noticed within half a minute, not after the hours of the operating system.
_NOTICE_SILENCE = {
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database and whom to sign in as; without a password, what PostgreSQL's own client finds."""

    url: str
    user: str = ""
    password: Secret | None = None


def postgresql_database(server: Server) -> dict[str, Any]:
    """Django's settings of the database; between machines only encrypted unless the address says otherwise."""
    parts = urlsplit(server.url)
    given = _options(parts.query)
    host = parts.hostname or given.pop("host", "")
    here = host in _THIS_MACHINE or host.startswith("/")
    defaults = {"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "dxrobot"}
    if not here:
        defaults |= {"sslmode": "require", **_NOTICE_SILENCE}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "USER": server.user or unquote(parts.username or ""),
        "PASSWORD": server.password.reveal() if server.password else "",
        "OPTIONS": {**defaults, **given, "options": _SESSION},
    }


def _options(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))
