"""The browser's only way to the network: a door on this machine that leads to the allowed hosts and can be shut.

Requests that leave a page without its page's knowledge (beacons while it goes, sockets of workers, prefetching) pass by
whatever watches the page. They cannot pass by a door that is shut.

And what the browser sent once is sent once. Chromium sends a request again by itself, a registration too, when a
connection that it had open before ends without an answer; the site may have saved by then. Here such a connection is
held open in silence, so that the browser waits in vain and the runner looks into the target system (decision 16).
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Iterable
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536
# An end of TLS without an answer is shorter, the head of an answer longer, in bytes.
_SHORTEST_ANSWER = 100
_CONNECT_TIMEOUT_S = 20.0
# SOCKS protocol version 5, RFC 1928.
_VERSION, _NO_SIGN_IN, _CONNECT = 5, 0, 1
_IPV4, _NAME = 1, 3
_GRANTED, _NOT_ALLOWED, _UNREACHABLE = 0, 2, 4


class Relay:
    """Passes connections on to the hosts and ports of ``origins`` while it is open, and none while it is shut."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._allowed = frozenset(_place(origin) for origin in origins)
        self._lock = threading.Lock()
        self._open = True
        self._through: set[socket.socket] = set()
        self.refused = 0
        """Connections that were asked for while it was shut."""
        self._server = _Server(self)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, name="relay", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the browser finds it, for ``--proxy-server``."""
        return f"socks5://127.0.0.1:{self._server.server_address[1]}"

    def shut(self) -> None:
        """Cut every connection and let no new one through."""
        with self._lock:
            self._open = False
            for connection in self._through:
                # Not closed here: the number of a closed one could belong to another by the time it is looked at.
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        """Let connections through again."""
        with self._lock:
            self._open = True

    def admit(self, place: tuple[str, int], client: socket.socket) -> int:
        """Count ``client`` among the connections if it may pass to ``place``; the answer in words of the protocol."""
        with self._lock:
            if place not in self._allowed:
                return _NOT_ALLOWED
            if not self._open:
                self.refused += 1
                return _NOT_ALLOWED
            self._through.add(client)
            return _GRANTED

    def leave(self, client: socket.socket) -> None:
        """Forget a connection that has ended."""
        with self._lock:
            self._through.discard(client)


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, relay: Relay) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.relay = relay


class _Connection(BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        relay, client = self.server.relay, self.request
        with contextlib.suppress(OSError, EOFError):
            place = _asked_for(client)
            answer = relay.admit(place, client)
            try:
                if answer == _GRANTED:
                    _connect(client, place)
                else:
                    _reply(client, answer)
            finally:
                relay.leave(client)


def _connect(client: socket.socket, place: tuple[str, int]) -> None:
    try:
        target = socket.create_connection(place, timeout=_CONNECT_TIMEOUT_S)
    except OSError:
        _reply(client, _UNREACHABLE)
        return
    with target:
        target.settimeout(None)
        for end in (client, target):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _reply(client, _GRANTED)
        if not _pass_on(client, target):
            _hold(client)


def _pass_on(client: socket.socket, target: socket.socket) -> bool:
    """Carry bytes both ways until either side ends; False if the target ended without answering what it was sent."""
    answered = _SHORTEST_ANSWER
    while True:
        ready = select.select([client, target], [], [])[0]
        if target in ready:
            content = _received(target)
            if not content:
                return answered >= _SHORTEST_ANSWER
            answered += len(content)
            client.sendall(content)
        if client in ready:
            content = client.recv(_CHUNK)
            if not content:
                return True
            answered = 0
            try:
                target.sendall(content)
            except OSError:
                return False


def _received(target: socket.socket) -> bytes:
    """What the target sent; nothing once it has ended, in whatever way."""
    try:
        return target.recv(_CHUNK)
    except OSError:
        return b""


def _hold(client: socket.socket) -> None:
    """Keep the connection without a word until the browser gives it up."""
    while client.recv(_CHUNK):
        continue


def _asked_for(client: socket.socket) -> tuple[str, int]:
    """Host and port that the browser wants to reach; raises OSError for anything but a connection."""
    _version, ways = _exactly(client, 2)
    _exactly(client, ways)
    client.sendall(bytes([_VERSION, _NO_SIGN_IN]))
    _version, command, _reserved, kind = _exactly(client, 4)
    if command != _CONNECT:
        raise OSError
    if kind == _NAME:
        host = _exactly(client, _exactly(client, 1)[0]).decode("ascii", "replace").lower()
    elif kind == _IPV4:
        host = socket.inet_ntop(socket.AF_INET, _exactly(client, 4))
    else:
        host = socket.inet_ntop(socket.AF_INET6, _exactly(client, 16))
    return host, struct.unpack(">H", _exactly(client, 2))[0]


def _reply(client: socket.socket, answer: int) -> None:
    client.sendall(bytes([_VERSION, answer, 0, _IPV4, 0, 0, 0, 0, 0, 0]))


def _exactly(client: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = client.recv(count - len(received))
        if not part:
            raise EOFError
        received += part
    return received


def _place(origin: str) -> tuple[str, int]:
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80)
