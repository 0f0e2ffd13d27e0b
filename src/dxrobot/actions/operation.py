"""Carrying out a robot's operation on its desk: its steps one after another, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dxrobot.actions.desk import Desk
from dxrobot.actions.registry import screen_actions
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.robot.model import Operation, OperationForEach, OperationIf, OperationStep
from dxrobot.scenario.expression import evaluate
from dxrobot.scenario.model import Step


def perform_operation(desk: Desk, operation: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out ``operation`` with the parameters ``values``; what it returns, by name.

    Raises what its actions raise, and :class:`InputError` for a ``for_each`` over something that is no list.
    """
    variables = perform_steps(desk, operation.steps, values)
    return {name: evaluate(written, variables) for name, written in operation.returns.items()}


def perform_steps(desk: Desk, steps: Sequence[OperationStep], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out ``steps``; ``variables`` with what the steps have named besides."""
    known = dict(variables)
    for step in steps:
        if isinstance(step, OperationIf):
            known = perform_steps(desk, step.then if evaluate(step.if_, known) else step.else_, known)
        elif isinstance(step, OperationForEach):
            for value in _values(step, known):
                perform_steps(desk, step.steps, {**known, step.as_: value})
        else:
            output = _perform(desk, step, known)
            if step.as_:
                known[step.as_] = output
    return known


def _perform(desk: Desk, step: Step, variables: Mapping[str, Any]) -> Any:
    action = screen_actions()[step.action].ready(step.arguments, variables)
    for watcher in desk.watchers:
        watcher.before_step(desk, step, action)
    output = action.perform(desk)
    for watcher in desk.watchers:
        watcher.after_step(desk, step, action)
    return output


def _values(step: OperationForEach, variables: Mapping[str, Any]) -> Sequence[Any]:
    values = evaluate(step.for_each, variables)
    if isinstance(values, list | tuple):
        return values
    raise InputError(_("ロボットの for_each の {text} が、並び(一覧)ではありません。").format(text=step.for_each))
