"""Telling where an operation fills personal data into a field that is not marked so: pictures would show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxrobot.actions.check import Findings
from dxrobot.actions.registry import screen_actions
from dxrobot.actions.screen_steps import Fill
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.library import Loaded
from dxrobot.robot.model import Operation, OperationForEach, OperationIf, OperationStep, Robot, ScreenField
from dxrobot.scenario.expression import variables_of
from dxrobot.scenario.model import Loc, Step


def sensitive_notes(loaded: Loaded[Robot]) -> list[Problem]:
    """The fields of a sound robot that take a sensitive parameter and say nothing of it, not even ``no``."""
    findings = Findings(str(loaded.path), loaded.data)
    for name, operation in loaded.model.operations.items():
        _note(findings, ("operations", name), operation, loaded.model)
    return findings.in_order()


def _note(findings: Findings, loc: Loc, operation: Operation, robot: Robot) -> None:
    kinds = {name: given.sensitive for name, given in operation.parameters.items() if given.sensitive}
    screen = ""
    for here, step in _actions((*loc, "steps"), operation.steps):
        action = screen_actions()[step.action]
        screen = action.leads_to(action.arguments(step.arguments)) or screen
        if action is not Fill or screen not in robot.screens:
            continue
        for field, parameter in _left_open(step.arguments, robot.screens[screen].fields, kinds):
            message = _(
                "個人情報の「{parameter}」を入れる項目に、sensitive: {kind} がありません。画像で伏せられません。"
            )
            findings.add((*here, "fill", field), message.format(parameter=parameter, kind=kinds[parameter]))


def _left_open(
    filled: Mapping[str, object], fields: Mapping[str, ScreenField], kinds: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Each field that says nothing of personal data, with the sensitive parameter it is filled with."""
    for field, value in filled.items():
        if field in fields and fields[field].sensitive is None:
            for parameter in sorted(variables_of(value) & set(kinds))[:1]:
                yield field, parameter


def _actions(loc: Loc, steps: tuple[OperationStep, ...]) -> Iterator[tuple[Loc, Step]]:
    for index, step in enumerate(steps):
        here = (*loc, index)
        if isinstance(step, OperationIf):
            yield from _actions((*here, "then"), step.then)
            yield from _actions((*here, "else"), step.else_)
        elif isinstance(step, OperationForEach):
            yield from _actions((*here, "steps"), step.steps)
        else:
            yield here, step
