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


TYPED = {
    "day": {"type": "date", "title": "締め日", "required": False},
    "limit": {"type": "number", "title": "上限", "required": False},
    "kind": {"type": "choice", "title": "区分", "choices": ["新規", "変更"], "required": False},
    "all": {"type": "truth", "title": "全件", "required": False},
}


@pytest.fixture
def typed(scenario: Scenario) -> Scenario:
    return Scenario.model_validate(
        scenario.model_dump(by_alias=True, exclude={"steps"}) | {"inputs": TYPED, "steps": [{"stop_item": "x"}]}
    )


def test_typed_inputs_become_values(typed: Scenario) -> None:
    given = {"day": ["令和8年4月1日"], "limit": ["１,200"], "kind": ["変更"], "all": ["はい"]}
    assert input_values(typed, given) == {"day": "2026-04-01", "limit": 1200, "kind": "変更", "all": True}
    assert input_values(typed, {"limit": ["1.5"]}) == {"day": "", "limit": 1.5, "kind": "", "all": ""}


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ({"day": ["4月末"]}, "例: -i day=2026-04-01"),
        ({"limit": ["多め"]}, "例: -i limit=1200"),
        ({"kind": ["廃止"]}, "選べるもの: 新規, 変更"),
        ({"all": ["たぶん"]}, "例: -i all=はい"),
    ],
)
def test_input_of_another_type_is_told_with_an_example(
    typed: Scenario, given: dict[str, list[str]], remedy: str
) -> None:
    with pytest.raises(InputError) as told:
        input_values(typed, given)
    assert remedy in told.value.remedy
