"""Proving that the processes of an earlier run are dead."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil

from dxrobot.store.models import Process, Run

_DEATH_S = 10.0
"""How long killed processes may take to be gone, in seconds."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# starttime in /proc/<pid>/stat is field 22 (man proc_pid_stat); field 3 is the first after the command's name.
_START_FIELD = 22 - 3


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def boot_id() -> str:
    """What changes when this machine starts anew: no process outlives it.

    Empty where the system keeps no such name: a boot time worked out from the clock would change with the clock.
    """
    return _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else ""


def record_processes(run: Run, pids: Iterable[int]) -> None:
    """Write down which processes act for ``run``, each with its creation time, since numbers are used again."""
    boot = boot_id()
    acting = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            acting.append(Process(run=run, boot_id=boot, pid=pid, created=_started(psutil.Process(pid))))
    Process.objects.bulk_create(acting, ignore_conflicts=True)


def forget_processes(run: Run) -> None:
    """Write down that nothing acts for ``run`` any more: whoever wrote to it last does other things now."""
    run.processes.all().delete()


def proven_dead(run: Run) -> bool:
    """Whether every process of ``run`` is known to be gone; a run of another machine never is.

    A runner that has ended its run may live on and do other things; only what it started must be gone.
    """
    if run.host != host():
        return False
    recorded = _recorded(run)
    return not any(map(_alive, recorded[1:] if run.finished_at else recorded))


def runner_dead(run: Run) -> bool:
    """Whether the runner itself is known to be gone; what it started may still live."""
    return run.host == host() and not any(map(_alive, _recorded(run)[:1]))


def end_orphans(run: Run) -> None:
    """End what a dead runner of this machine left behind: its Playwright driver and browser could still send."""
    if run.host != host():
        return
    recorded = _recorded(run)
    if not recorded or _alive(recorded[0]):
        return
    orphans = [process for process in map(_running, recorded[1:]) if process is not None]
    for orphan in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            orphan.kill()
    psutil.wait_procs(orphans, timeout=_DEATH_S)


def started_of(pid: int) -> float:
    """When the living process ``pid`` began, by the clock that :func:`is_process` compares by."""
    return _started(psutil.Process(pid))


def is_process(boot: str, pid: int, created: float) -> bool:
    """Whether exactly this process of this machine lives."""
    return boot == boot_id() and _alive(Process(pid=pid, created=created))


def end_processes(run: Run) -> None:
    """End whatever acts for ``run`` on this machine, its runner first, whether it works, hangs or is frozen."""
    if run.host != host():
        return
    acting = [process for process in map(_running, _recorded(run)) if process is not None]
    for process in acting:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(acting, timeout=_DEATH_S)


def _recorded(run: Run) -> list[Process]:
    """The processes of the run since this machine was started; the first one is the runner itself."""
    return list(run.processes.filter(boot_id=boot_id()).order_by("id"))


def _alive(process: Process) -> bool:
    return _running(process) is not None


def _running(process: Process) -> psutil.Process | None:
    """The process itself while it lives; another one that was given the same number is not it."""
    try:
        running = psutil.Process(process.pid)
        same = _started(running) == process.created
        return running if same and running.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def _started(running: psutil.Process) -> float:
    """When a process began, by a clock that nobody sets: a living one must never look like another.

    Linux knows only the time since the machine started, and psutil turns it into a date by the present clock; other
    systems keep the date itself.
    """
    if not _BOOT_ID.exists():
        return running.create_time()
    try:
        stat = Path(f"/proc/{running.pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError) as error:
        raise psutil.NoSuchProcess(running.pid) from error
    return float(stat.rpartition(")")[2].split()[_START_FIELD])
