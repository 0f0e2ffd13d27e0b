"""Carrying out a scenario: its steps in their order, whatever kind they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from dxrobot.actions.base import RunContext
from dxrobot.actions.pace import ItemSkipped
from dxrobot.actions.registry import scenario_actions
from dxrobot.actions.sourced import sourced
from dxrobot.actions.step_words import words_of
from dxrobot.errors import BusinessError, InDoubt, InputError, NeedsReview, TargetError, UndefinedName
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode
from dxrobot.masking import redactor
from dxrobot.robot.model import Robot
from dxrobot.runner.ahead import step_ahead
from dxrobot.runner.batch import Batch
from dxrobot.runner.call import PreparedCall, prepare_call
from dxrobot.runner.desks import Desks
from dxrobot.runner.dry import DryRecord, DryRun
from dxrobot.runner.entry import Outcome, RecordEntry
from dxrobot.runner.halt import Halt
from dxrobot.runner.options import NO_OPTIONS, RunOptions
from dxrobot.runner.provenance import Provenance
from dxrobot.runner.scope import InHand, Scope
from dxrobot.runner.step_limit import step_limit
from dxrobot.runner.work import WorkItem
from dxrobot.scenario.expression import evaluate
from dxrobot.scenario.model import TODAY, AnyStep, ForEach, If, RobotCall, Scenario, Step, Try, Use
from dxrobot.scenario.typed import typed

_THROUGH = (ItemState.DONE, ItemState.SKIPPED)


class Runner:
    """Runs one scenario once; ``parts`` and ``robots`` are all that it and its parts use, by name."""

    def __init__(
        self,
        scenario: Scenario,
        parts: Mapping[str, Scenario],
        robots: Mapping[str, Robot],
        mode: Mode,
        context: RunContext,
        desks: Desks,
        salt: bytes,
        options: RunOptions = NO_OPTIONS,
    ) -> None:
        self._scenario = scenario
        self._parts = parts
        self._robots = robots
        self._mode = mode
        self._context = context
        self._desks = desks
        self._salt = salt
        self._halt = Halt(scenario.limits, context.asked_to_stop)
        self._options = options
        self._signs_missed: Counter[str] = Counter()
        """Records found in the target system without the sign that they were registered, by robot."""
        self._rests_missed: Counter[str] = Counter()
        """Records that were confirmed, but whose operation did not come to its end, by robot."""
        self.dry = DryRun(options.address_mode(mode)) if mode is Mode.DRY else None
        """What a dry run has seen."""

    def run(self, inputs: Mapping[str, Any]) -> None:
        """Carry out every step; items settle themselves in the journal.

        Raises :class:`InputError` when the environment is wrong, :class:`NeedsReview` when a question outside the
        items waits for a person, :class:`RunStopped` when going on would do harm, and :class:`RunCancelled`.
        """
        variables = {TODAY: self._context.today.isoformat(), **inputs}
        try:
            self._steps(self._scenario.steps, Scope(variables, InHand(), Provenance()))
        finally:
            self._warn_of_changed_screens()

    def _steps(self, steps: Sequence[AnyStep], scope: Scope) -> Outcome | None:
        """What the operations among ``steps`` came to; one that did not succeed ends the item."""
        reached: Outcome | None = None
        for index, step in enumerate(steps):
            if scope.hand.item is None:
                self._halt.before_item()
            else:
                self._look_ahead(step, scope.hand.item)
            outcome, scope = self._step(step, replace(scope, index=index))
            if outcome is None:
                continue
            if outcome.state not in _THROUGH:
                return outcome
            if reached is None or outcome.state is ItemState.DONE:
                reached = outcome
        return reached

    def _look_ahead(self, step: AnyStep, item: WorkItem) -> None:
        self._options.pace.next_step(lambda: step_ahead(step, self._robots, item))

    def _step(self, step: AnyStep, scope: Scope) -> tuple[Outcome | None, Scope]:
        """What ``step`` came to, and the surroundings of the steps after it."""
        self._context.progress.step(words_of(step, self._robots, self._parts))
        try:
            return self._carried_out(step, scope)
        except UndefinedName as error:
            error.where = error.where or scope.here
            raise

    def _carried_out(self, step: AnyStep, scope: Scope) -> tuple[Outcome | None, Scope]:
        if isinstance(step, RobotCall):
            return self._robot_call(step, scope)
        if isinstance(step, Use):
            return self._use(step, scope)
        if isinstance(step, Step):
            return None, self._action(step, scope)
        if isinstance(step, If):
            return self._if(step, scope), scope
        if isinstance(step, Try):
            return self._try(step, scope), scope
        return self._for_each(step, scope), scope

    def _action(self, step: Step, scope: Scope) -> Scope:
        item = scope.hand.item
        context = replace(self._context, item_key=item.key if item else "", step=scope.here)
        action = scenario_actions()[step.action].ready(step.arguments, scope.variables)
        output = action.perform(context)
        if action.names_its_values:
            for name, value in output.items():
                scope = scope.name(name, value, step.arguments[name])
        return scope.name(step.as_, output, step.arguments) if step.as_ else scope

    def _if(self, step: If, scope: Scope) -> Outcome | None:
        if evaluate(step.if_, scope.variables):
            return self._steps(step.then, scope.below(".then"))
        return self._steps(step.else_, scope.below(".else"))

    def _try(self, step: Try, scope: Scope) -> Outcome | None:
        """Meet an error by the steps for its kind; what may have been entered is never passed over."""
        met: BusinessError | TargetError
        try:
            outcome = self._steps(step.try_, scope.below(".try"))
            if outcome is None or outcome.state is not ItemState.BUSINESS_ERROR or step.on_error.business is None:
                return outcome
            met = BusinessError(outcome.reason)
        except InDoubt:
            raise
        except BusinessError as error:
            if step.on_error.business is None:
                raise
            met = error
        except TargetError as error:
            if step.on_error.system is None:
                raise
            self._desks.close_all()
            met = error
        business = isinstance(met, BusinessError)
        kind = "business" if business else "system"
        inside = scope.name("error", {"kind": kind, "message": redactor.scrub(str(met))}, None)
        instead = step.on_error.business if business else step.on_error.system
        return self._steps(instead or (), inside.below(f".on_error.{kind}"))

    def _use(self, step: Use, scope: Scope) -> tuple[Outcome | None, Scope]:
        part = self._parts[step.use]
        given = {
            name: typed(declared, evaluate(step.with_.get(name, declared.default), scope.variables))
            for name, declared in part.inputs.items()
        }
        inside = scope.inside_part(step.use, given, step.with_)
        outcome = self._steps(part.steps, inside)
        outputs = {name: evaluate(output.value, inside.variables) for name, output in part.outputs.items()}
        return outcome, scope.name(step.as_, outputs, step.with_) if step.as_ else scope

    def _for_each(self, step: ForEach, scope: Scope) -> Outcome | None:
        values = evaluate(step.for_each, scope.variables)
        if not isinstance(values, list | tuple):
            raise InputError(
                _("for_each の {text} が、件の並び(一覧)ではありません。").format(text=step.for_each),
                _("シナリオの for_each に、帳票や行の一覧を書いてください。"),
            )
        if step.key and scope.hand.item is None:
            batch = Batch(step, scope.here, self._halt, self._context, self._desks, self._salt, self._options.limit)
            batch.run(values, scope.variables, lambda item: self._item(step, item, scope))
            return None
        return self._lines(step, values, scope)

    def _lines(self, step: ForEach, values: Sequence[Any], scope: Scope) -> Outcome | None:
        """An inner loop: its entries are told apart by the key of their line."""
        reached: Outcome | None = None
        for ordinal, value in enumerate(values, start=1):
            line = str(evaluate(step.key, {**scope.variables, step.as_: value})) if step.key else str(ordinal)
            outcome = self._steps(step.steps, scope.on_line(step.as_, value, step.for_each, line))
            if outcome is not None and outcome.state not in _THROUGH:
                return outcome
            if outcome is not None and (reached is None or outcome.state is ItemState.DONE):
                reached = outcome
        return reached

    def _item(self, step: ForEach, item: WorkItem, scope: Scope) -> Outcome:
        """Carry out the steps of one item from the first one on."""
        self._desks.failures.begin(item.ordinal)
        try:
            if self.dry is not None:
                outcome = self.dry.item(item, lambda: self._steps_of_item(step, item, scope))
            else:
                outcome = self._steps_of_item(step, item, scope)
        except ItemSkipped as skipped:
            outcome = Outcome(ItemState.PENDING, skipped.message)
        self._desks.item_ended(outcome.state)
        return outcome

    def _steps_of_item(self, step: ForEach, item: WorkItem, scope: Scope) -> Outcome:
        hand = InHand(item)
        provenance = Provenance(sourced(item.value), frozenset({step.as_}))
        variables = {**scope.variables, step.as_: item.value}
        inside = Scope(variables, hand, provenance, f"{scope.here}.steps")
        outcome = self._steps(step.steps, inside) or Outcome(ItemState.DONE)
        return hand.failed or outcome

    def _robot_call(self, step: RobotCall, scope: Scope) -> tuple[Outcome | None, Scope]:
        hand = scope.hand
        hand.calls[(scope.lines, step.robot)] += 1
        call = self._prepared(step, scope)
        outcome: Outcome | None = None
        with self._step_limit():
            if call.operation.commits and hand.item is not None:
                outcome = self._enter(call, hand, hand.item)
                output = outcome.output
            else:
                output = self._desks.perform(call.robot.robot, call.operation, call.values)
        return outcome, scope.name(step.as_, output, None) if step.as_ else scope

    def _step_limit(self) -> AbstractContextManager[None]:
        """No step has to be in time while a person looks on."""
        if self._options.pace.asks:
            return nullcontext()
        return step_limit(self._scenario.limits.step_minutes, self._desks.kill_browsers)

    def _prepared(self, step: RobotCall, scope: Scope) -> PreparedCall:
        hand, robot = scope.hand, self._robots[step.robot_name]
        try:
            return prepare_call(
                step,
                robot,
                scope.variables,
                provenance=scope.provenance,
                item_key=hand.item.key if hand.item else "",
                step_name=f"{scope.lines}{hand.calls[(scope.lines, step.robot)]}",
                mode=self._mode,
                salt=self._salt,
            )
        except NeedsReview:
            if self.dry is not None and hand.item is not None:
                self.dry.doubtful(hand.item, step, robot, scope.variables, scope.provenance)
            raise

    def _enter(self, call: PreparedCall, hand: InHand, item: WorkItem) -> Outcome:
        """Enter one record; a failure that a ``try`` meets is remembered until an entry succeeds."""
        entry = self._record(call, item)
        try:
            outcome = entry.enter()
        except NeedsReview:
            raise
        except BusinessError as error:
            hand.failed = Outcome(ItemState.BUSINESS_ERROR, str(error))
            raise
        except TargetError as error:
            hand.failed = Outcome(ItemState.SYSTEM_ERROR, str(error))
            raise
        finally:
            if isinstance(entry, RecordEntry):
                self._signs_missed[call.robot.robot] += entry.sign_missed
                self._rests_missed[call.robot.robot] += entry.rest_missed
        hand.failed = None if outcome.state in _THROUGH else outcome
        return outcome

    def _warn_of_changed_screens(self) -> None:
        """Say how many records came through although a screen was not as the robot knows it: its words have changed."""
        signs = _(
            "登録の印が出なかった件: {count}(一覧で確かめました)。ロボット {robot} の confirmed_by を確かめてください。"
        )
        rests = _(
            "登録した後の画面を扱えなかった件: {count}(登録は済んでいます)。"
            "ロボット {robot} の、登録を確定した後の手順(on、read など)を確かめてください。"
        )
        for sentence, counted in ((signs, self._signs_missed), (rests, self._rests_missed)):
            told = [sentence.format(count=count, robot=robot) for robot, count in counted.items() if count]
            self._context.tally.warnings.extend(told)

    def _record(self, call: PreparedCall, item: WorkItem) -> RecordEntry | DryRecord:
        evidence: Path | None = None
        if self._context.workspace.settings.evidence.pictures:
            pictures = self._context.evidence / "pictures"
            pictures.mkdir(exist_ok=True)
            evidence = pictures / f"{item.ordinal:06d}"
        if self.dry is not None:
            return DryRecord(call, item, self._desks, self.dry, evidence)
        return RecordEntry(call, self._desks, self._context.journal, evidence)
