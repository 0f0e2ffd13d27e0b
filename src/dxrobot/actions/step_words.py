"""Steps in words for staff: their title, or what they do by the declaration of their action."""

from __future__ import annotations

from collections.abc import Mapping

from dxrobot.actions.registry import scenario_actions, screen_actions
from dxrobot.i18n import _
from dxrobot.robot.model import OperationForEach, OperationIf, OperationStep, Robot
from dxrobot.scenario.model import AnyStep, ForEach, If, RobotCall, Scenario, Step, Try, Use


def words_of(step: AnyStep, robots: Mapping[str, Robot], parts: Mapping[str, Scenario]) -> str:
    """What ``step`` is called; ``robots`` and ``parts`` are those of its scenario. Never personal data."""
    if step.title:
        return step.title
    if isinstance(step, RobotCall):
        robot = robots.get(step.robot_name)
        operation = robot.operations.get(step.operation_name) if robot else None
        return f"{robot.title}: {operation.title}" if robot and operation else step.robot
    if isinstance(step, Use):
        return parts[step.use].title if step.use in parts else step.use
    if isinstance(step, Step):
        return _name_of(step.action)
    return _of_flow(step)


def sentence_of(step: AnyStep) -> str:
    """What the action of ``step`` does, in one sentence; empty for a step that holds or calls others."""
    if not isinstance(step, Step):
        return ""
    action = scenario_actions().get(step.action)
    return action.sentence if action else ""


def words_of_operation_step(step: OperationStep) -> str:
    """What a step on a screen is called."""
    if step.title:
        return step.title
    if isinstance(step, OperationIf):
        return _("条件で分かれる")
    if isinstance(step, OperationForEach):
        return _("1つずつくり返す")
    action = screen_actions().get(step.action)
    return action.name if action else step.action


def _name_of(action: str) -> str:
    known = scenario_actions().get(action)
    return known.name if known else action


def _of_flow(step: ForEach | If | Try) -> str:
    if isinstance(step, ForEach):
        return _("1件ずつくり返す")
    return _("条件で分かれる") if isinstance(step, If) else _("失敗したときの手順を決めて行う")
