"""Rules between the keys of one mapping, as JSON Schema: what the models' own validators ask beyond each key.

Not one of them may refuse what ``dxrobot check`` takes: a key with a blank value is as good as none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dxrobot.ocr.template import FieldType
from dxrobot.robot.target import WAYS
from dxrobot.scenario.model import InputType

Schema = dict[str, Any]

_BLANK: list[Any] = ["", [], {}, None, False]


def with_joint_rules(model: str, schema: Schema) -> Schema:
    """The ``schema`` of ``model`` with the rules between its keys."""
    rules = _RULES.get(model, ())
    return {**schema, "allOf": list(rules)} if rules else schema


def _filled(*keys: str) -> Schema:
    return {"required": list(keys), "properties": {key: {"not": {"enum": _BLANK}} for key in keys}}


def _given(key: str) -> Schema:
    """``key`` is there, if only with an empty list."""
    return {"required": [key], "properties": {key: {"not": {"const": None}}}}


def _is(key: str, *values: object) -> Schema:
    return {"required": [key], "properties": {key: {"enum": list(values)}}}


def _one_of(*keys: str) -> Schema:
    return {"oneOf": [_filled(key) for key in keys]}


def _not_both(first: Schema, second: Schema) -> Schema:
    return {"not": {"allOf": [first, second]}}


def _needs(first: Schema, second: Schema) -> Schema:
    return {"if": first, "then": second}


def _only_for(kind: str, key: str, kinds: Sequence[str]) -> tuple[Schema, Schema]:
    """``key`` belongs to ``type: kind``, and to no other of ``kinds``."""
    others = [other for other in kinds if other != kind]
    return _needs(_is("type", kind), _filled(key)), _not_both(_is("type", *others), _filled(key))


_ROLE = (_needs(_filled("role"), _filled("name")), _needs(_filled("name"), _filled("role")))
_TARGET = (_one_of(*WAYS), *_ROLE)
_WINDOWS = _not_both(_filled("opens"), _filled("returns_to"))
_ROWS = {"oneOf": [{"required": ["rows"]}, {"required": ["values"]}]}
_JOB = ("job", "baseline", "assumptions")

_RULES: Mapping[str, Sequence[Schema]] = {
    "Scenario": [
        {"if": _filled("part"), "else": {"allOf": [_filled(*_JOB), {"not": _filled("outputs")}]}},
    ],
    "Input": _only_for("choice", "choices", list(InputType)),
    "OnError": [{"anyOf": [_given("business"), _given("system")]}],
    "Baseline": [_needs(_is("source", "measured"), _filled("samples", "measured_by", "measured_on"))],
    "Target": _TARGET,
    "ScreenField": _TARGET,
    "Probe": [
        {"oneOf": [_filled("row"), _given("shown")]},
        _needs(_given("empty"), _filled("row")),
        _needs(_filled("returns"), _filled("row")),
    ],
    "Operation": [_needs(_is("commits", True), _given("probe"))],
    "DialogAnswer": [_not_both(_filled("reply"), _is("type", "alert", "confirm"))],
    "TemplateField": [
        _one_of("zone", "boxes", "options", "columns"),
        *_only_for("choice", "options", list(FieldType)),
        *_only_for("table", "columns", list(FieldType)),
        _needs(_is("type", "table"), _filled("rows", "pitch")),
        _needs(_filled("rows"), _is("type", "table")),
        _needs(_filled("pitch"), _is("type", "table")),
    ],
    "Site": [_one_of("pages", "recording", "sample")],
    "Click": [_one_of("button", *WAYS), *_ROLE, _WINDOWS],  # how to find it stands beside the other arguments
    "ClickInRow": [_WINDOWS],
    "WaitFor": [_one_of("shown", "gone", "text", "filled")],
    "AppendRows": [_ROWS],
    "UpdateRows": [_ROWS],
    "Human": _only_for("choice", "choices", ["choice", "text", "date", "number", "truth"]),
}
