from __future__ import annotations

from collections.abc import Mapping

import pytest

from dxrobot.app.inputs import input_values
from dxrobot.errors import InputError
from dxrobot.scenario.model import Scenario
from tests.actions.workspace import SCENARIO


@pytest.fixture
def scenario() -> Scenario:
    inputs = {
        "scans": {"type": "files", "title": "スキャン"},
        "answers": {"type": "file", "title": "答え", "required": False},
        "note": {"type": "text", "title": "覚え", "default": "なし"},
    }
    from ruamel.yaml import YAML

    return Scenario.model_validate(dict(YAML(typ="safe").load(SCENARIO)) | {"inputs": inputs})


def test_inputs_take_their_declared_shapes(scenario: Scenario) -> None:
    assert input_values(scenario, {"scans": ["a.pdf", "b.pdf"]}) == {
        "scans": ["a.pdf", "b.pdf"],
        "answers": "",
        "note": "なし",
    }
    given = {"scans": ["a.pdf"], "answers": ["x.json"], "note": ["急ぎ"]}
    assert input_values(scenario, given) == {"scans": ["a.pdf"], "answers": "x.json", "note": "急ぎ"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "入力「スキャン」がありません"),
        ({"scans": [""]}, "入力「スキャン」がありません"),
        ({"scan": ["a"]}, '"scans" ではありませんか'),
        ({"xyz": ["a"]}, "あるもの: scans, answers, note"),
        ({"scans": ["a"], "answers": ["b", "c"]}, "入力「答え」は1つだけ"),
    ],
)
def test_wrong_inputs_are_told_by_their_titles(scenario: Scenario, given: Mapping[str, list[str]], told: str) -> None:
    with pytest.raises(InputError, match=told):
        input_values(scenario, given)
