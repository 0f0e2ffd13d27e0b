"""A dry run: every record is filled in as it would be entered, nothing is sent, and what was seen is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dxrobot.actions.base import Action
from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.actions.operation import perform_operation
from dxrobot.actions.press_steps import Click, Commit
from dxrobot.actions.screen_action import ScreenAction
from dxrobot.actions.screen_steps import StaysEmpty
from dxrobot.actions.table_steps import ClickInRow
from dxrobot.browser.guard import Blocked, Guard
from dxrobot.browser.required import empty_required
from dxrobot.browser.screen import open_page
from dxrobot.errors import BusinessError, DxrobotError, NeedsReview, NotKept, Refused, TargetError
from dxrobot.i18n import _
from dxrobot.items import IntentState, ItemState, Mode
from dxrobot.robot.model import Robot
from dxrobot.runner.call import PreparedCall
from dxrobot.runner.desks import Desks
from dxrobot.runner.entry import Outcome
from dxrobot.runner.probe import record_stands
from dxrobot.runner.provenance import Provenance
from dxrobot.runner.sameness import digest_to_compare, told_difference
from dxrobot.runner.work import WorkItem
from dxrobot.scenario import expression
from dxrobot.scenario.model import RobotCall, Step
from dxrobot.store.claims import Entered, IntentKey
from dxrobot.store.standing import KnownRecord, standing

_EMPTY = "about:blank"
_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class DryValue:
    """One value that would be entered."""

    entered: Entered
    doubtful: str = ""
    """Why a person must look at it first; empty when it can be entered as it is."""


@dataclass
class DryEntry:
    """One record as it stood on the screen."""

    title: str
    values: tuple[DryValue, ...]
    screen: str = ""
    """The last screen that could be reached."""
    picture: Path | None = None
    blocked: tuple[Blocked, ...] = ()
    stopped_unseen: bool = False
    complete: bool = False
    """Whether only the committing click was left."""
    hindered: str = ""
    """What went wrong on the way, perhaps only because something was not sent."""

    def told(self) -> str:
        """How far the record came, in a sentence."""
        stopped = list(dict.fromkeys(f"{request.method} {request.path}" for request in self.blocked))
        names = "、".join(stopped[:_NAMED_AT_MOST]) or _("なし")
        if self.complete:
            return _("入力できることを確かめました(登録はしていません)。")
        if self.hindered:
            return _(
                "画面「{screen}」の途中までしか確かめられません(登録はしていません)。{reason}"
                "止めた送信({names})のためかもしれません。"
                "何も変えない送信なら、ロボットの safe_requests に書いてください。"
            ).format(screen=self.screen, reason=self.hindered, names=names)
        return _(
            "画面「{screen}」まで入力できることを確かめました。その先の画面は、送信を止めているため開いていません(登録はしていません)。"
            "止めた送信: {names}"
        ).format(screen=self.screen, names=names)


class _Withheld(DxrobotError):
    """Everything is filled in, and the button that commits is not pressed."""


class _OutOfReach(DxrobotError):
    """The next screen comes only by a request that is not sent."""


class DryRun:
    """The records of one dry run, by the ordinal of their item; ``mode`` is that of the address it works at."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode
        self.entries: dict[int, list[DryEntry]] = {}

    def item(self, item: WorkItem, work: Callable[[], Outcome]) -> Outcome:
        """Carry out ``work``, the steps of ``item``, and say how far the record could be filled in."""
        kept = self.entries[item.ordinal] = []
        try:
            outcome = work()
        except (BusinessError, TargetError) as error:
            if not any(entry.complete for entry in kept):
                raise
            later = _("登録したあとの手順は確かめられません({reason})。").format(reason=error)
            return Outcome(ItemState.PENDING, f"{told(kept)} {later}")
        return Outcome(ItemState.PENDING, told(kept)) if outcome.state is ItemState.DONE else outcome

    def keep(self, item: WorkItem, entry: DryEntry) -> None:
        """Add what was seen of one record."""
        self.entries.setdefault(item.ordinal, []).append(entry)

    def known(self, intent: IntentKey) -> KnownRecord | None:
        """What the journal knows of the record: only looked at, nothing is reserved."""
        return standing(replace(intent, mode=self._mode))

    def doubtful(
        self, item: WorkItem, step: RobotCall, robot: Robot, variables: Mapping[str, Any], of: Provenance
    ) -> None:
        """Keep the values of a call that cannot be made yet, with those marked that a person must look at."""
        operation = robot.operations[step.operation_name]
        values = []
        for name, parameter in operation.parameters.items():
            origins = tuple(of.item.origin(used) for used in sorted(of.fields(step.with_.get(name)))) if of.item else ()
            try:
                value, reason = expression.evaluate(step.with_.get(name), variables), ""
            except NeedsReview as error:
                value, reason = " ".join(str(origin.get("text", "")) for origin in origins), error.message
            entered = Entered(name, parameter.title, "" if value is None else str(value), "", origins)
            values.append(DryValue(entered, reason))
        self.keep(item, DryEntry(operation.title, tuple(values)))


