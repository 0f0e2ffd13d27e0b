"""What people do to runs from outside: list them, cancel one, close an item in doubt."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from dxrobot.app.settling import enter_ledger
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import ItemState, RunStatus, count_states
from dxrobot.library import Library
from dxrobot.store.journal import Journal
from dxrobot.store.models import Run
from dxrobot.store.orders import open_order_of
from dxrobot.store.processes import end_orphans, forget_processes, runner_dead
from dxrobot.store.rulings import RulingKind, in_doubt, settle_unknown
from dxrobot.store.run_rows import ask_to_stop, find_run, is_over, latest_runs

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RunStanding:
    """How one run stands; ``interrupted`` when its runner is dead though it never ended."""

    name: str
    scenario: str
    mode: str
    status: RunStatus
    interrupted: bool
    attempt: int
    started_at: str
    items: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The run for ``runs --json``."""
        return {
            "run": self.name,
            "scenario": self.scenario,
            "mode": self.mode,
            "status": self.status.value,
            "interrupted": self.interrupted,
            "attempt": self.attempt,
            "started_at": self.started_at,
            "items": dict(self.items),
        }


def list_runs() -> list[RunStanding]:
    """The newest runs, newest first."""
    return [_standing(run) for run in latest_runs(_SHOWN)]


def _standing(run: Run) -> RunStanding:
    return RunStanding(
        name=run.name,
        scenario=run.scenario,
        mode=run.mode,
        status=RunStatus(run.status),
        interrupted=run.finished_at is None and runner_dead(run),
        attempt=run.attempt,
        started_at=run.started_at.isoformat(timespec="seconds"),
        items=count_states(Journal(run).item_states()),
    )


def cancel_run(name: str) -> None:
    """Ask the run called ``name`` to stop after the item in hand; raises :class:`InputError` when it is over."""
    run = find_run(name)
    if runner_dead(run) or not ask_to_stop(run):
        raise InputError(
            _("実行 {run} は、もう動いていません。").format(run=name),
            _("続きがあれば dxrobot run --resume {run} で再開できます。").format(run=name),
        )


def settle_by_person(
    workspace: Workspace, name: str, item_key: str, kind: RulingKind, *, by: str, reason: str
) -> RunStatus:
    """Close an item in doubt of the run called ``name`` as a person found it in the target system; how the run stands.

    An item that is there is counted by a ledger entry of its own. Raises :class:`InputError` when the run lives or the
    item is not in doubt.
    """
    from dxrobot.actions.base import Tally  # only here: it loads what forms are read with

    if not (by.strip() and reason.strip()):
        raise InputError(_("だれが、何を見て確かめたかがありません。"), _("--by と --reason に書いてください。"))
    run = find_run(name)
    scenario = Library(workspace).scenario(run.scenario).model
    end_orphans(run)
    with transaction.atomic():
        _require_settleable(run, item_key)
        journal = Journal.resume(run, os.getpid(), run.inputs)
        if journal is None:
            raise InputError(_("実行 {run} は、ほかで再開されました。").format(run=name))
        settle_unknown(journal.run, item_key, kind, by=by.strip(), reason=reason.strip())
        enter_ledger(workspace, scenario, journal, Tally(), Decimal(0))
        status = _status_now(journal)
        journal.finish(status, _("{by} が「{key}」を確かめました: {reason}").format(by=by, key=item_key, reason=reason))
        # This process lives on, in a console for months: nobody may take it for what acts for the run.
        forget_processes(journal.run)
    return status


def _require_settleable(run: Run, item_key: str) -> None:
    if not is_over(run):
        raise InputError(
            _("実行 {run} は、まだ動いています。").format(run=run.name), _("終わってから確かめてください。")
        )
    if (number := open_order_of(run)) is not None:
        raise InputError(
            _("実行 {run} は、実行依頼 {number} としてワーカーが続けます。").format(run=run.name, number=number),
            _("終わってから確かめてください。"),
        )
    if not in_doubt(run, item_key).exists():
        raise InputError(
            _("実行 {run} に、登録されたか不明な件「{key}」はありません。").format(run=run.name, key=item_key),
            _("実行の名前と件の番号を確かめてください。"),
        )


def _status_now(journal: Journal) -> RunStatus:
    states = set(journal.item_states())
    if states & {ItemState.PENDING, ItemState.SYSTEM_ERROR}:
        return RunStatus.STOPPED
    return RunStatus.WAITING if ItemState.WAITING_REVIEW in states else RunStatus.FINISHED
