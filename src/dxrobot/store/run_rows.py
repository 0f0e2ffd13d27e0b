"""The rows of runs: starting one, resuming it under the next attempt, asking it to stop, telling how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode, RunStatus
from dxrobot.store.durability import soon_on_disk
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Run
from dxrobot.store.processes import end_orphans, host, proven_dead, record_processes

OPEN_STATES = (
    ItemState.PENDING,
    ItemState.SYSTEM_ERROR,
    ItemState.UNKNOWN,
    ItemState.WAITING_REVIEW,
    ItemState.BUSINESS_ERROR,
)
"""The states of items that a resumed run may still bring through."""
_LONGEST_DOING = 300


def start_run(
    *,
    name: str,
    scenario: str,
    job: str,
    mode: Mode,
    definition_hash: str,
    pid: int,
    inputs: Mapping[str, Sequence[str]] | None = None,
) -> Run:
    """Open a new run held by process ``pid`` of this machine."""
    must_fit(Run, _("業務の名前"), job=job)
    run = Run.objects.create(
        name=name,
        scenario=scenario,
        job=job,
        mode=mode,
        status=RunStatus.RUNNING,
        definition_hash=definition_hash,
        host=host(),
        inputs={key: list(values) for key, values in (inputs or {}).items()},
        started_at=timezone.now(),
    )
    record_processes(run, [pid])
    return run


def find_run(name: str) -> Run:
    """The run called ``name``; raises :class:`InputError` when there is none."""
    run = Run.objects.filter(name=name).first()
    if run is None:
        raise InputError(
            _("実行「{run}」の記録がありません。").format(run=name),
            _("dxrobot runs で実行の名前を確かめてください。"),
        )
    return run


def latest_runs(count: int) -> list[Run]:
    """The newest runs, newest first."""
    return list(Run.objects.order_by("-id")[:count])


def is_over(run: Run) -> bool:
    """Whether nothing of ``run`` can act any more: it has ended, or all its processes are proven dead."""
    return run.finished_at is not None or proven_dead(run)


def has_open_items(run: Run) -> bool:
    """Whether any of its items has not come through."""
    return run.items.filter(state__in=OPEN_STATES).exists()


def resume_run(
    run: Run, pid: int, inputs: Mapping[str, Sequence[str]], may_overtake: Callable[[], bool] = lambda: False
) -> bool:
    """Continue ``run`` in process ``pid`` under its next attempt; False while it lives or another was quicker.

    What a dead runner left behind is ended first. From now on only the new attempt's processes act for the run.
    ``may_overtake`` is asked about a run of another machine that has not ended: nothing can be proven dead there.
    """
    end_orphans(run)
    with transaction.atomic():
        unchanged = Run.objects.select_for_update().filter(id=run.pk, attempt=run.attempt)
        overtaken = run.host != host() and run.finished_at is None
        elsewhere = run.host != host()
        free = (run.finished_at is not None or may_overtake()) if elsewhere else proven_dead(run)
        if not unchanged.exists() or not free:
            return False
        run.processes.all().delete()
        unchanged.update(
            attempt=run.attempt + 1,
            status=RunStatus.RUNNING,
            finished_at=None,
            cancel_requested_at=None,
            message="",
            doing="",
            expected=None,
            host=host(),
            overtaken=run.overtaken or overtaken,
            inputs={key: list(values) for key, values in inputs.items()},
        )
        record_processes(run, [pid])
    run.refresh_from_db()
    return True


def end_run(run: Run, status: RunStatus, message: str) -> None:
    """Write down how this attempt of ``run`` ended, unless a later one has begun."""
    run.status, run.message, run.finished_at = status, message, timezone.now()
    Run.objects.filter(id=run.pk, attempt=run.attempt).update(
        status=run.status, message=run.message, finished_at=run.finished_at, doing=""
    )


def break_off(run: Run, status: RunStatus, message: str) -> None:
    """Write down that ``run`` was ended from outside, unless it has ended by itself."""
    Run.objects.filter(id=run.pk, attempt=run.attempt, finished_at__isnull=True).update(
        status=status, message=message, finished_at=timezone.now(), doing=""
    )


def ask_to_stop(run: Run) -> bool:
    """Ask a run to stop after the item in hand; False if it has ended."""
    running = Run.objects.filter(id=run.pk, status=RunStatus.RUNNING, finished_at__isnull=True)
    return bool(running.update(cancel_requested_at=timezone.now()))


def beat(run: Run, doing: str = "", expected: int | None = None) -> bool:
    """Say that this attempt of ``run`` is at work, and at what; whether somebody has asked it to stop.

    ``doing`` is in words for staff and no personal data, ``expected`` the number of items as far as that is known.
    """
    with soon_on_disk():
        Run.objects.filter(id=run.pk, attempt=run.attempt).update(
            heartbeat_at=timezone.now(), doing=doing[:_LONGEST_DOING], expected=expected
        )
    return Run.objects.filter(id=run.pk, cancel_requested_at__isnull=False).exists()
