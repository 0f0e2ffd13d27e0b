"""The schemas that editors use, held against what ``dxrobot check`` says of the same files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from dxrobot.actions.registry import scenario_actions, screen_actions
from dxrobot.app.checking import check_file
from dxrobot.app.schemas import write_editor_settings
from dxrobot.authoring.schema import schemas
from dxrobot.authoring.words import words_of
from dxrobot.bundled import bundled_root
from dxrobot.config import Workspace, load_workspace
from dxrobot.definition import kind_of, load_yaml
from dxrobot.library import Library
from dxrobot.robot.model import Robot
from dxrobot.scenario.model import Scenario
from tests.actions.workspace import ROBOT, SCENARIO, TEMPLATE, make_workspace

BUNDLED = [
    path
    for folder in ("scenarios", "robots", "ocr_templates")
    for path in sorted((bundled_root() / folder).rglob("*.yaml"))
]
KINDS = {"scenario": SCENARIO, "robot": ROBOT, "template": TEMPLATE}
FILES = {
    "scenario": "scenarios/entry.yaml",
    "robot": "robots/desk.yaml",
    "template": "ocr_templates/request/template.yaml",
}
Loc = tuple[str | int, ...]


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = schemas()[f"{kind}.schema.json"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(value: Any) -> Any:
    """What an editor sees: YAML as JSON."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def refuses(kind: str, data: Any) -> bool:
    return not validator(kind).is_valid(plain(data))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_bundled_definition_is_right_for_the_editor(path: Path) -> None:
    data = load_yaml(path)
    errors = [error.message for error in validator(kind_of(data)).iter_errors(plain(data))]
    assert errors == []


def mappings(data: Any, loc: Loc = ()) -> Iterator[Loc]:
    """The places of all mappings in ``data``."""
    if isinstance(data, dict):
        yield loc
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from mappings(inner, (*loc, key))


def at(data: Any, loc: Loc) -> Any:
    for step in loc:
        data = data[step]
    return data


def test_whatever_check_calls_an_unknown_key_the_schema_refuses(tmp_path: Path) -> None:
    library = Library(make_workspace(tmp_path))
    refused = 0
    for kind, text in KINDS.items():
        path, yaml = tmp_path / FILES[kind], YAML(typ="rt")
        for loc in list(mappings(yaml.load(text))):
            data = yaml.load(text)
            at(data, loc)["zzz"] = "x"
            with path.open("w", encoding="utf-8") as file:
                yaml.dump(data, file)
            if any("知らないキー" in problem.message for problem in check_file(path, library)):
                refused += 1
                assert refuses(kind, data), (kind, loc)
        path.write_text(text, encoding="utf-8")
    assert refused > 30


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def scenario(**changes: Any) -> dict[str, Any]:
    return {**plain(YAML(typ="rt").load(SCENARIO)), **changes}


def robot(**screen: Any) -> dict[str, Any]:
    data: dict[str, Any] = plain(YAML(typ="rt").load(ROBOT))
    data["screens"]["entry"].update(screen)
    return data


def operation(**changes: Any) -> dict[str, Any]:
    look = {"title": "x", "steps": [{"open": "entry"}], **changes}
    return {**robot(), "operations": {"look": look}}


@pytest.mark.parametrize(
    "data",
    [
        scenario(titel="登録"),
        scenario(steps=[]),
        scenario(steps=[{"read_form": {"files": "x", "templates": []}}]),
        scenario(steps=[{"read_forms": {"file": "x", "templates": ["request"]}}]),
        scenario(steps=[{"read_forms": {"files": "x"}}]),
        scenario(steps=[{"read_forms": {"files": "a.pdf", "templates": ["request"]}}]),
        scenario(steps=[{"human": {"question": "よいですか", "type": "yesno"}}]),
        scenario(steps=[{"for_each": "{{ forms }}", "steps": []}]),
        scenario(steps=[{"if": "{{ true }}", "than": []}]),
        scenario(steps=[{"try": []}]),
        scenario(steps=[{"robot": "register"}]),
        scenario(inputs={"scans": {"type": "fiels", "title": "x"}}),
        scenario(job={"name": "x", "department": "y", "owner": "z", "phase": "本番中"}),
        scenario(limits={"run_minutes": 0}),
    ],
)
def test_typical_mistakes_of_a_scenario_are_refused(data: dict[str, Any]) -> None:
    assert refuses("scenario", data)


