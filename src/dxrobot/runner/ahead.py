"""What a person who looks on is told of a scenario's next step."""

from __future__ import annotations

from collections.abc import Mapping

from dxrobot.actions.pace import StepAhead
from dxrobot.actions.registry import scenario_actions
from dxrobot.i18n import _
from dxrobot.masking import mask
from dxrobot.robot.model import Parameter, Robot
from dxrobot.runner.work import WorkItem
from dxrobot.scenario.model import AnyStep, ForEach, If, RobotCall, Step, Use


def step_ahead(step: AnyStep, robots: Mapping[str, Robot], item: WorkItem) -> StepAhead:
    """``step`` of ``item`` in words, with its values as the scenario writes them and not yet evaluated."""
    place = _("件 {key}").format(key=item.key)
    if isinstance(step, RobotCall):
        robot = robots[step.robot_name]
        operation = robot.operations[step.operation_name]
        written = tuple(_written(operation.parameters.get(name), name, value) for name, value in step.with_.items())
        sentence = _("ロボットの操作を行います(登録します)。") if operation.commits else _("ロボットの操作を行います。")
        return StepAhead(place, step.title or operation.title, sentence, robot.title, written)
    if isinstance(step, Step):
        action = scenario_actions()[step.action]
        return StepAhead(place, step.title or action.name, action.sentence)
    return StepAhead(place, step.title or _name(step), "")


def _written(parameter: Parameter | None, name: str, value: object) -> tuple[str, str]:
    """A value as the scenario writes it: an expression as it is, anything else covered as its parameter demands."""
    text = "" if value is None else str(value)
    if parameter is None:
        return name, text
    return parameter.title, text if "{{" in text else mask(text, parameter.sensitive)


def _name(step: AnyStep) -> str:
    if isinstance(step, If):
        return _("条件で分ける({condition})").format(condition=step.if_)
    if isinstance(step, ForEach):
        return _("1つずつ繰り返す")
    if isinstance(step, Use):
        return _("部品「{name}」を使う").format(name=step.use)
    return _("誤りに備えて行う")
