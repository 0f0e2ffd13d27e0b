"""Running a scenario: definitions checked, version approved, items entered, hours written into the ledger."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from loguru import logger

from dxrobot.actions.base import Progress, RunContext, Tally
from dxrobot.app.checking import require_sound
from dxrobot.app.dry_workbook import write_dry_run
from dxrobot.app.inputs import given_paths, input_values
from dxrobot.app.versions import definition_hash, require_approval
from dxrobot.app.workspaces import private_folder, salt_of
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError, ExitStatus, NeedsReview
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode, RunStatus, count_states
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from dxrobot.ledger.baseline import baseline_on
from dxrobot.ledger.entry import FinishedRun, LedgerEntry, settle_entry
from dxrobot.ledger.human import HumanWork
from dxrobot.library import Library
from dxrobot.runner.desks import Desks
from dxrobot.runner.dry import DryRun
from dxrobot.runner.halt import RunStopped
from dxrobot.runner.options import NO_OPTIONS, RunOptions
from dxrobot.runner.runner import Runner
from dxrobot.scenario.model import Scenario
from dxrobot.sheets.dry_sheet import DryHeading
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal, SettledItem
from dxrobot.store.setup import storing

_THROUGH = (ItemState.DONE, ItemState.SKIPPED)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What ``dxrobot run`` reports."""

    run: str
    scenario: str
    mode: Mode
    status: RunStatus
    items: Mapping[str, int]
    entry: LedgerEntry
    evidence: Path
    message: str
    tally: Tally
    left: tuple[SettledItem, ...] = ()
    """Items that did not come through, with the reason in words for staff."""

    @property
    def exit_status(self) -> ExitStatus:
        """By the contract: a person comes before the environment only when nothing of the environment was wrong."""
        unread = any(page.error is not None for page in self.tally.pages)
        broken = (
            self.status in (RunStatus.FAILED, RunStatus.STOPPED, RunStatus.CANCELLED)
            or self.items[ItemState.SYSTEM_ERROR]
        )
        if unread or broken:
            return ExitStatus.INPUT_WRONG
        waiting = (ItemState.WAITING_REVIEW, ItemState.BUSINESS_ERROR, ItemState.UNKNOWN)
        return ExitStatus.PERSON_NEEDED if any(self.items[state] for state in waiting) else ExitStatus.SETTLED

    def as_json(self) -> dict[str, Any]:
        """The object that ``run --json`` ends with (design: Contract)."""
        return {
            "run": self.run,
            "scenario": self.scenario,
            "mode": self.mode.value,
            "status": self.status.value,
            "items": dict(self.items),
            "saved_minutes": float(self.entry.saved_minutes),
            "human_minutes": float(self.entry.human.total),
            "robot_seconds": float(self.entry.robot_seconds),
            "evidence": str(self.evidence),
            "message": self.message,
        }


def run_scenario(
    workspace: Workspace,
    name: str,
    inputs: Mapping[str, Sequence[str]],
    mode: Mode,
    progress: Progress,
    options: RunOptions = NO_OPTIONS,
) -> RunResult:
    """Run the scenario called ``name`` once, in an open workspace.

    Raises :class:`InputError` when nothing could be started; what goes wrong later stands in the result.
    """
    library = Library(workspace)
    loaded = library.scenario(name)
    require_sound(loaded, library)
    scenario = loaded.model
    scenario.own_job()
    values = input_values(scenario, inputs)
    baseline_on(scenario.baseline, datetime.now(JAPAN).date())
    version = definition_hash(workspace, loaded)
    if options.address_mode(mode) is Mode.PRODUCTION:
        require_approval(scenario.scenario, version)
    return _Run(workspace, library, scenario, version, mode, progress, options).carry_out(values)


