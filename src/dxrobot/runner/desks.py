"""Opening a desk for a robot when it is first needed: browser, address, sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from loguru import logger

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_operation, perform_steps
from dxrobot.actions.run_files import RunFiles
from dxrobot.browser.find import find_browser
from dxrobot.browser.processes import end
from dxrobot.browser.session import BrowserSession
from dxrobot.config import Workspace
from dxrobot.errors import BusinessError, DxrobotError, SessionExpired, TargetError
from dxrobot.items import ItemState, Mode
from dxrobot.robot.model import Operation, Robot
from dxrobot.runner.addresses import address_of, login_locks
from dxrobot.runner.failures import Failures
from dxrobot.runner.locks import Locks
from dxrobot.runner.options import NO_OPTIONS, RunOptions
from dxrobot.runner.step_limit import step_limit
from dxrobot.store.journal import Journal
from dxrobot.vault import Vault

Value = TypeVar("Value")


# How long a run waits for a login that another run uses, unless it is told otherwise, in seconds.
_LOCK_WAIT_S = 8 * 3600.0
_SIGN_OUT_MINUTES = 1.0


@dataclass(frozen=True, slots=True)
class _OpenDesk:
    desk: Desk
    closing: ExitStack


class Desks:
    """The desks of one run, one a robot; leaving the block closes their browsers."""

    def __init__(
        self,
        workspace: Workspace,
        robots: Mapping[str, Robot],
        mode: Mode,
        journal: Journal,
        locks: Locks | None = None,
        options: RunOptions = NO_OPTIONS,
        given: tuple[Path, ...] = (),
    ) -> None:
        self._options = options
        self._given = given
        self._workspace = workspace
        self._robots = robots
        self._mode = mode
        self._journal = journal
        self._locks = locks or Locks(journal.run, _LOCK_WAIT_S)
        self._open: dict[str, _OpenDesk] = {}
        self._traces = 0
        self.failures = Failures(workspace.runs / journal.run_name / "failures")
        """What is kept of items that fail."""
        self._sessions: dict[str, BrowserSession] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            with step_limit(_SIGN_OUT_MINUTES, self.kill_browsers):
                self._sign_out()
        self.close_all()

    def _sign_out(self) -> None:
        """Leave every system as it wants to be left; one that does not let the robot go fails nothing."""
        for opened in self._open.values():
            try:
                opened.desk.begin(NothingToCommit())
                perform_steps(opened.desk, opened.desk.robot.login.logout, {})
            except DxrobotError as error:
                logger.warning("not signed out of {}: {}", opened.desk.robot.robot, error)

    def close_all(self) -> None:
        """End every browser of this run."""
        for name in list(self._open):
            self.close(name)

    def desk(self, name: str) -> Desk:
        """The desk of the robot called ``name``, signed in."""
        if name not in self._open:
            self._open[name] = self._start(self._robots[name])
        return self._open[name].desk

    def perform(self, name: str, operation: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out an operation that commits nothing at the desk of the robot called ``name``; what it returns."""

        def work(desk: Desk) -> dict[str, Any]:
            desk.begin(NothingToCommit())
            return perform_operation(desk, operation, values)

        return self.at(name, work)

    def at(self, name: str, work: Callable[[Desk], Value]) -> Value:
        """Do ``work`` at the desk of the robot called ``name``; once anew, signed in again, when its session had ended.

        A session that ends is nobody's failure: work that had submitted something is never begun anew
        (:class:`SessionExpired`).
        """
        desk = self.desk(name)
        try:
            return _watched(self.failures, desk, work)
        except SessionExpired:
            desk.sign_in_again()
            return _watched(self.failures, desk, work)

    def item_ended(self, state: ItemState) -> None:
        """Keep what failed only of an item that did not come through; one in doubt shows at least the screen."""
        if state is ItemState.UNKNOWN and not self.failures.has():
            for opened in self._open.values():
                self.failures.keep(opened.desk, None)
        self.failures.settle(state)

    def close(self, name: str) -> None:
        """End the robot's browser with every process of it."""
        opened = self._open.pop(name, None)
        if opened is not None:
            opened.closing.close()

    def kill_browsers(self) -> None:
        """End the processes of every browser from outside, also of one that hangs; work with it fails."""
        for session in list(self._sessions.values()):
            end(session.process_ids())

    def _start(self, robot: Robot) -> _OpenDesk:
        mode = self._options.address_mode(self._mode)
        address = address_of(self._workspace, robot, mode)
        if robot.one_login:
            self._locks.hold(login_locks(self._workspace, self._robots.values(), mode))
        settings = self._workspace.settings.browser
        browser = find_browser(settings.executable)
        with ExitStack() as closing:
            session = BrowserSession(
                browser,
                address,
                self._also(robot),
                settings.timeout_s,
                headless=not (settings.headed or self._options.headed),
                safe_requests=robot.safe_requests if self._mode is Mode.DRY else None,
                trace=self._trace(),
                recording=self._options.recordings.get(robot.robot),
            )
            self._sessions[robot.robot] = session  # also one that hangs while it starts can be ended
            closing.callback(self._sessions.pop, robot.robot)
            closing.enter_context(session)
            self._journal.record_processes(process.pid for process in session.process_ids())
            desk = Desk(robot, address, session)
            desk.watchers = (self._options.pace, self.failures)
            desk.files = RunFiles(self._workspace.runs / self._journal.run_name, self._given)
            desk.sign_in(self._sign_in)
            return _OpenDesk(desk, closing.pop_all())

    def _trace(self) -> Path | None:
        """Where the trace of one more browser goes, if it is wanted."""
        if not self._options.trace:
            return None
        self._traces += 1
        number = "" if self._traces == 1 else f"_{self._traces}"
        return self._workspace.runs / self._journal.run_name / f"trace{number}.zip"

    def _sign_in(self, desk: Desk) -> None:
        perform_steps(
            desk,
            desk.robot.login.steps,
            login_values(self._workspace, desk.robot, self._options.address_mode(self._mode)),
        )

    def _also(self, robot: Robot) -> tuple[str, ...]:
        """The further places that the robot may reach."""
        settings = self._workspace.settings.robots.get(robot.robot)
        if settings is None:
            return ()
        return settings.also if self._options.address_mode(self._mode) is Mode.PRODUCTION else settings.test_also


def _watched(failures: Failures, desk: Desk, work: Callable[[Desk], Value]) -> Value:
    """Do ``work`` and keep what the screen shows when it fails."""
    try:
        return work(desk)
    except SessionExpired:
        raise
    except (BusinessError, TargetError) as error:
        failures.keep(desk, error)
        raise


def login_values(workspace: Workspace, robot: Robot, mode: Mode = Mode.TRIAL) -> dict[str, object]:
    """What the login's steps may use at the address of ``mode``; without a password the vault is not asked."""
    if not robot.credentials:
        return {}
    vault = Vault.of_environment(workspace.vault)
    get = vault.get_for_production if mode is Mode.PRODUCTION else vault.get
    return {"credentials": get(robot.credentials)}
