"""Under which names the console answers."""

from __future__ import annotations

import socket

import psutil

from dxrobot.settings import ConsoleSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (told apart, not listened on)


def allowed_hosts(wanted: ConsoleSettings, host: str) -> list[str]:
    """The names under which a console at ``host`` answers; by others a foreign page would reach through to it."""
    names = {"127.0.0.1", "localhost", "[::1]", socket.gethostname().lower(), *wanted.hosts}
    if host not in EVERY_ADDRESS:
        return sorted({*names, host})
    own = (one for some in psutil.net_if_addrs().values() for one in some if one.family == socket.AF_INET)
    return sorted({*names, *(one.address for one in own)})
