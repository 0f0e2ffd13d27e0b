"""Proving that the processes of an earlier run are dead."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil

from dxrobot.store.models import Process, Run

_SAME_START_S = 0.01
_DEATH_S = 10.0
"""How long killed processes may take to be gone, in seconds."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def boot_id() -> str:
    """What changes when this machine starts anew: no process outlives it."""
    if _BOOT_ID.exists():
        return _BOOT_ID.read_text(encoding="ascii").strip()
    return str(int(psutil.boot_time()))


def record_processes(run: Run, pids: Iterable[int]) -> None:
    """Write down which processes act for ``run``, each with its creation time, since numbers are used again."""
    boot = boot_id()
    for pid in pids:
        try:
            created = psutil.Process(pid).create_time()
        except psutil.NoSuchProcess:
            continue
        Process.objects.get_or_create(run=run, boot_id=boot, pid=pid, created=created)


def proven_dead(run: Run) -> bool:
    """Whether every process of ``run`` is known to be gone; a run of another machine never is."""
    if run.host != host():
        return False
    boot = boot_id()
    return not any(_alive(process) for process in run.processes.filter(boot_id=boot))


def end_orphans(run: Run) -> None:
    """End what a dead runner of this machine left behind: its Playwright driver and browser could still send."""
    if run.host != host():
        return
    boot = boot_id()
    runner, *others = run.processes.filter(boot_id=boot).order_by("id") or [None]
    if runner is None or _running(runner) is not None:
        return
    orphans = [process for process in map(_running, others) if process is not None]
    for orphan in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.kill()
    psutil.wait_procs(orphans, timeout=_DEATH_S)


def _alive(process: Process) -> bool:
    return _running(process) is not None


def _running(process: Process) -> psutil.Process | None:
    """The process itself while it lives; another one that was given the same number is not it."""
    try:
        running = psutil.Process(process.pid)
        same = abs(running.create_time() - process.created) < _SAME_START_S
        return running if same and running.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None