def told(entries: list[DryEntry]) -> str:
    """How far the entries of one item came, in a sentence."""
    if not entries:
        return _("登録する操作はありませんでした。")
    return next((entry for entry in entries if not entry.complete), entries[-1]).told()


class DryRecord:
    """Fills in the record of one prepared call; ``evidence`` is the beginning of its pictures' paths, None for none."""

    def __init__(self, call: PreparedCall, item: WorkItem, desks: Desks, dry: DryRun, evidence: Path | None) -> None:
        self._call = call
        self._item = item
        self._desks = desks
        self._dry = dry
        self._evidence = evidence
        self._seen = DryEntry(call.operation.title, tuple(map(DryValue, call.entered)))

    def enter(self) -> Outcome:
        """Fill the record in unless it is there already.

        Raises :class:`BusinessError` when a person must decide and :class:`TargetError` when it may be tried again.
        """
        known = self._dry.known(self._call.intent)
        if known and known.state is IntentState.UNKNOWN:
            return Outcome(ItemState.UNKNOWN, _("登録されたか分かりません。対象システムで確かめてください。"))
        if known and known.state is IntentState.SUBMITTING:
            return Outcome(
                ItemState.PENDING, _("前の実行で送信した件です。次の試行か本番で、登録されたかを確かめます。")
            )
        if known and known.state is IntentState.DONE:
            if known.values_digest != digest_to_compare(known, self._call):
                raise BusinessError(
                    _("同じ番号で、違う内容が登録済みです。どちらが正しいか確かめてください。")
                    + told_difference(known, self._call)
                )
            return Outcome(ItemState.SKIPPED, _("すでに登録されています。"), {**self._later(), **known.outputs})
        return self._desks.at(self._call.robot.robot, self._carry_out)

    def _carry_out(self, desk: Desk) -> Outcome:
        probe, guard = self._call.operation.probe, desk.session.guard
        if probe and probe.before_entry and record_stands(desk, self._call):
            raise BusinessError(
                _("同じ番号の記録が、dxrobot の登録より前から対象システムにあります。内容を確かめてください。")
            )
        if guard is None:
            raise TypeError("a dry run without a guard")
        desk.begin(NothingToCommit())
        start = desk.session.run(lambda page: page.url)
        try:
            self._fill(desk, guard)
        finally:
            self._dry.keep(self._item, self._seen)
            self._leave(desk, guard, start)
        return Outcome(ItemState.DONE, told([self._seen]), self._later())

    def _later(self) -> dict[str, Any]:
        """What stands for the values that the site returns only after entering."""
        return dict.fromkeys(self._call.operation.returns, _("(登録後に分かる値)"))

    def _fill(self, desk: Desk, guard: Guard) -> None:
        """Carry out the operation until the committing click, or until the next screen is out of reach."""
        shutting = _Shutting(guard)
        others, desk.watchers = desk.watchers, (*desk.watchers, shutting)
        desk.begin(_Withholding())
        try:
            perform_operation(desk, self._call.operation, self._call.values)
            self._seen.complete = True
        except _Withheld:
            self._seen.complete = True
        except _OutOfReach:
            pass
        except (BusinessError, TargetError) as error:
            if not shutting.may_have_caused(error):
                self._desks.failures.keep(desk, error)
                raise
            self._seen.hindered = str(error)
        finally:
            desk.watchers = others
            self._look(desk, guard)

    def _look(self, desk: Desk, guard: Guard) -> None:
        """Keep what the screen shows and what was not sent."""
        self._seen.screen = desk.current_screen.title if desk.current_screen else ""
        if guard.is_shut:
            self._seen.blocked, self._seen.stopped_unseen = tuple(guard.blocked), guard.stopped_unseen
        if self._evidence is None:
            return
        path = self._evidence.with_name(
            f"{self._evidence.name}_filled_{len(self._dry.entries[self._item.ordinal]) + 1}.png"
        )
        with contextlib.suppress(TargetError):  # a browser that is gone shows nothing, and its end is told anyway
            path.write_bytes(desk.picture(self._call.sensitive_values))
            self._seen.picture = path

    def _leave(self, desk: Desk, guard: Guard, start: str) -> None:
        """Empty the page while requests are still held back, then go back to where the operation began."""
        try:
            desk.begin(NothingToCommit())
            with desk.session.dialogs.leaving():  # a page may ask whether to give up what was filled in
                desk.session.run(guard.lift)
            if start != _EMPTY:
                desk.session.run(lambda page: open_page(page, start))
        except TargetError:
            self._desks.close(self._call.robot.robot)


