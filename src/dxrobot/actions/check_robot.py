"""Checking one robot: screens, fields, buttons and parameters that its steps name must exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from dxrobot.actions.base import Action
from dxrobot.actions.check import Findings, check_action, check_expressions
from dxrobot.actions.registry import SCREEN_ACTIONS
from dxrobot.actions.screen_steps import Fill, On, Open
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
    _refuse_commit(findings, ("login", "steps"), robot.login.steps)
    for name, operation in robot.operations.items():
        loc: Loc = ("operations", name)
        known = set(operation.parameters)
        _check_steps(findings, (*loc, "steps"), operation.steps, robot, known)
        if operation.probe is not None:
            _check_steps(findings, (*loc, "probe", "steps"), operation.probe.steps, robot, known)
            _refuse_commit(findings, (*loc, "probe", "steps"), operation.probe.steps)
            check_expressions(findings, (*loc, "probe", "row"), operation.probe.row, known)
    return findings.in_order()


def _refuse_commit(findings: Findings, loc: Loc, steps: tuple[Step, ...]) -> None:
    for index, step in enumerate(steps):
        if step.action == "commit":
            findings.add((*loc, index, "commit"), _("commit は、commits: true の操作の steps だけに書けます。"))


def _check_steps(findings: Findings, loc: Loc, steps: tuple[Step, ...], robot: Robot, known: set[str]) -> None:
    standing = _Standing(findings, robot)
    for index, step in enumerate(steps):
        here = (*loc, index)
        check_expressions(findings, (*here, step.action), step.arguments, known)
        action = check_action(findings, here, step.action, step.arguments, SCREEN_ACTIONS)
        if action is not None:
            standing.follow((*here, step.action), step.arguments, action)


class _Standing:
    """Which screen the robot stands on while its steps are followed, and what that screen offers."""

    def __init__(self, findings: Findings, robot: Robot) -> None:
        self._findings = findings
        self._robot = robot
        self._anywhere = False
        self._screen: Screen | None = None
        """None before the first screen, and on a screen whose name is wrong."""

    def follow(self, loc: Loc, written: Any, action: type[Action]) -> None:
        if not self._anywhere and not issubclass(action, Open | On):
            self._findings.add(loc, _("先に open か on で画面を決めてください。"))
        self._anywhere = True
        arguments = action.arguments(written)
        if not isinstance(arguments, Mapping):
            return  # noted already: wrong in its shape
        if issubclass(action, Open | On):
            self._screen = self._go(loc, arguments.get("screen"))
        elif issubclass(action, Fill) and isinstance(written, Mapping):
            for name in written:
                self._offers((*loc, name), name, "fields")
        elif isinstance(arguments.get("button"), str):
            self._offers((*loc, "button"), arguments["button"], "buttons")

    def _go(self, loc: Loc, name: Any) -> Screen | None:
        if not isinstance(name, str):
            return None
        if name not in self._robot.screens:
            self._findings.unknown((*loc, "screen"), _("画面(screens)"), name, self._robot.screens)
        return self._robot.screens.get(name)

    def _offers(self, loc: Loc, name: str, kind: Literal["fields", "buttons"]) -> None:
        if self._screen is None:
            return
        known: Mapping[str, Any] = getattr(self._screen, kind)
        if name not in known:
            what = _("項目") if kind == "fields" else _("ボタン")
            title = _("画面「{title}」の{what}").format(title=self._screen.title, what=what)
            self._findings.unknown(loc, title, str(name), known)
