"""Proving that the processes of an earlier run are dead."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from pathlib import Path

import psutil

from dxrobot.store.models import Process, Run

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
    return not any(process.boot_id == boot and _alive(process) for process in run.processes.all())


def _alive(process: Process) -> bool:
    try:
        running = psutil.Process(process.pid)
        same = abs(running.create_time() - process.created) < 0.01
        return same and running.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
