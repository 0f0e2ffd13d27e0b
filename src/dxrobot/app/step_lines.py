"""A scenario's steps as lines that people read from top to bottom, with what stands inside others below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dxrobot.actions.step_words import sentence_of, words_of, words_of_operation_step
from dxrobot.i18n import _
from dxrobot.robot.model import OperationForEach, OperationIf, OperationStep, Robot
from dxrobot.scenario.model import AnyStep, ForEach, If, RobotCall, Scenario, Step, Try, Use, nested_steps


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step."""

    depth: int
    words: str
    """Its title, or what its action does."""
    sentence: str = ""
    """What its action does, where the title does not say it."""
    content: Mapping[str, Any] = None  # type: ignore[assignment]
    """What it is told, without the steps inside it; None for a heading."""
    heading: bool = False
    """Whether it is no step but says when the steps below it are taken."""


def step_lines(
    scenario: Scenario, parts: Mapping[str, Scenario], robots: Mapping[str, Robot], *, with_parts: bool = True
) -> list[StepLine]:
    """Every step of the scenario; ``with_parts``: the steps of its parts below the step that uses them."""
    return list(_lines(scenario.steps, parts, robots, 0, (), with_parts=with_parts))


def operation_lines(steps: Sequence[OperationStep]) -> list[StepLine]:
    """The steps of a robot's operation."""
    return list(_operation(steps, 0))


def _lines(
    steps: Sequence[AnyStep],
    parts: Mapping[str, Scenario],
    robots: Mapping[str, Robot],
    depth: int,
    inside: tuple[str, ...],
    *,
    with_parts: bool,
) -> Iterator[StepLine]:
    for step in steps:
        sentence = sentence_of(step)
        words = words_of(step, robots, parts)
        yield StepLine(depth, words, _beside(step, robots) or (sentence if sentence != words else ""), _content(step))
        for place, inner in nested_steps(step):
            if inner and (heading := _heading(step, place)):
                yield StepLine(depth + 1, heading, heading=True, content={})
            below = depth + (2 if _heading(step, place) else 1)
            yield from _lines(inner, parts, robots, below, inside, with_parts=with_parts)
        if with_parts and isinstance(step, Use) and step.use in parts and step.use not in inside:
            within = (*inside, step.use)
            yield from _lines(parts[step.use].steps, parts, robots, depth + 1, within, with_parts=True)


def _beside(step: AnyStep, robots: Mapping[str, Robot]) -> str:
    """What a step does that calls a robot, where its title does not name the robot."""
    robot = robots.get(step.robot_name) if isinstance(step, RobotCall) else None
    operation = robot.operations.get(step.operation_name) if robot and isinstance(step, RobotCall) else None
    if robot is None or operation is None or not step.title:
        return ""
    doing = _("{robot}で「{operation}」を行います。登録は1件に1回だけです。")
    looking = _("{robot}で「{operation}」を行います。何も登録しません。")
    return (doing if operation.commits else looking).format(robot=robot.title, operation=operation.title)


def _heading(step: AnyStep, place: tuple[str | int, ...]) -> str:
    if isinstance(step, If):
        words = {("then",): _("{condition} のとき"), ("else",): _("そうでないとき")}[(str(place[0]),)]
        return words.format(condition=_bare(step.if_))
    if isinstance(step, Try):
        return {
            "try": "",
            "business": _("職員が見るべき件だったとき"),
            "system": _("対象システムが失敗したとき"),
        }[str(place[-1])]
    return ""


def _bare(expression: str) -> str:
    """An expression without the braces around it."""
    return expression.strip().removeprefix("{{").removesuffix("}}").strip()


def _content(step: AnyStep) -> dict[str, Any]:
    if isinstance(step, Step):
        arguments = step.arguments if isinstance(step.arguments, Mapping) else {step.action: step.arguments}
        return {"action": step.action, **arguments, "as": step.as_}
    if isinstance(step, RobotCall):
        return {"robot": step.robot, **step.with_, "as": step.as_}
    if isinstance(step, Use):
        return {"use": step.use, **step.with_, "as": step.as_}
    if isinstance(step, ForEach):
        return {"for_each": step.for_each, "as": step.as_, "key": step.key, "kind": step.kind}
    return {"if": step.if_} if isinstance(step, If) else {}


def _operation(steps: Sequence[OperationStep], depth: int) -> Iterator[StepLine]:
    for step in steps:
        words = words_of_operation_step(step)
        if isinstance(step, OperationIf):
            yield StepLine(depth, words, content={"if": step.if_})
            yield from _operation((*step.then, *step.else_), depth + 1)
        elif isinstance(step, OperationForEach):
            yield StepLine(depth, words, content={"for_each": step.for_each})
            yield from _operation(step.steps, depth + 1)
        else:
            arguments = step.arguments if isinstance(step.arguments, Mapping) else {step.action: step.arguments}
            yield StepLine(depth, words, content={"action": step.action, **arguments})
