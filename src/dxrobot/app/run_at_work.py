"""A run at work: from its first journal line to its ledger entry, once an attempt."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from loguru import logger

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.progress import Progress
from dxrobot.app.inputs import given_paths
from dxrobot.app.run_result import RunResult
from dxrobot.app.settling import enter_ledger
from dxrobot.app.step_places import place_of_step
from dxrobot.app.stop_signals import StopSignals
from dxrobot.app.workspaces import private_folder, salt_of
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError, NeedsReview, RunCancelled, StoreLost, UndefinedName
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode, RunStatus, count_states
from dxrobot.japanese.wareki import JAPAN
from dxrobot.library import Library, Loaded
from dxrobot.log import of_run
from dxrobot.runner.desks import Desks
from dxrobot.runner.dry import DryRun
from dxrobot.runner.halt import RunStopped
from dxrobot.runner.locks import Locks
from dxrobot.runner.options import RunOptions
from dxrobot.runner.pulse import Pulse
from dxrobot.runner.runner import Runner
from dxrobot.runner.work import stands_twice
from dxrobot.scenario.model import Scenario
from dxrobot.store.journal import Journal, SettledItem
from dxrobot.store.setup import storing

_THROUGH = (ItemState.DONE, ItemState.SKIPPED)


class RunAtWork:
    """Carries out one attempt of a run whose pen is ``journal``."""

    def __init__(
        self,
        workspace: Workspace,
        library: Library,
        loaded: Loaded[Scenario],
        journal: Journal,
        progress: Progress,
        options: RunOptions,
    ) -> None:
        self._workspace, self._journal, self._options = workspace, journal, options
        self._loaded, self._scenario = loaded, loaded.model
        self._mode = Mode(journal.run.mode)
        self._uses = library.uses(loaded.model)
        self._parts = {name: part.model for name, part in self._uses.parts.items()}
        self._robots = {name: robot.model for name, robot in self._uses.robots.items()}
        self._dry: DryRun | None = None
        self._store_lost = False
        self._signals, self._pulse = StopSignals(), Pulse(journal.run)
        evidence = workspace.runs / journal.run_name
        private_folder(evidence)
        self._context = RunContext(
            workspace,
            journal,
            evidence,
            self._pulse.telling(progress),
            Tally(),
            mode=self._mode,
            scenario=self._scenario.scenario,
            asked_to_stop=self._asked_to_stop,
            read_pages=options.read_pages,
            today=options.today or datetime.now(JAPAN).date(),
        )

    def carry_out(self, values: Mapping[str, Any]) -> RunResult:
        """Work with the inputs ``values``; whatever goes wrong stands in the result, and bugs are raised."""
        with of_run(self._journal.run_name):
            return self._carried_out(values)

    def _carried_out(self, values: Mapping[str, Any]) -> RunResult:
        started = time.perf_counter()
        self._context = replace(self._context, given=given_paths(self._scenario, values))
        status, message = RunStatus.FAILED, _("dxrobot の不具合で止まりました。")
        try:
            status, message = self._guarded(values)
        finally:
            with storing():
                seconds = Decimal(str(time.perf_counter() - started))
                entry = enter_ledger(self._workspace, self._scenario, self._journal, self._context.tally, seconds)
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
            left=tuple(filter(_to_tell, self._journal.settled_items())),
            store_lost=self._store_lost,
            dry=self._dry,
        )

    def _asked_to_stop(self) -> bool:
        return self._signals.asked_to_stop or self._pulse.asked_to_stop or self._options.asked_to_stop()

    def _guarded(self, values: Mapping[str, Any]) -> tuple[RunStatus, str]:
        """How the attempt ended, with the reason in words for staff."""
        try:
            self._work(values)
        except RunStopped as error:
            return RunStatus.STOPPED, str(error)
        except RunCancelled as error:
            return RunStatus.CANCELLED, str(error)
        except NeedsReview as error:
            return RunStatus.WAITING, str(error)
        except UndefinedName as error:
            logger.opt(exception=error).error("run {} failed", self._journal.run_name)
            return RunStatus.FAILED, str(place_of_step(error.where, str(error), self._loaded, self._uses.parts))
        except DxrobotError as error:
            self._store_lost = isinstance(error, StoreLost)
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
        return (RunStatus.WAITING if waiting else RunStatus.FINISHED), "\n".join(self._context.tally.warnings)

    def _work(self, values: Mapping[str, Any]) -> None:
        with ExitStack() as open_things:
            open_things.enter_context(storing())
            open_things.enter_context(self._signals)
            open_things.enter_context(self._pulse)
            locks = open_things.enter_context(self._locks())
            locks.hold(self._scenario.locks)
            desks = open_things.enter_context(self._desks(locks))
            self._carry_out_steps(desks, values)

    def _locks(self) -> Locks:
        limit_s = self._scenario.limits.run_minutes * 60
        say = self._context.progress.say
        return Locks(self._journal.run, limit_s, say=say, asked_to_stop=self._asked_to_stop)

    def _desks(self, locks: Locks) -> Desks:
        return Desks(
            self._workspace, self._robots, self._mode, self._journal, locks, self._options, self._context.given
        )

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
            self._dry = runner.dry
            if runner.dry is not None:
                self._write_dry_workbook(runner.dry)

    def _write_dry_workbook(self, dry: DryRun) -> None:
        from dxrobot.app.dry_workbook import write_dry_run  # only here: most runs write no workbook
        from dxrobot.sheets.dry_sheet import DryHeading

        production = self._options.address_mode(self._mode) is Mode.PRODUCTION
        heading = DryHeading(
            scenario=self._scenario.title,
            run=self._journal.run_name,
            address=_("本番の場所での予行です。") if production else _("試行の場所での予行です。"),
            day=f"{datetime.now(JAPAN):%Y-%m-%d %H:%M}",
        )
        write_dry_run(self._context.evidence, heading, self._journal.settled_items(), dry.entries)


def _to_tell(item: SettledItem) -> bool:
    """Whether people should read of ``item``: it did not come through, or not as it should, or stands there twice."""
    unusual = item.state is ItemState.DONE and bool(item.reason)
    return item.state not in _THROUGH or unusual or item.reason == stands_twice()
