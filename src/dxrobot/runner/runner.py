"""Carrying out a scenario: steps in their order, items one by one, each settled whatever happens to the others."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loguru import logger

from dxrobot.actions.base import RunContext
from dxrobot.actions.registry import SCENARIO_ACTIONS
from dxrobot.errors import BusinessError, NeedsReview, TargetError
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode
from dxrobot.robot.model import Robot
from dxrobot.runner.call import PreparedCall, prepare_call
from dxrobot.runner.desks import Desks, run_steps
from dxrobot.runner.entry import Outcome, RecordEntry
from dxrobot.runner.work import WorkItem, work_items
from dxrobot.scenario.expression import evaluate
from dxrobot.scenario.model import AnyStep, ForEach, If, RobotCall, Scenario

# Waits before a system error is tried again, in seconds.
BACK_OFF_S = (1.0, 4.0)
# So many system errors in a row mean that the target is down: going on would only fail the rest.
SYSTEM_ERRORS_IN_A_ROW = 3


class RunStopped(TargetError):
    """The stop rule ended the run; the remaining items stay pending."""


@dataclass(frozen=True, slots=True)
class _InHand:
    """The item that steps are working on, if any."""

    item: WorkItem | None = None
    item_name: str = ""
    calls: Counter[str] = field(default_factory=Counter)
    """How often each operation was called for this item, so that a second call is told from the first."""


class Runner:
    """Runs one scenario once."""

    def __init__(
        self,
        scenario: Scenario,
        robots: Mapping[str, Robot],
        mode: Mode,
        context: RunContext,
        desks: Desks,
        salt: bytes,
    ) -> None:
        self._scenario = scenario
        self._robots = robots
        self._mode = mode
        self._context = context
        self._desks = desks
        self._salt = salt

    def run(self, inputs: Mapping[str, Any]) -> None:
        """Carry out every step; items settle themselves in the journal.

        Raises :class:`InputError` when the environment is wrong and :class:`RunStopped` when the target is down.
        """
        self._steps(self._scenario.steps, dict(inputs), _InHand())

    def _steps(self, steps: tuple[AnyStep, ...], variables: dict[str, Any], hand: _InHand) -> Outcome | None:
        """What the operations among ``steps`` came to; one that did not succeed ends the item."""
        reached: Outcome | None = None
        for step in steps:
            outcome = self._step(step, variables, hand)
            if outcome is None:
                continue
            if outcome.state not in (ItemState.DONE, ItemState.SKIPPED):
                return outcome
            if reached is None or outcome.state is ItemState.DONE:
                reached = outcome
        return reached

    def _step(self, step: AnyStep, variables: dict[str, Any], hand: _InHand) -> Outcome | None:
        if isinstance(step, ForEach):
            self._for_each(step, variables)
            return None
        if isinstance(step, If):
            return self._steps(step.then if evaluate(step.if_, variables) else step.else_, variables, hand)
        if isinstance(step, RobotCall):
            return self._robot_call(step, variables, hand)
        output = SCENARIO_ACTIONS[step.action].ready(step.arguments, variables).perform(self._context)
        if step.as_:
            variables[step.as_] = output
        return None

    def _for_each(self, step: ForEach, variables: dict[str, Any]) -> None:
        items = work_items(step, evaluate(step.for_each, variables), variables)
        for item in items:
            self._context.journal.add_item(item.ordinal, item.key, item.source)
        failures = 0
        for done, item in enumerate(items, start=1):
            outcome = self._settle(item, step, variables)
            self._context.progress.report("items", done, len(items))
            failures = failures + 1 if outcome.state is ItemState.SYSTEM_ERROR else 0
            if failures >= SYSTEM_ERRORS_IN_A_ROW:
                raise RunStopped(
                    _("対象システムの異常が {count} 件続いたため、止めました。最後の異常: {reason}").format(
                        count=failures, reason=outcome.reason
                    )
                )

    def _settle(self, item: WorkItem, step: ForEach, variables: dict[str, Any]) -> Outcome:
        """Work on one item and write down how it ended."""
        started = time.perf_counter()
        outcome = item.outcome or self._attempts(step, {**variables, step.as_: item.value}, item)
        seconds = time.perf_counter() - started
        self._context.journal.settle_item(item.ordinal, outcome.state, outcome.reason, seconds)
        logger.info("item {} {}: {} {}", item.ordinal, item.key, outcome.state.value, outcome.reason)
        return outcome

    def _attempts(self, step: ForEach, variables: dict[str, Any], item: WorkItem) -> Outcome:
        """Carry out the steps of one item, again after a system error, never after a business error."""
        for wait_s in (*BACK_OFF_S, None):
            try:
                return self._steps(step.steps, dict(variables), _InHand(item, step.as_)) or Outcome(ItemState.DONE)
            except NeedsReview as error:
                return Outcome(ItemState.WAITING_REVIEW, error.message)
            except BusinessError as error:
                return Outcome(ItemState.BUSINESS_ERROR, error.message)
            except TargetError as error:
                failure = error
            self._desks.close_all()
            if wait_s is not None:
                time.sleep(wait_s)
        return Outcome(ItemState.SYSTEM_ERROR, failure.message)

    def _robot_call(self, step: RobotCall, variables: dict[str, Any], hand: _InHand) -> Outcome | None:
        item = hand.item
        hand.calls[step.robot] += 1
        call = prepare_call(
            step,
            self._robots[step.robot_name],
            variables,
            item=item.form if item else None,
            item_name=hand.item_name,
            item_key=item.key if item else "",
            step_name=str(hand.calls[step.robot]),
            mode=self._mode,
            salt=self._salt,
        )
        if call.operation.commits and item is not None:
            return self._enter(call, item)
        desk = self._desks.desk(call.robot.robot)
        run_steps(desk, call.operation.steps, call.values)
        return None

    def _enter(self, call: PreparedCall, item: WorkItem) -> Outcome:
        pictures = self._context.evidence / "pictures"
        pictures.mkdir(exist_ok=True)
        return RecordEntry(call, self._desks, self._context.journal, pictures / f"{item.ordinal:06d}").enter()
