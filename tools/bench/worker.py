"""A peer of the bench at work in a process of its own; see peers/line.py for the other end."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tools.bench.peer_environment import Absent

ROOT = Path(__file__).parent.parent.parent
START_S = 120


class Worker:
    """Started by ``command``; raises :class:`Absent` when it does not come up."""

    def __init__(self, command: list[str], environment: dict[str, str], closing: ExitStack) -> None:
        listening = closing.enter_context(socket.create_server(("127.0.0.1", 0)))
        listening.settimeout(1)
        environment = {**os.environ, **environment, "DXROBOT_BENCH_PORT": str(listening.getsockname()[1])}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        closing.callback(self._end)
        connection = self._answering(listening)
        self._stream = closing.enter_context(connection.makefile("rw", encoding="utf-8"))
        closing.callback(connection.close)

    def do(self, job: dict[str, Any]) -> list[float]:
        """The seconds of each record; raises :class:`Absent` when the peer gives up."""
        self._stream.write(json.dumps(job) + "\n")
        self._stream.flush()
        answer = self._stream.readline()
        if not answer:
            raise Absent(f"it gave up on {job['address']}")
        return list(json.loads(answer))

    def _answering(self, listening: socket.socket) -> socket.socket:
        for _second in range(START_S):
            with contextlib.suppress(TimeoutError):
                return listening.accept()[0]
            if self._process.poll() is not None:
                break
        raise Absent("it does not start")

    def _end(self) -> None:
        self._process.wait(timeout=START_S)
