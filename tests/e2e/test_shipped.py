"""The scenarios that come with dxrobot, each with its own cases against the system it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.app.checking import check_file
from dxrobot.app.testing import run_tests
from dxrobot.app.workspaces import make_workspace
from dxrobot.bundled import bundled_root
from dxrobot.config import load_workspace
from dxrobot.library import Library

WORKSPACE = load_workspace(bundled_root())
SCENARIOS = ("jido_teate", "juminhyo_seikyu", "keiji_shinkoku", "koza_furikae", "yobo_sesshu")


@pytest.mark.parametrize("name", SCENARIOS)
def test_shipped_scenario_does_what_its_cases_say(name: str, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace")
    with (workspace.root / "dxrobot.toml").open("a", encoding="utf-8") as config:
        config.write("\n[evidence]\npictures = false\n")  # nobody looks at them: test_entry does, and tests/browser
    results = run_tests(workspace, [name], lambda _result: None)
    assert results
    assert {result.title: result.differences for result in results if not result.passed} == {}


def test_every_shipped_definition_is_without_a_mistake() -> None:
    library = Library(WORKSPACE)
    paths = [*WORKSPACE.scenarios.glob("*.yaml"), *WORKSPACE.robots.glob("*.yaml")]
    assert [str(problem) for path in paths for problem in check_file(path, library)] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_shipped_scenario_explains_itself_and_says_that_its_minutes_are_estimated(name: str) -> None:
    loaded = Library(WORKSPACE).scenario(name)
    assert loaded.path.read_text(encoding="utf-8").startswith("#")
    assert {baseline.source.value for baseline in loaded.model.baseline} == {"estimated"}
    assert all("見本の値" in baseline.note for baseline in loaded.model.baseline)
