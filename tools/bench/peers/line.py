"""The line between the bench and a peer: a job comes as one line of JSON, its times go back as another.

Nothing but the standard library: peers run in an environment of their own.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from typing import Any, Protocol

PORT = "DXROBOT_BENCH_PORT"


class Peer(Protocol):
    """What a peer must be able to do; ``form`` is a list of ``(label, name, kind)``."""

    def open(self, address: str) -> None:
        """Go to a page."""

    def ready(self) -> None:
        """Wait until its form can be used."""

    def fill(self, form: list[list[str]], values: dict[str, str]) -> None:
        """Enter the values by label."""

    def read(self, form: list[list[str]]) -> dict[str, str]:
        """What the form now holds, by label."""

    def submit(self, confirm: str) -> None:
        """Press the button and wait for the confirming text."""


class Line:
    """Connects to the bench and hands over jobs."""

    def __init__(self) -> None:
        self._stream = socket.create_connection(("127.0.0.1", int(os.environ[PORT]))).makefile("rw", encoding="utf-8")

    def jobs(self) -> Iterator[dict[str, Any]]:
        """Jobs until the bench hangs up."""
        for line in self._stream:
            yield json.loads(line)

    def tell(self, seconds: list[float]) -> None:
        """How long each record of the job took."""
        self._stream.write(json.dumps(seconds) + "\n")
        self._stream.flush()


def work(peer: Peer) -> None:
    """Do every job with ``peer``; a value that does not read back ends it."""
    line = Line()
    for job in line.jobs():
        line.tell([_seconds(peer, job, record) for record in job["records"]])


def _seconds(peer: Peer, job: dict[str, Any], record: dict[str, Any]) -> float:
    """The column ``fill``: filling and reading back; ``row``: opening, filling, submitting, the confirmation."""
    form, values = job["form"], record["values"]
    started = time.perf_counter()
    if record["opened"]:
        peer.open(job["address"])
    if job["column"] == "row":
        peer.fill(form, values)
        peer.submit(record["confirm"])
        return time.perf_counter() - started
    peer.ready()
    started = time.perf_counter()
    peer.fill(form, values)
    shown = peer.read(form)
    seconds = time.perf_counter() - started
    if shown != values:
        raise SystemExit("a value does not read back")
    peer.submit(record["confirm"])
    return seconds
