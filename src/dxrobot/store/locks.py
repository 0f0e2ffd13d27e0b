"""Named locks in the store: things that only one run may use at a time."""

from __future__ import annotations

from django.utils import timezone

from dxrobot.store.models import Lock, Run
from dxrobot.store.processes import end_orphans
from dxrobot.store.run_rows import is_over


def take_lock(name: str, run: Run) -> str:
    """Hold the lock called ``name`` for ``run``; empty once it does, else the name of the run that holds it.

    A lock is taken over from a run that has ended without giving it back, or whose processes are proven dead.
    """
    lock, created = Lock.objects.select_related("run").get_or_create(
        name=name, defaults={"run": run, "acquired_at": timezone.now()}
    )
    holder = lock.run
    if created or holder.pk == run.pk:
        return ""
    end_orphans(holder)
    if not is_over(holder):
        return holder.name
    taken = Lock.objects.filter(id=lock.pk, run=holder).update(run=run, acquired_at=timezone.now())
    return "" if taken else holder.name


def give_locks_back(run: Run) -> None:
    """Let others have every lock that ``run`` holds, unless a later attempt of it holds them now."""
    Lock.objects.filter(run=run, run__attempt=run.attempt).delete()
