"""What may be written for one action in a step, as JSON Schema, from the action's own declaration."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import BeforeValidatorFunctionSchema, IsInstanceSchema

from dxrobot.actions.base import Action
from dxrobot.authoring.joint_rules import with_joint_rules
from dxrobot.authoring.words import words_of

Schema = dict[str, Any]

EXPRESSION: Schema = {"type": "string", "pattern": r"\{\{|\{%", "description": '式。例: "{{ row.amount }}"'}
"""A value that only a run can decide: any text with an expression in it."""

_PROBE = object()
"""Stands for whatever is written, to see which argument an action takes it for."""


class _Written(GenerateJsonSchema):
    """What has no form in a file, such as a form that was read, can only be named by an expression."""

    def is_instance_schema(self, schema: IsInstanceSchema) -> JsonSchemaValue:  # noqa: ARG002 - of its base
        return dict(EXPRESSION)

    def function_before_schema(self, schema: BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A list whose only entry may stand without brackets is told by what its function makes of one."""
        inner = super().function_before_schema(schema)
        function: Any = schema["function"]["function"]
        if "items" not in inner or schema["function"]["type"] != "no-info":
            return inner
        entries: tuple[Any, ...] = ("", 0, {})
        alone = any(function(one) == [one] for one in entries)
        return {"anyOf": [inner["items"], inner]} if alone else inner


def action_step(name: str, action: type[Action]) -> tuple[Schema, dict[str, Schema]]:
    """The schema of ``- name: …`` and the definitions it refers to, by names of their own."""
    whole, definitions = _arguments(name, action)
    value = {
        "title": action.name,
        "description": f"{action.name}: {action.sentence}",
        **_written(action, whole, definitions),
    }
    step: Schema = {
        "title": f"{name} {action.name}",
        "description": action.sentence,
        "type": "object",
        "properties": {
            name: value,
            "as": {"type": "string", "description": words_of("Step", "as")},
            "title": {"type": "string", "description": words_of("Step", "title")},
        },
        "required": [name],
        "additionalProperties": False,
    }
    return step, definitions


def _arguments(name: str, action: type[Action]) -> tuple[Schema, dict[str, Schema]]:
    """The action's arguments as a mapping, expressions allowed, and what they refer to."""
    prefix = f"{name}."
    template = f"#/$defs/{prefix}{{model}}"
    whole = action.model_json_schema(by_alias=True, ref_template=template, schema_generator=_Written)
    inner = whole.pop("$defs", {})
    # A definition that is a whole value itself (an enumeration) may be an expression as well.
    definitions = {f"{prefix}{key}": _with_expressions(_described(key, schema)) for key, schema in inner.items()}
    whole.pop("description", None)
    whole["properties"] = {
        key: _loosened({**schema, "description": words_of(name, key) or schema.get("description", "")})
        for key, schema in whole.get("properties", {}).items()
    }
    return with_joint_rules(action.__name__, _without_titles(whole)), definitions


def _described(model: str, schema: Schema) -> Schema:
    described = {key: value for key, value in schema.items() if key not in ("title", "description")}
    if "properties" in described:
        described["properties"] = {
            key: {**_without_titles(inner), "description": words_of(model, key)}
            for key, inner in described["properties"].items()
        }
    return with_joint_rules(model, described)


def _without_titles(schema: Schema) -> Schema:
    """``schema`` without the English titles that pydantic makes of names."""
    kept = {key: value for key, value in schema.items() if key != "title"}
    if "properties" in kept:
        kept["properties"] = {
            key: {word: value for word, value in inner.items() if word != "title"}
            for key, inner in kept["properties"].items()
        }
    return kept


def _loosened(schema: Schema) -> Schema:
    """``schema``, where a text with an expression is right as well; its words stay outside."""
    described: Schema = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in ("description", "default", "title")}
    return {**_with_expressions(rest), **described}


def _with_expressions(schema: Schema) -> Schema:
    """``schema`` with expressions allowed wherever something else than free text is wanted."""
    inside = _inside(schema)
    free = not inside or "$ref" in inside or any(map(_takes_expressions, inside.get("anyOf", (inside,))))
    return inside if free else {"anyOf": [*inside.get("anyOf", (inside,)), EXPRESSION]}


def _inside(schema: Schema) -> Schema:
    """``schema`` with expressions allowed in what it holds, though not in its own place."""
    changed = copy.deepcopy(schema)
    for key in ("items", "additionalProperties"):
        if isinstance(changed.get(key), dict):
            changed[key] = _with_expressions(changed[key])
    if "prefixItems" in changed:
        changed["prefixItems"] = [_with_expressions(one) for one in changed["prefixItems"]]
    if "anyOf" in changed:
        changed["anyOf"] = [_inside(one) for one in changed["anyOf"]]
    if "properties" in changed:
        changed["properties"] = {key: _loosened(one) for key, one in changed["properties"].items()}
    return changed


def _takes_expressions(schema: Schema) -> bool:
    free = schema.get("type") == "string" and not set(schema) & {"enum", "const", "pattern", "format", "minLength"}
    return free or schema.get("pattern") == EXPRESSION["pattern"]


def _written(action: type[Action], whole: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """The forms that the arguments may have in the file: a mapping, one argument alone, or nothing."""
    properties: Mapping[str, Schema] = whole["properties"]
    below = _taken_as(action, {"…": _PROBE})
    alone = _taken_as(action, _PROBE)
    forms: list[Schema] = [_below(action, below, properties, definitions) if below else whole]
    if alone and alone != below and set(whole.get("required", ())) <= {alone}:
        forms.append(_scalar(properties[alone]))
    if not action.arguments(None) and not whole.get("required"):
        forms.append({"type": "null"})
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _taken_as(action: type[Action], written: Any) -> str:
    """The argument that all of ``written`` is taken for; empty when it is the mapping of arguments itself."""
    arguments = action.arguments(written)
    if arguments is written or not isinstance(arguments, Mapping):
        return ""
    return next((key for key, value in arguments.items() if value is written or value == written), "")


def _below(
    action: type[Action], implied: str, properties: Mapping[str, Schema], definitions: Mapping[str, Schema]
) -> Schema:
    """The value of the argument that has no key in the file, with the other arguments that may stand in it."""
    others = {key: schema for key, schema in properties.items() if key != implied}
    beside = [key for key in others if action.arguments({key: _PROBE, "…": _PROBE}).get(key) is _PROBE]
    references = [one["$ref"] for one in properties[implied].get("anyOf", ()) if "$ref" in one]
    if not beside or not references:
        return properties[implied]
    inner = definitions[references[0].removeprefix("#/$defs/")]
    model = next(one for one in (inner, *inner.get("anyOf", ())) if "properties" in one)
    written = {
        "type": "object",
        "properties": {**model["properties"], **{key: others[key] for key in beside}},
        "additionalProperties": False,
    }
    return with_joint_rules(action.__name__, written)


def _scalar(schema: Schema) -> Schema:
    """An argument that stands alone: a mapping there would be taken for all the arguments."""
    if "type" in schema or "anyOf" in schema or "$ref" in schema:
        return schema
    return {**schema, "type": ["string", "number", "boolean", "array"]}
