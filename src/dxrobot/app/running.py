"""Running a scenario: definitions checked, version approved, items entered, hours written into the ledger."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dxrobot.actions.progress import Progress
from dxrobot.app.checking import require_sound
from dxrobot.app.inputs import input_values, lasting_inputs
from dxrobot.app.kept_baselines import require_kept
from dxrobot.app.run_at_work import RunAtWork
from dxrobot.app.run_result import RunResult
from dxrobot.app.versions import definition_hash, require_approval
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, RunStatus
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger.baseline import baseline_on
from dxrobot.library import Library, Loaded
from dxrobot.runner.options import NO_OPTIONS, RunOptions
from dxrobot.scenario.model import Scenario
from dxrobot.store.journal import Journal
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Item, LedgerTotal, Run
from dxrobot.store.orders import open_order_of
from dxrobot.store.processes import end_orphans, host
from dxrobot.store.rulings import RulingKind, keep_rulings
from dxrobot.store.run_rows import find_run, has_open_items, is_over


class DefinitionsChanged(InputError):
    """A run cannot be continued, since what it began with has changed; the same inputs may be started anew."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a person wants entered once more although it is done."""

    keys: tuple[str, ...]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Sound definitions, their version, and inputs of the right kinds."""

    library: Library
    loaded: Loaded[Scenario]
    version: str
    given: Mapping[str, Sequence[str]]
    values: Mapping[str, Any]

    @property
    def scenario(self) -> Scenario:
        """What stands in its file."""
        return self.loaded.model


def run_scenario(
    workspace: Workspace,
    name: str,
    inputs: Mapping[str, Sequence[str]],
    mode: Mode,
    progress: Progress,
    options: RunOptions = NO_OPTIONS,
    again: Again | None = None,
) -> RunResult:
    """Run the scenario called ``name`` once, in an open workspace.

    Raises :class:`InputError` when nothing could be started; what goes wrong later stands in the result.
    """
    prepared = _prepare(workspace, name, inputs, options.address_mode(mode))
    job, _assumptions = prepared.scenario.own_job()
    must_fit(LedgerTotal, _("課の名前"), department=job.department)
    journal = Journal.start(
        name=f"{datetime.now(JAPAN):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        scenario=prepared.scenario.scenario,
        job=job.name,
        mode=mode,
        definition_hash=prepared.version,
        pid=os.getpid(),
        inputs=prepared.given,
        lease=options.lease,
    )
    return _carry_out(workspace, prepared, journal, progress, options, again)


def resume_run(
    workspace: Workspace,
    run_name: str,
    scenario: str,
    inputs: Mapping[str, Sequence[str]],
    progress: Progress,
    options: RunOptions = NO_OPTIONS,
    again: Again | None = None,
) -> RunResult:
    """Continue the run called ``run_name``; ``scenario`` is empty or its scenario, ``inputs`` replace its own by name.

    Raises :class:`InputError` when it cannot be continued: it lives, nothing of it is open, or it began with other
    definitions (:class:`DefinitionsChanged`).
    """
    run = find_run(run_name)
    if options.lease is None:
        _require_here(run)
    _require_resumable(run, scenario, again)
    mode = Mode(run.mode)
    prepared = _prepare(workspace, run.scenario, {**run.inputs, **inputs}, options.address_mode(mode))
    if prepared.version != run.definition_hash:
        raise DefinitionsChanged(
            _("実行 {run} を始めたあとで、シナリオかロボットの定義が変わりました。").format(run=run.name),
            _("同じ入力で、新しく実行してください。登録の済んだ件は二重に登録されません。"),
        )
    journal = Journal.resume(run, os.getpid(), prepared.given, options.lease)
    if journal is None:
        raise _alive(run)
    return _carry_out(workspace, prepared, journal, progress, options, again)


def _prepare(workspace: Workspace, name: str, inputs: Mapping[str, Sequence[str]], address_mode: Mode) -> _Prepared:
    library = Library(workspace)
    loaded = library.scenario(name)
    require_sound(loaded, library)
    scenario = loaded.model
    scenario.own_job()
    values = input_values(scenario, inputs)
    baseline_on(scenario.baseline, datetime.now(JAPAN).date())
    version = definition_hash(workspace, loaded)
    if address_mode is Mode.PRODUCTION:
        require_approval(scenario.scenario, version)
        require_kept(scenario)
    return _Prepared(library, loaded, version, lasting_inputs(scenario, inputs), values)


def _carry_out(
    workspace: Workspace,
    prepared: _Prepared,
    journal: Journal,
    progress: Progress,
    options: RunOptions,
    again: Again | None,
) -> RunResult:
    if again is not None:
        keep_rulings(journal.run, again.keys, RulingKind.AGAIN, by=again.by, reason=again.reason)
        journal.read_rulings()
    at_work = RunAtWork(workspace, prepared.library, prepared.loaded, journal, progress, options)
    result = at_work.carry_out(prepared.values)
    return result.with_message(_not_among_the_items(journal.run, again)) if again else result


def _not_among_the_items(run: Run, again: Again) -> str:
    """What to tell about keys that a person named and that no item has."""
    known = set(Item.objects.filter(run=run, key__in=again.keys).values_list("key", flat=True))
    missing = [key for key in again.keys if key not in known]
    if not missing:
        return ""
    return _("--again の番号 {keys} は、この実行の件にありませんでした。").format(keys="、".join(missing))


def _require_resumable(run: Run, scenario: str, again: Again | None) -> None:
    if scenario and scenario != run.scenario:
        raise InputError(
            _("実行 {run} のシナリオは {own} です({given} ではありません)。").format(
                run=run.name, own=run.scenario, given=scenario
            )
        )
    end_orphans(run)  # a browser that a dead runner left behind is no reason to wait
    if run.host == host() and not is_over(run):
        raise _alive(run)
    settled = run.status == RunStatus.FINISHED and not has_open_items(run)
    if settled and again is None:
        raise InputError(
            _("実行 {run} は、すべての件が済んでいます。").format(run=run.name),
            _("同じ件をわざと登録し直すときは、--again と --reason を付けてください。"),
        )


def _require_here(run: Run) -> None:
    """Whoever types it must be at the run's own machine, and no worker may be about to continue it."""
    if run.host != host():
        raise InputError(
            _("実行 {run} は別の機械({host})で動きました。").format(run=run.name, host=run.host),
            _("その機械で再開してください。"),
        )
    if order := open_order_of(run):
        raise InputError(
            _("実行 {run} は、実行依頼 {number} としてワーカーが続けます。").format(run=run.name, number=order),
            _("手で続けるときは、先に dxrobot order cancel {number} で取り消してください。").format(number=order),
        )


def _alive(run: Run) -> InputError:
    return InputError(
        _("実行 {run} は、まだ動いています。").format(run=run.name),
        _("終わるのを待つか、dxrobot cancel {run} で止めてから再開してください。").format(run=run.name),
    )
