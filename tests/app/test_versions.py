from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dxrobot.app import versions
from dxrobot.app.delivered import keep_delivered_approvals
from dxrobot.app.versions import definition_hash, require_approval
from dxrobot.bundled import bundled_root
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import DefinitionError, InputError
from dxrobot.library import Library
from dxrobot.ocr import learned
from dxrobot.store.models import Approval
from tests.actions.workspace import ROBOT, make_workspace

FILES = ["scenarios/entry.yaml", "robots/desk.yaml", "ocr_templates/request/template.yaml"]


def version(workspace: Workspace) -> str:
    return definition_hash(workspace, Library(workspace).scenario("entry"))


@pytest.mark.parametrize("file", FILES)
def test_every_definition_changes_the_version(workspace: Workspace, file: str) -> None:
    before, path = version(workspace), workspace.root / file
    path.write_text(path.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    assert version(workspace) != before


def test_picture_of_the_blank_changes_the_version(workspace: Workspace) -> None:
    before, path = version(workspace), workspace.ocr_templates / "request" / "blank.png"
    path.write_bytes(path.read_bytes() + b"\r\n")
    with_windows_end = version(workspace)
    path.write_bytes(path.read_bytes()[:-2] + b"\n")
    assert len({before, with_windows_end, version(workspace)}) == 3


@pytest.mark.parametrize("file", FILES)
def test_line_ends_of_windows_are_the_same_version(workspace: Workspace, file: str) -> None:
    before, path = version(workspace), workspace.root / file
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert version(workspace) == before


def test_version_does_not_depend_on_where_the_workspace_lies(workspace: Workspace, tmp_path: Path) -> None:
    assert version(make_workspace(tmp_path / "elsewhere" / "other")) == version(workspace)


def test_robot_that_the_scenario_does_not_use_is_no_part_of_it(workspace: Workspace) -> None:
    before = version(workspace)
    (workspace.robots / "tax.yaml").write_text(ROBOT.replace("robot: desk", "robot: tax"), encoding="utf-8")
    assert version(workspace) == before


def test_contents_that_change_places_are_another_version(workspace: Workspace, tmp_path: Path) -> None:
    before = version(workspace)
    scenario = workspace.scenarios / "entry.yaml"
    shutil.copy(scenario, workspace.scenarios / "entry2.yaml")
    assert definition_hash(workspace, Library(workspace).scenario("entry2")) != before


def test_a_word_list_beside_a_template_changes_the_version(workspace: Workspace) -> None:
    before = version(workspace)
    (workspace.ocr_templates / "request" / "words.csv").write_text("a\n", encoding="utf-8")
    assert version(workspace) != before


def test_parts_and_their_robots_change_the_version(workspace: Workspace) -> None:
    part = "scenario: piece\ntitle: 部品\ndescription: 部品\npart: true\nrobots: [tax]\nsteps: [{set: {a: 1}}]\n"
    (workspace.scenarios / "piece.yaml").write_text(part, encoding="utf-8")
    robot = workspace.robots / "tax.yaml"
    robot.write_text(ROBOT.replace("robot: desk", "robot: tax"), encoding="utf-8")
    scenario = workspace.scenarios / "entry.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + "  - use: piece\n", encoding="utf-8")
    before = version(workspace)
    robot.write_text(robot.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    with_robot = version(workspace)
    (workspace.scenarios / "piece.yaml").write_text(part + "# x\n", encoding="utf-8")
    assert len({before, with_robot, version(workspace)}) == 3


def test_another_version_of_an_installed_action_is_another_version(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = version(workspace)
    monkeypatch.setattr(versions, "packages_of", lambda names: ["extra==2"] if "read_forms" in names else [])
    assert version(workspace) != before


APPROVAL = """\
approvals:
  - scenario: entry
    definition_hash: {version}
    author: 見本 太郎
    approved_by: {by}
    approved_on: 2026-04-01
"""


def test_delivered_approval_allows_this_version_and_no_other(workspace: Workspace, store: Path) -> None:
    approved = version(workspace)
    with pytest.raises(InputError, match="承認を受けていません"):
        require_approval("entry", approved)
    text = APPROVAL.format(version=approved, by="見本 次郎")
    (workspace.root / "approvals.yaml").write_text(text, encoding="utf-8")
    keep_delivered_approvals(workspace)
    keep_delivered_approvals(workspace)
    require_approval("entry", approved)
    assert Approval.objects.count() == 1
    with pytest.raises(InputError):
        require_approval("other", approved)
    with pytest.raises(InputError):
        require_approval("entry", approved[:-1] + "x")


def test_nobody_approves_their_own_change(workspace: Workspace, store: Path) -> None:
    text = APPROVAL.format(version="a" * 64, by="見本 太郎")
    (workspace.root / "approvals.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="別の人"):
        keep_delivered_approvals(workspace)
    assert not Approval.objects.exists()


def test_workspace_without_approvals_has_none(workspace: Workspace, store: Path) -> None:
    keep_delivered_approvals(workspace)
    assert not Approval.objects.exists()


def test_bundled_scenario_carries_the_approval_of_its_own_version(store: Path) -> None:
    workspace = load_workspace(bundled_root())
    keep_delivered_approvals(workspace)
    scenario = Library(workspace).scenario("madoguchi_seikyu")
    require_approval("madoguchi_seikyu", definition_hash(workspace, scenario))


def test_what_was_learned_and_a_word_list_elsewhere_belong_to_the_version(workspace: Workspace) -> None:
    folder = workspace.ocr_templates / "request"
    lists = workspace.root / "lists"
    lists.mkdir()
    (lists / "streets.csv").write_text("町名\n上野町\n", encoding="utf-8")
    path = folder / "template.yaml"
    text = path.read_text(encoding="utf-8")
    listed = "zone: [10, 50, 50, 20], lexicon: {file: ../../lists/streets.csv, column: 町名}"
    path.write_text(text.replace("zone: [10, 50, 50, 20]", listed), encoding="utf-8")
    seen = {version(workspace)}
    (lists / "streets.csv").write_text("町名\n下野町\n", encoding="utf-8")
    seen.add(version(workspace))
    learned.keep(workspace.learned, learned.LearnedVersion(version=1, made_at="", made_by="a", templates={}))
    seen.add(version(workspace))
    learned.use(workspace.learned, 0)
    assert len(seen) == 3 and version(workspace) in seen
