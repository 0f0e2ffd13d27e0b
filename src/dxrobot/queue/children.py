"""Child processes, one an order: started anew (never forked), told what to do by a pipe, ended with all they started.

A line of JSON through the pipe is a word of the worker's: first the order, later perhaps that it is to stop. When the
pipe closes, the worker is gone, and the child ends: nobody would see to its time any more.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections import deque
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from dxrobot.i18n import language
from dxrobot.queue.job_object import JobObject

_DEATH_S = 10.0
"""How long killed processes may take to be gone, in seconds."""


class Stop(StrEnum):
    """Why a child is to stop after the item in hand."""

    CANCEL = "cancel"
    """Somebody has cancelled the order."""
    LIMIT = "limit"
    """Its time is over."""
    DRAIN = "drain"
    """The worker ends; another one shall continue."""


class Child:
    """One child process, waiting for its order or carrying it out."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, **words: Any) -> None:
        """Send it one line; one that has ended hears nothing."""
        pipe = self._process.stdin
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.write(json.dumps(words) + "\n")
                pipe.flush()

    def ended_within(self, seconds: float) -> bool:
        """Whether it is over after at most so many seconds."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def has_ended(self) -> bool:
        """Whether it is over."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it and whatever it has started."""
        end_tree(self._process.pid)
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


def end_tree(pid: int, *, itself: bool = True) -> None:
    """Kill a process and all its descendants, and wait until they are gone."""
    try:
        root = psutil.Process(pid)
        doomed = [*root.children(recursive=True), *([root] if itself else [])]
    except psutil.NoSuchProcess:
        return
    for process in doomed:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(doomed, timeout=_DEATH_S)


class Children:
    """Starts children in the workspace at ``root``; so many of them are kept warm: loaded, waiting, used once."""

    def __init__(self, root: Path, warm: int = 0) -> None:
        self._root = root
        self._warm = warm
        self._waiting: deque[Child] = deque()
        self._lock = threading.Lock()
        self._job = JobObject()
        self.refill()

    def take(self) -> Child:
        """A child that waits for its order."""
        with self._lock:
            while self._waiting:
                child = self._waiting.popleft()
                if not child.has_ended:
                    return child
        return self._start()

    def refill(self) -> None:
        """Bring the warm children up to their number."""
        with self._lock:
            while len(self._waiting) < self._warm:
                self._waiting.append(self._start())

    def close(self) -> None:
        """End the children that wait."""
        with self._lock:
            while self._waiting:
                self._waiting.popleft().end()

    def _start(self) -> Child:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "dxrobot.cli.child", language()],
            cwd=self._root,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            # Ctrl+C at the worker's terminal is for the worker alone, here and on Windows.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._job.add(process)
        return Child(process)