@pytest.mark.parametrize(
    "data",
    [
        robot(ready={"role": "heading"}),
        robot(ready={"label": "x", "css": "y"}),
        robot(ready={"rolle": "button", "name": "x"}),
        robot(fields={"number": {"label": "番号", "sensitive": "nmae"}}),
        robot(fields={"Number": {"label": "番号"}}),
        robot(button={}),
        {**robot(), "settle_s": "10 seconds"},
        {**robot(), "operations": {"register": {"title": "x", "steps": [{"comit": "register"}]}}},
        {**robot(), "operations": {"register": {"title": "x", "steps": [{"commit": "register"}]}}},
    ],
)
def test_typical_mistakes_of_a_robot_are_refused(data: dict[str, Any]) -> None:
    assert refuses("robot", data)


ACTION = {"for_each": "{{ forms }}", "as": "form", "steps": [{"stop_item": "x"}]}
PROBE = {"steps": [{"open": "entry"}], "row": {"番号": "{{ number }}"}}
JOINTLY_WRONG = {
    "two actions": ("scenario", scenario(steps=[{"stop_item": "x", "assert": "{{ true }}"}])),
    "choices without the type": ("scenario", scenario(inputs={"a": {"type": "text", "title": "x", "choices": ["b"]}})),
    "the type without choices": ("scenario", scenario(inputs={"a": {"type": "choice", "title": "x"}})),
    "neither job nor part": ("scenario", {key: one for key, one in scenario().items() if key != "job"}),
    "outputs of no part": ("scenario", scenario(outputs={"a": {"title": "x", "value": "{{ forms }}"}})),
    "on_error of nothing": ("scenario", scenario(steps=[{"try": [ACTION], "on_error": {"business": None}}])),
    "measured by nobody": (
        "scenario",
        scenario(baseline=[{"minutes_per_item": 1, "source": "measured", "valid_from": "2020-04-01", "samples": 3}]),
    ),
    "rows and values": (
        "scenario",
        scenario(
            steps=[{"append_rows": {"file": "a.xlsx", "key": "番号", "rows": "{{ forms }}", "values": {"番号": 1}}}]
        ),
    ),
    "question with choices for no choice": (
        "scenario",
        scenario(steps=[{"human": {"question": "x", "type": "text", "choices": ["b"]}}]),
    ),
    "role without a name, beside a label": ("robot", robot(ready={"role": "heading", "label": "x"})),
    "probe of two signs": ("robot", operation(probe={**PROBE, "shown": {"text": "x"}})),
    "empty without a row": ("robot", operation(probe={"steps": [], "shown": {"text": "x"}, "empty": {"text": "y"}})),
    "committing without a probe": ("robot", operation(commits=True, probe=None)),
    "click on two things": ("robot", operation(steps=[{"click": {"button": "register", "target": {"text": "x"}}}])),
    "click in two windows": (
        "robot",
        operation(steps=[{"click": {"button": "register", "opens": "entry", "returns_to": "entry"}}]),
    ),
    "click on a button found by its label": (
        "robot",
        operation(steps=[{"click": {"button": "register", "label": "x"}}]),
    ),
    "wait for two signs": ("robot", operation(steps=[{"wait_for": {"text": "x", "filled": "number"}}])),
    "reply to an alert": (
        "robot",
        operation(steps=[{"click": {"button": "register", "dialog": {"text": "x", "type": "alert", "reply": "y"}}}]),
    ),
}


