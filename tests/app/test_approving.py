"""Approving a version: by somebody else than its author, and for that version only."""

from __future__ import annotations

import pytest

from dxrobot.app.approving import approve, approve_robot, touched_by
from dxrobot.app.versions import definition_hash, require_approval
from dxrobot.app.workspaces import make_workspace, open_workspace
from dxrobot.errors import DefinitionError, InputError
from dxrobot.library import Library

SCENARIO = "madoguchi_seikyu"


@pytest.fixture
def workspace(tmp_path):
    made = make_workspace(tmp_path / "office")
    path = made.scenarios / f"{SCENARIO}.yaml"
    path.write_text(path.read_text("utf-8").replace("owner: 窓口係長", "owner: 係長"), "utf-8")
    open_workspace(made)
    return made


def test_approved_version_may_run_in_production(workspace):
    version = approve(workspace, SCENARIO, author="情報 太郎", approved_by="課長 花子")
    require_approval(SCENARIO, version)


@pytest.mark.parametrize("approver", ["情報 太郎", "情報太郎", "情報　太郎", ""])
def test_author_and_nobody_cannot_approve(workspace, approver):
    with pytest.raises(InputError):
        approve(workspace, SCENARIO, author="情報 太郎", approved_by=approver)


def test_nobody_made_it_is_no_author(workspace):
    with pytest.raises(InputError):
        approve(workspace, SCENARIO, author="　", approved_by="課長 花子")


def test_change_after_the_approval_needs_a_new_one(workspace):
    approve(workspace, SCENARIO, author="情報 太郎", approved_by="課長 花子")
    robot = workspace.robots / "kosodate.yaml"
    robot.write_text(robot.read_text("utf-8") + "\n# 直した\n", "utf-8")

    with pytest.raises(InputError):
        require_approval(SCENARIO, definition_hash(workspace, Library(workspace).scenario(SCENARIO)))


def test_a_changed_robot_is_approved_for_every_scenario_it_touches(workspace):
    names = [version.scenario for version in touched_by(workspace, "kosodate")]
    assert SCENARIO in names
    assert not any(Library(workspace).scenario(name).model.part for name in names)
    robot = workspace.robots / "kosodate.yaml"
    robot.write_text(robot.read_text("utf-8") + "\n# 直した\n", "utf-8")
    assert not any(version.approved for version in touched_by(workspace, "kosodate"))
    approve_robot(workspace, "kosodate", author="情報 太郎", approved_by="課長 花子")
    assert all(version.approved for version in touched_by(workspace, "kosodate"))
    for version in touched_by(workspace, "kosodate"):
        require_approval(version.scenario, version.hash)


def test_one_broken_scenario_keeps_a_robot_from_being_approved(workspace):
    path = workspace.scenarios / f"{SCENARIO}.yaml"
    path.write_text(path.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    with pytest.raises(DefinitionError):
        approve_robot(workspace, "kosodate", author="情報 太郎", approved_by="課長 花子")


def test_nobody_approves_their_own_robot(workspace):
    with pytest.raises(InputError):
        approve_robot(workspace, "kosodate", author="情報 太郎", approved_by="情報太郎")
