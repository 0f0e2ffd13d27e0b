"""How every worker stands, for people and for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from dxrobot.i18n import _
from dxrobot.store.models import Worker
from dxrobot.store.orders import at_work
from dxrobot.store.workers import WorkerState, all_workers, is_alive


@dataclass(frozen=True, slots=True)
class WorkerStanding:
    """One worker as it last told of itself."""

    name: str
    host: str
    alive: bool
    state: WorkerState
    version: str
    browser: str
    queues: tuple[str, ...]
    at_once: int
    at_work: tuple[tuple[int, str], ...]
    """Number and scenario of the orders it carries out."""
    error: str
    error_at: datetime | None
    heartbeat_at: datetime

    @property
    def state_label(self) -> str:
        """Its state in words for staff."""
        if self.state is WorkerState.STOPPED:
            return _("停止")
        if not self.alive:
            return _("応答なし")
        return {
            WorkerState.WORKING: _("稼働中"),
            WorkerState.DRAINING: _("停止の準備中"),
            WorkerState.OUTDATED: _("版が古いため待機中"),
        }[self.state]

    def as_json(self) -> dict[str, Any]:
        """The worker for ``workers --json``."""
        return {
            "worker": self.name,
            "host": self.host,
            "alive": self.alive,
            "state": self.state.value,
            "version": self.version,
            "browser": self.browser or None,
            "queues": list(self.queues),
            "at_once": self.at_once,
            "running": [{"order": number, "scenario": scenario} for number, scenario in self.at_work],
            "error": self.error or None,
            "error_at": _moment(self.error_at),
            "heartbeat_at": _moment(self.heartbeat_at),
        }


def standing_workers() -> list[WorkerStanding]:
    """Every worker, by name."""
    return [_standing(worker) for worker in all_workers()]


def _standing(worker: Worker) -> WorkerStanding:
    return WorkerStanding(
        name=worker.name,
        host=worker.host,
        alive=is_alive(worker),
        state=WorkerState(worker.state),
        version=worker.version,
        browser=worker.browser,
        queues=tuple(worker.queues),
        at_once=worker.at_once,
        at_work=tuple((order.pk, order.scenario) for order in at_work(worker.name)),
        error=worker.error,
        error_at=worker.error_at,
        heartbeat_at=worker.heartbeat_at,
    )


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
