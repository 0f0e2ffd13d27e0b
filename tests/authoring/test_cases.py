"""Tests of scenarios, run as ``dxrobot test`` does: a real browser, pages in the place of the target system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dxrobot.app.checking import check_file
from dxrobot.app.testing import CaseResult, run_tests
from dxrobot.config import Workspace
from dxrobot.errors import DefinitionError, InputError
from dxrobot.library import Library
from dxrobot.vault import KEY_VARIABLE
from tests.actions.workspace import ROBOT, make_workspace
from tests.authoring.desk_pages import write_pages

SITES = {"desk": {"pages": "pages"}}
FORM = {"template": "request", "values": {"number": "101", "name": "ヤマダ"}}
DONE = {"101": {"state": "done", "entered": {"name": "ヤマダ"}}}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path / "office")
    write_pages(made.root / "pages")
    return made


def write_cases(workspace: Workspace, *cases: dict[str, Any]) -> Path:
    path = workspace.scenarios / "entry.test.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump({"test": "entry", "cases": [{"sites": SITES, **case} for case in cases]}, file)
    return path


def results(workspace: Workspace, *cases: dict[str, Any]) -> list[CaseResult]:
    write_cases(workspace, *cases)
    return run_tests(workspace, ["entry"], lambda _result: None)


def test_case_that_comes_as_expected_leaves_nothing_behind(workspace, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "elsewhere")
    records = {"/entry": [{"number": "101", "name": "ヤマダ"}]}
    (result,) = results(
        workspace,
        {"title": "登録する", "forms": [FORM], "expect": {"status": "finished", "items": DONE, "records": records}},
    )
    assert (result.differences, result.evidence) == ((), None)
    assert not workspace.private.exists()
    assert os.environ[KEY_VARIABLE] == "elsewhere"


def test_every_difference_is_told_and_the_folder_of_the_case_is_kept(workspace):
    expect = {
        "status": "waiting",
        "items": {"101": {"state": "done", "entered": {"name": "スズキ"}}, "102": {"state": "done"}},
        "records": {"/entry": [{"number": "102"}]},
        "files": [{"file": "結果.xlsx"}],
    }
    (result,) = results(workspace, {"title": "違う", "forms": [FORM], "expect": expect})
    told = "\n".join(result.differences)
    assert "実行の終わり方: 期待 waiting / 実際 finished" in told
    assert "件 101 の name: 期待 スズキ / 実際 ヤマダ" in told
    assert "件 102: 期待 done / 実際 なし" in told
    assert "/entry への登録: 期待 {number: 102} / 実際 {number: 101}" in told
    assert "ファイル 結果.xlsx: 期待 ある / 実際 なし" in told
    assert result.evidence is not None
    assert list(result.evidence.glob("workspace/.dxrobot/runs/*/pictures/*.png"))


def test_doubtful_form_waits_and_a_refused_one_goes_to_a_person(workspace):
    refused = {"template": "request", "values": {"number": "999", "name": "ヤマダ"}}
    cases = [
        {
            "title": "待つ",
            "forms": [{**FORM, "doubtful": ["name"]}],
            "expect": {"items": {"101": {"state": "waiting_review"}}, "records": {"/entry": []}},
        },
        {
            "title": "断られる",
            "forms": [refused],
            "expect": {"items": {"999": {"state": "business_error", "reason": "番号が違います"}}},
        },
    ]
    assert [result.differences for result in results(workspace, *cases)] == [(), ()]


def test_dry_case_sends_nothing_and_says_what_was_held_back(workspace):
    case = {
        "title": "予行",
        "mode": "dry",
        "forms": [FORM],
        "expect": {
            "items": {"101": {"state": "pending", "entered": {"name": "ヤマダ"}}},
            "records": {"/entry": []},
            "blocked": [],
        },
    }
    assert results(workspace, case)[0].differences == ()


def test_check_names_all_mistakes_of_a_test_with_their_places(workspace):
    path = write_cases(
        workspace,
        {
            "title": "x",
            "inputs": {"scan": "a.pdf"},
            "forms": [{"template": "request", "values": {"numbr": "1"}}],
            "sites": {"dask": {"pages": "seiten"}},
            "expect": {"items": {"1": {"state": "done", "entered": {"nam": "x"}}}},
        },
    )
    problems = [str(problem) for problem in check_file(path, Library(workspace))]
    told = "\n".join(problems)
    for word in ('"scan"', '"numbr"', '"dask"', "seiten", '"nam"', "desk"):
        assert word in told
    assert all("entry.test.yaml:" in problem for problem in problems)


def test_mistakes_of_shape_hide_no_others_and_make_none_up(workspace):
    expected = {"items": {"1": {"state": "dun"}}}
    path = write_cases(
        workspace,
        {"title": "a", "input": {"scan": "a.pdf"}, "sites": {"dask": {"pages": "pages"}}, "expect": expected},
        {"title": "b", "forms": [FORM], "sites": {"desk": {}}, "expect": {}},
        {"title": "c", "forms": [{"template": "request", "values": {"numbr": "1"}}], "expect": {}},
    )
    found = {problem.where for problem in check_file(path, Library(workspace))}
    assert found == {
        "cases[0].input",
        "cases[0].inputs.scan",
        "cases[0]",
        "cases[0].sites",
        "cases[0].sites.dask",
        "cases[0].expect.items.1.state",
        "cases[1].sites.desk",
        "cases[2].forms[0].values.numbr",
    }


def test_mistakes_are_told_before_anything_runs(workspace):
    write_cases(workspace, {"title": "x", "sites": {}, "expect": {}})
    with pytest.raises(DefinitionError):
        run_tests(workspace, [], lambda _result: None)


def test_scenario_without_tests_is_told(workspace):
    with pytest.raises(InputError, match="試験が1つもありません"):
        run_tests(workspace, [], lambda _result: None)


def test_system_without_a_login_needs_no_password(workspace):
    login = ROBOT[ROBOT.index("  steps:\n") : ROBOT.index("  signed_in:")]
    robot = ROBOT.replace(login, "  steps:\n    - open: entry\n").replace("credentials: desk\n", "")
    (workspace.robots / "desk.yaml").write_text(robot, encoding="utf-8")
    (result,) = results(workspace, {"title": "登録する", "forms": [FORM], "expect": {"items": DONE}})
    assert result.differences == ()
