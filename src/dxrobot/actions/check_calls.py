"""Checking what a scenario calls: operations of robots and other scenarios as parts, with their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dxrobot.actions.check import Findings
from dxrobot.actions.salvage import mend_keys, readable_robot
from dxrobot.definition import load_yaml
from dxrobot.errors import BusinessError, DefinitionError, InputError
from dxrobot.i18n import _
from dxrobot.library import Library, Loaded
from dxrobot.robot.model import Operation, Robot
from dxrobot.scenario.expression import has_expression
from dxrobot.scenario.model import Input, Loc, RobotCall, Scenario, Use
from dxrobot.scenario.typed import typed


def note_untyped(findings: Findings, loc: Loc, wanted: Input, value: Any) -> None:
    """Note a constant that is no value of an input's type."""
    try:
        typed(wanted, value)
    except BusinessError as error:
        findings.add(loc, str(error))


class Callees:
    """The robots and parts of one scenario, found once."""

    def __init__(self, findings: Findings, scenario: Scenario, library: Library) -> None:
        self._findings = findings
        self._scenario = scenario
        self._library = library
        self._robots = {name: self._load_robot(index, name) for index, name in enumerate(scenario.robots)}

    def operation(self, loc: Loc, step: RobotCall) -> Operation | None:
        """The operation that ``step`` calls, if there is one; notes what is wrong in the call."""
        if step.robot_name not in self._scenario.robots:
            what = _("このシナリオの一覧(robots)")
            self._findings.unknown((*loc, "robot"), what, step.robot_name, self._scenario.robots)
            return None
        robot = self._robots.get(step.robot_name)
        if robot is None:
            return None
        operation = robot.operations.get(step.operation_name)
        if operation is None:
            if step.operation_name not in robot.operations:
                self._findings.unknown((*loc, "robot"), _("ロボットの操作"), step.operation_name, robot.operations)
            return None
        required = {name for name, parameter in operation.parameters.items() if parameter.required}
        what = _("操作「{title}」の値").format(title=operation.title)
        self._given(loc, step.with_, what, operation.parameters, required)
        return operation

    def part(self, loc: Loc, step: Use) -> Loaded[Scenario] | None:
        """The scenario that ``step`` uses, if it can be read and does not use itself; notes what is wrong in it."""
        try:
            part = self._library.scenario(step.use)
        except DefinitionError:
            return None  # its own check reports what is wrong in it
        except InputError:
            self._findings.unknown((*loc, "use"), _("部品のシナリオ"), step.use, self._library.scenario_names())
            return None
        circle = next(self._circles(part.model, (self._scenario.scenario,)), None)
        if circle:
            chain = " → ".join(circle)
            self._findings.add((*loc, "use"), _("部品が自分自身を呼んでいます: {chain}").format(chain=chain))
            return None
        required = {name for name, given in part.model.inputs.items() if given.required and not given.default}
        what = _("部品「{title}」の入力").format(title=part.model.title)
        self._given(loc, step.with_, what, part.model.inputs, required)
        for name, value in step.with_.items():
            if name in part.model.inputs and not has_expression(value):
                note_untyped(self._findings, (*loc, "with", name), part.model.inputs[name], value)
        return part

    def _given(
        self, loc: Loc, given: Mapping[str, object], what: str, known: Mapping[str, object], required: set[str]
    ) -> None:
        for name in given:
            if name not in known:
                self._findings.unknown((*loc, "with", name), what, name, known)
        if missing := sorted(required - set(given), key=list(known).index):
            self._findings.add((*loc, "with"), _("必要な値がありません: {names}").format(names=", ".join(missing)))

    def _circles(self, part: Scenario, chain: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The chains of parts by which ``part`` comes back to one that stands in ``chain``."""
        if part.scenario in chain:
            yield (*chain, part.scenario)
            return
        for step in part.parts():
            try:
                inner = self._library.scenario(step.use).model
            except InputError:
                continue  # the check of that part names it
            yield from self._circles(inner, (*chain, part.scenario))

    def _what_can_be_read(self, robot: str) -> Robot | None:
        path = self._library.workspace.robots / f"{robot}.yaml"
        try:
            data = load_yaml(path, to_change=True)
        except DefinitionError:
            return None
        mend_keys(data, Robot)
        return readable_robot(data, path)

    def _load_robot(self, index: int, name: str) -> Robot | None:
        try:
            return self._library.robot(name).model
        except DefinitionError:
            return self._what_can_be_read(name)  # its own check reports what is wrong in it
        except InputError:
            self._findings.unknown(("robots", index), _("ロボット"), name, self._library.robot_names())
            return None
