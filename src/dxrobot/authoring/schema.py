"""JSON Schema (draft 2020-12) of the files that staff write, for editors that complete and check while typing.

Made from the same models and actions that ``dxrobot check`` uses: a key that it does not know is refused here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from dxrobot.actions.base import Action
from dxrobot.actions.registry import scenario_actions, screen_actions
from dxrobot.authoring.action_schema import Schema, action_step
from dxrobot.authoring.cases import ScenarioTest
from dxrobot.authoring.joint_rules import with_joint_rules
from dxrobot.authoring.words import words_of
from dxrobot.ocr.template import Template
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_STEP = {"$ref": "#/$defs/Step"}
_TITLES = {
    "Scenario": "シナリオ",
    "Robot": "ロボット",
    "Template": "帳票定義",
    "ScenarioTest": "シナリオの試験",
    "ForEach": "for_each 1件ずつ繰り返す",
    "If": "if 条件で分ける",
    "Try": "try 誤りに備える",
    "Use": "use 部品のシナリオを使う",
    "RobotCall": "robot ロボットの操作を使う",
    "OperationForEach": "for_each 1行ずつ繰り返す",
    "OperationIf": "if 条件で分ける",
}


def schemas() -> dict[str, Schema]:
    """Every schema by its file name."""
    return {
        "scenario.schema.json": _schema(Scenario, scenario_actions()),
        "robot.schema.json": _schema(Robot, screen_actions()),
        "template.schema.json": _schema(Template, {}),
        "test.schema.json": _schema(ScenarioTest, {}),
    }


def _schema(model: type[BaseModel], actions: Mapping[str, type[Action]]) -> Schema:
    written = model.model_json_schema(by_alias=True)
    definitions = {name: _definition(name, one) for name, one in written.pop("$defs", {}).items() if name != "Step"}
    steps = []
    for name, action in actions.items():
        step, inner = action_step(name, action)
        definitions |= {f"{name} step": step, **inner}
        steps.append({"$ref": f"#/$defs/{name} step"})
    whole = {"$schema": DRAFT, **_definition(model.__name__, written), "$defs": definitions}
    finished: Schema = _finished(whole, steps)
    return finished


def _definition(name: str, schema: Schema) -> Schema:
    """One model in the words of the design, without pydantic's English."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "description")}
    if name in _TITLES:
        kept["title"] = _TITLES[name]
    if whole := words_of(name, ""):
        kept["description"] = whole
    if "properties" in kept:
        kept["properties"] = {key: _property(name, key, one) for key, one in kept["properties"].items()}
    return with_joint_rules(name, kept)


def _property(model: str, key: str, schema: Schema) -> Schema:
    kept = {word: value for word, value in schema.items() if word not in ("title", "description")}
    words = words_of(model, key)
    return {**kept, "description": words} if words else kept


def _finished(schema: Any, steps: list[Schema]) -> Any:
    """``schema`` with the actions themselves wherever any action may stand, and with names of the right shape only."""
    if isinstance(schema, list):
        return [_finished(one, steps) for one in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: _finished(value, steps) for key, value in schema.items()}
    if "patternProperties" in changed:  # a name of another shape is a mistake
        changed["additionalProperties"] = False
    if isinstance(changed.get("oneOf"), list) and _STEP in changed["oneOf"]:
        changed["oneOf"] = [*[one for one in changed["oneOf"] if one != _STEP], *steps]
    return changed
