"""A mistake in the shape of a file hides no other one, and none is told that only follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from dxrobot.app.checking import check_file
from dxrobot.config import Workspace
from dxrobot.definition import load_definition
from dxrobot.errors import DefinitionError, Problem
from dxrobot.library import Library
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario
from dxrobot.yaml_scalars import reader
from tests.actions.workspace import ROBOT, SCENARIO

Loc = tuple[str | int, ...]
STEP_OF_EVERY_KIND = """\
  - try:
      - set: {day: "{{ today }}"}
    on_error:
      business:
        - set: {why: "{{ error.message }}"}
  - if: "{{ forms }}"
    then:
      - set: {other: x}
    else:
      - assert: "{{ today == 'x' }}"
  - set: {last: "{{ other }}"}
"""
EVERY = 7
"""Of the places, so many apart are tried: all of them take half a minute (and passed when this was written)."""
RICH_SCENARIO = SCENARIO + STEP_OF_EVERY_KIND
RICH_ROBOT = ROBOT.replace(
    "    probe:\n",
    """\
      - if: "{{ name }}"
        then:
          - read: [name]
            as: kept
      - for_each: "{{ [number] }}"
        as: one
        steps:
          - fill: {number: "{{ one }}"}
    returns: {name: "{{ kept }}"}
    probe:
""",
)


def problems(workspace: Workspace, path: Path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    return check_file(path, Library(workspace))


def told(found: list[Problem]) -> list[tuple[str, bool]]:
    return [(problem.where, "ではありませんか" in problem.message) for problem in found]


def test_mistakes_in_shape_hide_no_other_ones_of_a_scenario(workspace: Workspace) -> None:
    text = SCENARIO.replace("title: 登録", "titel: 登録").replace("phase: 試行", "phase: 実施")
    text = text.replace('    key: "', '    kye: "').replace("| katakana", "| katakaan")
    text = text.replace("  - write_register: 登録簿.xlsx", '  - write_register: "{{ foms }}.xlsx"')
    found = problems(workspace, workspace.scenarios / "entry.yaml", text)
    assert [problem.where for problem in found] == [
        "title",
        "titel",
        "job.phase",
        "steps[1].write_register",
        "steps[2].kye",
        "steps[2].steps[0].then[0].with.name",
    ]


def test_mistakes_in_shape_hide_no_other_ones_of_a_robot(workspace: Workspace) -> None:
    text = ROBOT.replace("{label: 番号}", "{lable: 番号}").replace("settle_s: 1", "settle_s: soon")
    text = text.replace("- click: login", "- click: logn").replace('name: "{{ name }}"', 'nane: "{{ nam }}"')
    found = problems(workspace, workspace.robots / "desk.yaml", text)
    assert told(found) == [
        ("settle_s", False),
        ("login.steps[2].click.button", True),
        ("screens.entry.fields.number.lable", True),
        ("operations.register.steps[1].fill.nane", True),
        ("operations.register.steps[1].fill.nane", True),
    ]


def test_what_stands_inside_a_step_that_cannot_be_read_is_checked_too(workspace: Workspace) -> None:
    text = SCENARIO.replace("    as: form\n", "").replace("desk.register", "desk.registr")
    found = problems(workspace, workspace.scenarios / "entry.yaml", text)
    assert [problem.where for problem in found] == ["steps[2].as", "steps[2].steps[0].then[0].robot"]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("settle_s: 1", "settle_s: soon", '"register" ではありませんか'),
        ("title: 1件登録する", "titel: 1件登録する", '"register" ではありませんか'),
        ("  register:\n    title", "  Register:\n    title", ""),
    ],
)
def test_calls_of_a_robot_with_a_mistake_are_checked_as_far_as_it_can_be_read(
    workspace: Workspace, right: str, wrong: str, message: str
) -> None:
    robot = problems(workspace, workspace.robots / "desk.yaml", ROBOT.replace(right, wrong))
    found = problems(workspace, workspace.scenarios / "entry.yaml", SCENARIO.replace("desk.register", "desk.registr"))
    assert robot
    assert [message in problem.message for problem in found] == [True] * bool(message)


@pytest.mark.parametrize("right", ["title: 番号}", "commits: true", "- open: entry", "row: {番号: ", "parameters:"])
def test_a_call_of_an_operation_with_a_mistake_is_none_itself(workspace: Workspace, right: str) -> None:
    found = problems(workspace, workspace.robots / "desk.yaml", ROBOT.replace(right, f"odd_{right}"))
    assert found
    assert problems(workspace, workspace.scenarios / "entry.yaml", SCENARIO) == []


def places(data: Any, loc: Loc = ()) -> Iterator[Loc]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*loc, key)
        if isinstance(value, dict | list):
            yield from places(value, (*loc, key))


def broken(text: str, loc: Loc, value: Any) -> str:
    """``text`` with ``value``, or nothing, at ``loc``; JSON is YAML that is read and written fast."""
    data = json.loads(text)
    holder = data
    for step in loc[:-1]:
        holder = holder[step]
    if value is None:
        del holder[loc[-1]]
    else:
        holder[loc[-1]] = value
    return json.dumps(data, indent=1)


@pytest.mark.parametrize("wrong", [None, 3], ids=str)
@pytest.mark.parametrize(
    ("text", "model", "file"),
    [(RICH_SCENARIO, Scenario, "scenarios/entry.yaml"), (RICH_ROBOT, Robot, "robots/desk.yaml")],
)
def test_nothing_that_only_follows_from_a_mistake_in_shape_is_told(
    workspace: Workspace, text: str, model: type[Any], file: str, wrong: Any
) -> None:
    path = workspace.root / file
    assert problems(workspace, path, text) == []
    data = reader().load(text)
    as_json = json.dumps(data)
    tried = 0
    for loc in islice(places(data), 1, None, EVERY):  # the first key tells the kind of the file
        found = problems(workspace, path, broken(as_json, loc, wrong))
        try:
            load_definition(path, model)
        except DefinitionError as error:
            tried += 1
            assert found == list(error.problems), loc
    assert tried >= 5