class _Run:
    """One run from its first journal line to its ledger entry."""

    def __init__(
        self,
        workspace: Workspace,
        library: Library,
        scenario: Scenario,
        version: str,
        mode: Mode,
        progress: Progress,
        options: RunOptions,
    ) -> None:
        self._scenario, self._mode, self._options = scenario, mode, options
        self._job, self._assumptions = scenario.own_job()
        self._workspace = workspace
        uses = library.uses(scenario)
        self._parts = {name: part.model for name, part in uses.parts.items()}
        self._robots = {name: robot.model for name, robot in uses.robots.items()}
        name = f"{datetime.now(JAPAN):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        self._journal = Journal.start(
            name=name,
            scenario=scenario.scenario,
            job=self._job.name,
            mode=mode,
            definition_hash=version,
            pid=os.getpid(),
        )
        evidence = workspace.runs / name
        private_folder(evidence)
        self._context = RunContext(
            workspace, self._journal, evidence, progress, Tally(), mode=mode, scenario=scenario.scenario
        )

    def carry_out(self, values: Mapping[str, Any]) -> RunResult:
        started = time.perf_counter()
        self._context = replace(self._context, given=given_paths(self._scenario, values))
        status, message = RunStatus.FAILED, _("dxrobot の不具合で止まりました。")
        try:
            status, message = self._steps(values)
        finally:
            with storing():
                entry = self._enter_ledger(Decimal(str(time.perf_counter() - started)))
                self._journal.finish(status, message)
        return RunResult(
            run=self._journal.run_name,
            scenario=self._scenario.scenario,
            mode=self._mode,
            status=status,
            items=count_states(self._journal.item_states()),
            entry=entry,
            evidence=self._context.evidence,
            message=message,
            tally=self._context.tally,
            left=tuple(item for item in self._journal.settled_items() if item.state not in _THROUGH),
        )

    def _steps(self, values: Mapping[str, Any]) -> tuple[RunStatus, str]:
        try:
            with storing(), self._desks() as desks:
                self._carry_out_steps(desks, values)
        except RunStopped as error:
            return RunStatus.STOPPED, str(error)
        except NeedsReview as error:
            return RunStatus.WAITING, str(error)
        except DxrobotError as error:
            logger.opt(exception=error).error("run {} failed", self._journal.run_name)
            return RunStatus.FAILED, str(error)
        except OSError as error:
            logger.opt(exception=error).error("run {} failed", self._journal.run_name)
            return RunStatus.FAILED, _(
                "ファイルを書けません({reason})。ディスクの空きと権限を確かめてください。"
            ).format(reason=error.strerror or type(error).__name__)
        except KeyboardInterrupt:
            return RunStatus.CANCELLED, _("中止しました。登録の済んだ件は、もう一度実行しても二重に登録されません。")
        waiting = ItemState.WAITING_REVIEW in self._journal.item_states()
        return (RunStatus.WAITING if waiting else RunStatus.FINISHED), " ".join(self._context.tally.warnings)

    def _desks(self) -> Desks:
        return Desks(self._workspace, self._robots, self._mode, self._journal, options=self._options)

    def _carry_out_steps(self, desks: Desks, values: Mapping[str, Any]) -> None:
        runner = Runner(
            self._scenario,
            self._parts,
            self._robots,
            self._mode,
            self._context,
            desks,
            salt_of(self._workspace),
            self._options,
        )
        try:
            runner.run(values)
        finally:
            if runner.dry is not None:
                self._write_dry_workbook(runner.dry)

    def _write_dry_workbook(self, dry: DryRun) -> None:
        production = self._options.address_mode(self._mode) is Mode.PRODUCTION
        heading = DryHeading(
            scenario=self._scenario.title,
            run=self._journal.run_name,
            address=_("本番の場所での予行です。") if production else _("試行の場所での予行です。"),
            day=f"{datetime.now(JAPAN):%Y-%m-%d %H:%M}",
        )
        path = write_dry_run(self._context.evidence, heading, self._journal.settled_items(), dry.entries)
        self._context.tally.files_written.append(path)

    def _enter_ledger(self, robot_seconds: Decimal) -> LedgerEntry:
        """Write the run's one entry; a run is not finished before it stands in the ledger."""
        states, tally, scenario = self._journal.item_states(), self._context.tally, self._scenario
        today = datetime.now(JAPAN).date()
        work = HumanWork(
            fields_checked=tally.answered_now,
            fields_corrected=tally.corrected_now,
            exception_items=states.count(ItemState.BUSINESS_ERROR),
            recovered_items=states.count(ItemState.UNKNOWN),
        )
        finished = FinishedRun(
            run=self._journal.run_name,
            job=self._job.name,
            department=self._job.department,
            scenario=scenario.scenario,
            phase=self._job.phase.value,
            mode=self._mode,
            day=today,
            items_done=states.count(ItemState.DONE),
            robot_seconds=robot_seconds,
        )
        entry = settle_entry(
            finished,
            baseline_on(scenario.baseline, today),
            self._assumptions.minutes(work),
            _yen_per_hour(self._workspace, today),
        )
        ledger_rows.append(self._journal.run, entry)
        return entry


def _yen_per_hour(workspace: Workspace, today: date) -> int | None:
    """The unit cost of the fiscal year of ``today``, or None when the workspace states none."""
    for cost in workspace.settings.unit_costs:
        if cost.fiscal_year == fiscal_year(today):
            return cost.yen_per_hour
    return None