@pytest.mark.parametrize(("kind", "data"), JOINTLY_WRONG.values(), ids=JOINTLY_WRONG.keys())
def test_keys_that_do_not_go_together_are_refused(workspace: Workspace, kind: str, data: dict[str, Any]) -> None:
    path = workspace.root / FILES[kind]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert check_file(path, Library(workspace))
    assert refuses(kind, data)


JOINTLY_RIGHT = {
    "click on what is found": ("robot", operation(steps=[{"click": {"role": "link", "name": "x", "opens": "entry"}}])),
    "blank beside": ("robot", robot(ready={"label": "x", "css": "", "role": None})),
    "part without a job": (
        "scenario",
        {"scenario": "entry", "title": "x", "description": "y", "part": True, "steps": [ACTION]},
    ),
    "choice": ("scenario", scenario(inputs={"a": {"type": "choice", "title": "x", "choices": ["b"]}})),
    "probe that shows": ("robot", operation(probe={"steps": [], "shown": {"text": "x"}, "row": {}})),
    "reply to any box": (
        "robot",
        operation(steps=[{"click": {"button": "register", "dialog": {"text": "x", "reply": "y"}}}]),
    ),
    "nothing done on an error": ("scenario", scenario(steps=[{"try": [ACTION], "on_error": {"system": []}}])),
}


@pytest.mark.parametrize(("kind", "data"), JOINTLY_RIGHT.values(), ids=JOINTLY_RIGHT.keys())
def test_what_goes_together_is_never_refused(kind: str, data: dict[str, Any]) -> None:
    {"scenario": Scenario, "robot": Robot}[kind].model_validate(data)
    assert not refuses(kind, data)


@pytest.mark.parametrize(
    "step",
    [
        {"read_forms": {"files": "{{ scans }}", "templates": "{{ names }}"}},
        {"human": {"question": "x", "type": "choice", "choices": "{{ names }}"}},
        {"human": "よいですか"},
        {"set": {"a": 1, "b": ["{{ x }}"]}},
        {"settle_reviews": "{{ forms }}"},
        {"assert": "{{ form.name }}"},
        {"assert": {"that": "{{ form.name }}", "message": "x"}},
    ],
)
def test_expressions_are_right_where_lists_and_choices_are_wanted(step: dict[str, Any]) -> None:
    assert not refuses("scenario", scenario(steps=[step]))


@pytest.mark.parametrize(
    "step",
    [{"open": "entry"}, {"open": {"screen": "entry", "query": {"q": 1}}}, {"read_back": None}, {"click": "register"}],
)
def test_short_forms_of_screen_actions_are_right(step: dict[str, Any]) -> None:
    assert not refuses("robot", {**robot(), "operations": {"look": {"title": "x", "steps": [step]}}})


def test_every_key_and_every_argument_has_japanese_words() -> None:
    lacking = []
    for kind in ("scenario", "robot", "template", "test"):
        whole = schemas()[f"{kind}.schema.json"]
        for name, schema in {kind: whole, **whole["$defs"]}.items():
            for one in (schema, *schema.get("anyOf", ())):
                keys = one.get("properties", {}).items()
                lacking += [f"{kind}: {name}.{key}" for key, inner in keys if not inner.get("description")]
    for action, declared in {**scenario_actions(), **screen_actions()}.items():
        lacking += [f"{action}.{key}" for key in declared.model_fields if not words_of(action, key)]
    assert lacking == []


def test_workspace_gets_schemas_and_settings_and_keeps_a_persons_own(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "extensions.json").write_text("{}", encoding="utf-8")
    write_editor_settings(tmp_path)
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert all((tmp_path / schema).is_file() for schema in settings["yaml.schemas"])
    assert (tmp_path / ".vscode" / "extensions.json").read_text(encoding="utf-8") == "{}"


def test_schemas_kept_in_the_repository_are_those_of_the_code() -> None:
    root = load_workspace(bundled_root()).root
    for name, schema in schemas().items():
        kept = json.loads((root / "schemas" / name).read_text(encoding="utf-8"))
        assert kept == schema, f"{name}: dxrobot schema"
