"""Checking one scenario against the actions, the robots it calls and the templates it reads with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.actions.check import Findings, check_action, check_expressions
from dxrobot.actions.registry import SCENARIO_ACTIONS
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.library import Library, Loaded
from dxrobot.robot.model import Operation, Robot
from dxrobot.scenario import expression
from dxrobot.scenario.model import AnyStep, ForEach, If, Loc, RobotCall, Scenario, Step

# What an expression may use of a form beside its fields.
_FORM_ATTRIBUTES = {"key", "template"}


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is known at one place of a scenario."""

    known: frozenset[str]
    item: str = ""
    """The variable of the surrounding for_each, if any."""


class _Checker:
    def __init__(self, loaded: Loaded[Scenario], library: Library) -> None:
        self.findings = Findings(str(loaded.path), loaded.data)
        self._scenario = loaded.model
        self._library = library
        self._form_fields = self._fields_of_templates()
        self._robots = {name: self._load_robot(index, name) for index, name in enumerate(loaded.model.robots)}
        self._for_eaches = 0

    def _fields_of_templates(self) -> set[str]:
        fields: set[str] = set()
        for index, name in enumerate(self._scenario.ocr_templates):
            try:
                fields |= {field.name for field in self._library.template(name).model.fields}
            except DefinitionError:
                continue  # its own check reports what is wrong in it
            except InputError:
                self.findings.unknown(("ocr_templates", index), _("帳票定義"), name, self._library.template_names())
        return fields

    def steps(self, loc: Loc, steps: tuple[AnyStep, ...], scope: _Scope) -> _Scope:
        for index, step in enumerate(steps):
            scope = self._step((*loc, index), step, scope)
        return scope

    def _step(self, loc: Loc, step: AnyStep, scope: _Scope) -> _Scope:
        if isinstance(step, ForEach):
            self._for_each(loc, step, scope)
        elif isinstance(step, If):
            self._values((*loc, "if"), step.if_, scope)
            self.steps((*loc, "then"), step.then, scope)
            self.steps((*loc, "else"), step.else_, scope)
        elif isinstance(step, RobotCall):
            self._robot_call(loc, step, scope)
        else:
            return self._action(loc, step, scope)
        return scope

    def _for_each(self, loc: Loc, step: ForEach, scope: _Scope) -> None:
        self._for_eaches += 1
        if scope.item:
            self.findings.add((*loc, "for_each"), _("for_each の中に for_each は置けません。"))
        elif self._for_eaches > 1:
            # The items of a run are counted once: each of them saves its minutes once.
            self.findings.add((*loc, "for_each"), _("for_each は1つのシナリオに1つだけ置けます。"))
        self._values((*loc, "for_each"), step.for_each, scope)
        inner = _Scope(scope.known | {step.as_}, step.as_)
        self._values((*loc, "key"), step.key, inner)
        if not expression.has_expression(step.key):
            self.findings.add(
                (*loc, "key"),
                _("件ごとに違う番号になる式を書いてください。例: {example}").format(example="{{ form.key }}"),
            )
        self.steps((*loc, "steps"), step.steps, inner)

    def _action(self, loc: Loc, step: Step, scope: _Scope) -> _Scope:
        self._values((*loc, step.action), step.arguments, scope)
        check_action(self.findings, loc, step.action, step.arguments, SCENARIO_ACTIONS)
        if isinstance(step.arguments, Mapping):
            self._declared_templates((*loc, step.action, "templates"), step.arguments.get("templates"))
        return _Scope(scope.known | {step.as_}, scope.item) if step.as_ else scope

    def _declared_templates(self, loc: Loc, names: Any) -> None:
        """Only what the scenario declares is covered by the hash that people approve."""
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if name not in self._scenario.ocr_templates:
                what = _("このシナリオの一覧(ocr_templates)")
                self.findings.unknown((*loc, index), what, str(name), self._scenario.ocr_templates)

    def _robot_call(self, loc: Loc, step: RobotCall, scope: _Scope) -> None:
        self._values((*loc, "with"), step.with_, scope)
        robot = self._robot(loc, step.robot_name)
        if robot is None:
            return
        operation = robot.operations.get(step.operation_name)
        if operation is None:
            self.findings.unknown((*loc, "robot"), _("ロボットの操作"), step.operation_name, robot.operations)
            return
        self._parameters(loc, step, operation)
        if operation.commits and not scope.item:
            self.findings.add((*loc, "robot"), _("登録する操作は、key のある for_each の中に置いてください。"))

    def _robot(self, loc: Loc, name: str) -> Robot | None:
        if name not in self._scenario.robots:
            self.findings.unknown((*loc, "robot"), _("このシナリオの一覧(robots)"), name, self._scenario.robots)
            return None
        return self._robots[name]

    def _load_robot(self, index: int, name: str) -> Robot | None:
        try:
            return self._library.robot(name).model
        except DefinitionError:
            return None  # its own check reports what is wrong in it
        except InputError:
            self.findings.unknown(("robots", index), _("ロボット"), name, self._library.robot_names())
            return None

    def _parameters(self, loc: Loc, step: RobotCall, operation: Operation) -> None:
        for name in step.with_:
            if name not in operation.parameters:
                what = _("操作「{title}」の値").format(title=operation.title)
                self.findings.unknown((*loc, "with", name), what, name, operation.parameters)
        missing = [
            name for name, parameter in operation.parameters.items() if parameter.required and name not in step.with_
        ]
        if missing:
            self.findings.add((*loc, "with"), _("必要な値がありません: {names}").format(names=", ".join(missing)))

    def _values(self, loc: Loc, value: Any, scope: _Scope) -> None:
        check_expressions(self.findings, loc, value, set(scope.known))
        if scope.item and self._form_fields:
            self._form_attributes(loc, value, scope.item)

    def _form_attributes(self, loc: Loc, value: Any, item: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                self._form_attributes((*loc, key), inner, item)
            return
        for name in sorted(expression.attributes_of(value, item) - self._form_fields - _FORM_ATTRIBUTES):
            self.findings.unknown(loc, _("帳票の項目"), name, self._form_fields | _FORM_ATTRIBUTES)


def check_scenario(loaded: Loaded[Scenario], library: Library) -> list[Problem]:
    """Every mistake in a scenario whose shape is right."""
    scenario = loaded.model
    checker = _Checker(loaded, library)
    if loaded.path.stem != scenario.scenario:
        message = _('ファイル名と同じ名前 "{stem}" にしてください。').format(stem=loaded.path.stem)
        checker.findings.add(("scenario",), message)
    checker.steps(("steps",), scenario.steps, _Scope(frozenset(scenario.inputs)))
    return checker.findings.in_order()
