"""Checking one robot: screens, fields, buttons and parameters that its steps name must exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxrobot.actions.check import Findings, check_action, check_condition, check_expressions
from dxrobot.actions.registry import screen_actions
from dxrobot.actions.salvage import UNREAD, AnyName, inside_robot_gap
from dxrobot.actions.screen_action import ScreenAction, ThingKind
from dxrobot.actions.screen_steps import On, Open
from dxrobot.errors import Problem
from dxrobot.i18n import _
from dxrobot.library import Loaded
from dxrobot.robot.model import Operation, OperationForEach, OperationIf, OperationStep, Probe, Robot, walk_operation
from dxrobot.scenario.expression import variables_of
from dxrobot.scenario.model import Loc, Step


def check_robot(loaded: Loaded[Robot]) -> list[Problem]:
    """Every mistake in what a robot names."""
    robot = loaded.model
    findings = Findings(str(loaded.path), loaded.data)
    if loaded.path.stem != robot.robot:
        findings.add(("robot",), _('ファイル名と同じ名前 "{stem}" にしてください。').format(stem=loaded.path.stem))
    known = {"credentials"} if robot.credentials else set()
    _Steps(findings, robot, may_commit=False).follow(("login", "steps"), robot.login.steps, known)
    _Steps(findings, robot, may_commit=False).follow(("login", "logout"), robot.login.logout, set())
    for name, operation in robot.operations.items():
        _check_operation(findings, ("operations", name), operation, robot)
    return findings.in_order()


def _check_operation(findings: Findings, loc: Loc, operation: Operation, robot: Robot) -> None:
    known = set(operation.parameters)
    unread = isinstance(operation.parameters, AnyName)
    steps = _Steps(findings, robot, may_commit=operation.commits is not False, gap=unread)
    named = steps.follow((*loc, "steps"), operation.steps, known)
    steps.values((*loc, "returns"), operation.returns, named)
    if operation.commits and steps.commits != 1 and not (steps.gap and steps.commits == 0):
        message = _("登録する操作(commits: true)には commit の手順がちょうど1つ必要です。")
        findings.add(loc, message)
    if operation.probe is not None:
        probe = _Steps(findings, robot, may_commit=False, gap=unread)
        seen = probe.follow((*loc, "probe", "steps"), operation.probe.steps, known)
        probe.values((*loc, "probe", "row"), operation.probe.row, seen)
        probe.gap |= isinstance(operation.probe.row, AnyName)
        if operation.parameters and not probe.gap and not _seen_by(operation.probe) & set(operation.parameters):
            message = _("probe が、この操作の値を1つも使っていません。どの件を調べても同じ答えになります。")
            findings.add((*loc, "probe"), message)
        probe.values((*loc, "probe", "returns"), operation.probe.returns, seen | {"row"})
        _check_probe_returns(findings, (*loc, "probe", "returns"), operation)
        probe.standing.offers((*loc, "probe", "table"), operation.probe.table, "tables")
        probe.standing.offers((*loc, "probe", "next_page"), operation.probe.next_page, "buttons")


def _seen_by(probe: Probe) -> set[str]:
    """The variables by which ``probe`` tells one record from another."""
    used = variables_of(probe.row)
    used |= variables_of(probe.shown.model_dump() if probe.shown else {})
    for step in walk_operation(probe.steps):
        used |= variables_of(step.model_dump())
    return used


def _check_probe_returns(findings: Findings, loc: Loc, operation: Operation) -> None:
    """A probe hands back all that its operation returns, or nothing."""
    returned = operation.probe.returns if operation.probe else {}
    for name in returned:
        if name not in operation.returns:
            findings.unknown((*loc, name), _("操作が返す値(returns)"), name, operation.returns)
    if returned and (missing := [name for name in operation.returns if name not in returned]):
        findings.add(loc, _("必要な値がありません: {names}").format(names=", ".join(missing)))


class _Steps:
    """Follows the steps of one operation, of a probe or of signing in."""

    def __init__(self, findings: Findings, robot: Robot, *, may_commit: bool, gap: bool = False) -> None:
        self._findings = findings
        self._may_commit = may_commit
        self.standing = _Standing(findings, robot)
        self.commits = 0
        """How many steps commit."""
        self.gap = gap
        """Whether something before could not be read, which may have named any variable."""

    def values(self, loc: Loc, value: Any, known: set[str]) -> None:
        """Note what is wrong in expressions that may use ``known``."""
        check_expressions(self._findings, loc, value, self._known(value, known))

    def _known(self, value: Any, known: set[str]) -> set[str]:
        return known | variables_of(value) if self.gap else known

    def follow(self, loc: Loc, steps: tuple[OperationStep, ...], known: set[str], *, nested: bool = False) -> set[str]:
        """Note what is wrong in ``steps``; ``known`` with what they name."""
        named = set(known)
        for index, step in enumerate(steps):
            here = (*loc, index)
            if isinstance(step, OperationIf):
                check_condition(self._findings, (*here, "if"), step.if_, self._known(step.if_, named))
                then = self.follow((*here, "then"), step.then, named, nested=True)
                named = then | self.follow((*here, "else"), step.else_, named, nested=True)
            elif isinstance(step, OperationForEach):
                self.values((*here, "for_each"), step.for_each, named)
                self.follow((*here, "steps"), step.steps, named | {step.as_}, nested=True)
            elif step.action == UNREAD:
                self._unread(here, step, named)
            else:
                self._action(here, step, named, nested=nested)
                named |= {step.as_} - {""}
        return named

    def _unread(self, loc: Loc, step: Step, known: set[str]) -> None:
        """Follow the steps inside one that could not be read, which may have named anything and led anywhere."""
        self.gap = True
        self.standing.lose()
        for key, steps in inside_robot_gap(step):
            self.follow((*loc, *key), steps, known, nested=True)
        self.standing.lose()

    def _action(self, loc: Loc, step: Step, known: set[str], *, nested: bool) -> None:
        here = (*loc, step.action)
        self.values(here, step.arguments, known)
        action = check_action(self._findings, loc, step.action, step.arguments, screen_actions())
        if action is None:
            return
        if action.commits:
            self._commits(here, nested=nested)
        self.standing.follow(here, step.arguments, action)

    def _commits(self, loc: Loc, *, nested: bool) -> None:
        self.commits += 1
        if not self._may_commit:
            self._findings.add(loc, _("commit は、commits: true の操作の steps だけに書けます。"))
        elif nested:
            self._findings.add(loc, _("commit は、if や for_each の中には書けません。操作を分けてください。"))


class _Standing:
    """Which screen the robot stands on while its steps are followed, and what that screen offers."""

    def __init__(self, findings: Findings, robot: Robot) -> None:
        self._findings = findings
        self._robot = robot
        self._anywhere = False
        self._name = ""
        """Of the screen; nothing before the first one."""

    def lose(self) -> None:
        """Stand on a screen of which nothing is known."""
        self._anywhere, self._name = True, ""

    def follow(self, loc: Loc, written: Any, action: type[ScreenAction]) -> None:
        """Note where ``action`` leads, and what it names that the robot or the screen does not have."""
        if not self._anywhere and not issubclass(action, Open | On):
            self._findings.add(loc, _("先に open か on で画面を決めてください。"))
        self._anywhere = True
        arguments = action.arguments(written)
        if not isinstance(arguments, Mapping):
            return  # noted already: wrong in its shape
        for mention in action.mentions(arguments):
            place = (*loc, *(key for key in mention.loc if key != action.implied_argument))
            if mention.kind != "screens":
                self.offers(place, mention.name, mention.kind)
            elif mention.name not in self._robot.screens:
                self._findings.unknown(place, _("画面(screens)"), mention.name, self._robot.screens, ("screens",))
        if leads_to := action.leads_to(arguments):
            self._name = leads_to

    def offers(self, loc: Loc, name: str, kind: ThingKind) -> None:
        """Note a ``name`` that the screen does not have; an empty one names nothing."""
        screen = self._robot.screens.get(self._name)
        if screen is None or not name:
            return  # a wrong name of a screen is noted where it is opened
        known: Mapping[str, Any] = getattr(screen, kind)
        if name not in known:
            words = {"fields": _("項目"), "buttons": _("ボタン"), "tables": _("表")}
            title = _("画面「{title}」の{what}").format(title=screen.title, what=words[kind])
            self._findings.unknown(loc, title, name, known, declared=("screens", self._name, kind))
