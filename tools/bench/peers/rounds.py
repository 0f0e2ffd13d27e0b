"""Keywords by which the suite beside gets its jobs and gives its times back."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

from tools.bench.peers.line import Line

ROBOT_LIBRARY_SCOPE = "GLOBAL"
_line = Line()
_jobs: Iterator[dict[str, Any]] = _line.jobs()


def next_job() -> dict[str, Any] | None:
    """The next job, or None once the bench has hung up."""
    return next(_jobs, None)


def now() -> float:
    """Seconds of a clock that only goes forward."""
    return time.perf_counter()


def tell(seconds: list[float]) -> None:
    """How long each record of the job took."""
    _line.tell([float(value) for value in seconds])


def browser_path() -> str:
    """The browser of this machine."""
    return os.environ["DXROBOT_BENCH_BROWSER"]


def sandbox() -> bool:
    """Whether the browser can keep its sandbox, which root on Linux cannot have."""
    return os.name != "posix" or os.geteuid() != 0
