"""The processes behind a browser session, so that a successor can prove that they are gone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

_GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A process of this machine; ``started`` (seconds since the epoch) tells it from a later one of the same number."""

    pid: int
    started: float


def is_alive(process: ProcessId) -> bool:
    """Whether exactly this process still runs; a zombie that nobody has collected does not."""
    return _found(process) is not None


def drivers() -> frozenset[ProcessId]:
    """The Playwright drivers that this process has started."""
    found: set[ProcessId] = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "run-driver" in child.cmdline():
                found.add(ProcessId(child.pid, child.create_time()))
    return frozenset(found)


def with_descendants(processes: Iterable[ProcessId]) -> frozenset[ProcessId]:
    """``processes`` as far as they live, and everything they started."""
    family: set[ProcessId] = set()
    for process in sorted(processes, key=lambda process: process.started):  # parents first: they know the others
        if process not in family and (running := _found(process)):
            family.add(process)
            with contextlib.suppress(psutil.NoSuchProcess):
                family |= _ids(running.children(recursive=True))
    return frozenset(family)


def end(processes: Iterable[ProcessId]) -> None:
    """Kill whatever still lives of ``processes`` and wait until it is gone."""
    living = [running for process in processes if (running := _found(process))]
    for running in living:
        with contextlib.suppress(psutil.NoSuchProcess):
            running.kill()
    psutil.wait_procs(living, timeout=_GRACE_S)


def _found(process: ProcessId) -> psutil.Process | None:
    with contextlib.suppress(psutil.NoSuchProcess):
        running = psutil.Process(process.pid)
        if running.create_time() == process.started and running.status() != psutil.STATUS_ZOMBIE:
            return running
    return None


def _ids(processes: Iterable[psutil.Process]) -> frozenset[ProcessId]:
    found: set[ProcessId] = set()
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            found.add(ProcessId(process.pid, process.create_time()))
    return frozenset(found)