@dataclass
class _Shutting:
    """Shuts the guard before the first value is entered, and ends the work where the way on is shut."""

    guard: Guard
    blocked_before: int = field(default=0)
    blocked_before_press: int = field(default=0)

    def before_step(self, desk: Desk, _step: Step, action: Action) -> None:
        """From the first value on nothing is sent; what keeps the record from being committed is told."""
        if isinstance(action, ScreenAction) and action.enters:
            self.guard.shut()
        self.blocked_before = len(self.guard.blocked) if self.guard.is_shut else 0
        if isinstance(action, Click | ClickInRow):
            self.blocked_before_press = self.blocked_before
        if isinstance(action, Commit):
            _require_ready(desk, action)

    def after_step(self, _desk: Desk, _step: Step, action: Action) -> None:
        """A step that only goes somewhere and whose screen was not asked for has nowhere to go."""
        entering = isinstance(action, ScreenAction) and action.enters
        stopped = self.guard.blocked[self.blocked_before :] if self.guard.is_shut else []
        if not entering and any(request.whole_page for request in stopped):
            raise _OutOfReach(_("次の画面は、送信を止めているため開けません。"))

    def may_have_caused(self, error: BusinessError | TargetError) -> bool:
        """Whether ``error`` may have come only because something was not sent; a value that is lost never has."""
        if not self.guard.is_shut or isinstance(error, NotKept):
            return False
        if isinstance(error, Refused):
            return len(self.guard.blocked) > self.blocked_before_press
        return bool(self.guard.blocked) and isinstance(error, TargetError | StaysEmpty)


def _require_ready(desk: Desk, commit: Commit) -> None:
    """Find the button that would be pressed; raise :class:`BusinessError` when a required field is still empty."""
    button = desk.button(commit.button)
    empty = desk.run(lambda page: empty_required(page, button))
    if empty:
        raise BusinessError(
            _("必須の項目が空のままです: {fields}").format(fields="、".join(empty)),
            _("ロボット定義のその項目と、シナリオの with に書いた値を確かめてください。"),
        )


class _Withholding:
    """The hooks of a dry run: the click that commits never comes."""

    def before_commit(self) -> None:
        """Keep the button from being pressed."""
        raise _Withheld(_("登録のボタンは押しません。"))

    def confirmed(self) -> None:
        """Never reached."""
