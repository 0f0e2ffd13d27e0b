"""Checking one robot: screens, fields, buttons and parameters that its steps name must exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxrobot.actions.check import Findings, check_action, check_expressions
from dxrobot.actions.registry import SCREEN_ACTIONS
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.library import Loaded
from dxrobot.robot.model import Robot, Screen
from dxrobot.scenario.model import Loc, Step


def check_robot(loaded: Loaded[Robot]) -> list[Problem]:
    """Every mistake in a robot whose shape is right."""
    robot = loaded.model
    findings = Findings(str(loaded.path), loaded.data)
    if loaded.path.stem != robot.robot:
        findings.add(("robot",), _('ファイル名と同じ名前 "{stem}" にしてください。').format(stem=loaded.path.stem))
    _check_steps(findings, ("login", "steps"), robot.login.steps, robot, {"credentials"})
    for name, operation in robot.operations.items():
        loc: Loc = ("operations", name)
        known = set(operation.parameters)
        _check_steps(findings, (*loc, "steps"), operation.steps, robot, known)
        if operation.probe is not None:
            _check_steps(findings, (*loc, "probe", "steps"), operation.probe.steps, robot, known)
            check_expressions(findings, (*loc, "probe", "row"), operation.probe.row, known)
    return findings.problems


def _check_steps(findings: Findings, loc: Loc, steps: tuple[Step, ...], robot: Robot, known: set[str]) -> None:
    screen: Screen | None = None
    for index, step in enumerate(steps):
        here = (*loc, index)
        check_expressions(findings, (*here, step.action), step.arguments, known)
        action = check_action(findings, here, step.action, step.arguments, SCREEN_ACTIONS)
        if action is None:
            continue
        arguments = action.arguments(step.arguments)
        if "screen" in arguments:
            screen = _screen(findings, (*here, step.action), str(arguments["screen"]), robot)
        elif "values" in arguments:
            _check_names(findings, (*here, step.action), arguments["values"], "fields", screen)
        elif arguments.get("button"):
            _check_names(findings, (*here, step.action), {arguments["button"]: None}, "buttons", screen)


def _screen(findings: Findings, loc: Loc, name: str, robot: Robot) -> Screen | None:
    if name not in robot.screens:
        findings.unknown(loc, _("画面(screens)"), name, robot.screens)
        return None
    return robot.screens[name]


def _check_names(findings: Findings, loc: Loc, names: Mapping[str, Any], kind: str, screen: Screen | None) -> None:
    """Note names that are not among the fields or buttons of the screen the robot stands on."""
    if screen is None:
        return
    known = screen.fields if kind == "fields" else screen.buttons
    what = _("項目") if kind == "fields" else _("ボタン")
    title = _("画面「{title}」の{what}").format(title=screen.title, what=what)
    for name in names:
        if name not in known:
            findings.unknown((*loc, name), title, str(name), known)
