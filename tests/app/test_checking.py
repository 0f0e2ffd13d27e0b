from __future__ import annotations

import re
from pathlib import Path

import pytest

from dxrobot.app.checking import check_files, notes_on
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from tests.actions.workspace import ROBOT, SCENARIO


def write(workspace: Workspace, text: str) -> None:
    (workspace.scenarios / "entry.yaml").write_text(text, encoding="utf-8")


def test_folder_is_checked_whole_but_for_hidden_ones(workspace: Workspace) -> None:
    hidden = workspace.root / ".venv" / "config.yaml"
    hidden.parent.mkdir()
    hidden.write_text("Global: 1\n", encoding="utf-8")
    (workspace.root / "approvals.yaml").write_text("approvals: []\n", encoding="utf-8")
    files, problems = check_files(workspace, [workspace.root])
    assert sorted(path.name for path in files) == ["approvals.yaml", "desk.yaml", "entry.yaml", "template.yaml"]
    assert problems == []


def test_unknown_kind_is_named_at_its_first_key(workspace: Workspace) -> None:
    path = workspace.root / "x.yaml"
    path.write_text("# c\n\nscenarios: x\n", encoding="utf-8")
    _files, (problem,) = check_files(workspace, [path])
    assert (problem.line, problem.column, '"scenario" ではありませんか' in problem.message) == (3, 1, True)


def test_mistakes_of_every_file_are_told_at_once(workspace: Workspace) -> None:
    write(workspace, SCENARIO.replace("read_forms", "read_form"))
    (workspace.robots / "desk.yaml").write_text("robot: desk\n\tx: 1\n", encoding="utf-8")
    (workspace.ocr_templates / "request" / "template.yaml").write_bytes("template: 請求".encode("cp932"))
    _files, problems = check_files(workspace, [])
    assert {Path(problem.file).name for problem in problems} == {"entry.yaml", "desk.yaml", "template.yaml"}


def test_missing_file_to_check_is_told(workspace: Workspace) -> None:
    with pytest.raises(InputError, match=r"none\.yaml"):
        check_files(workspace, [Path("none.yaml")])


CASES = """\
test: entry
cases:
  - title: 1件
    inputs: {scans: [a.pdf]}
    files: [a.pdf]
    sites: {desk: {pages: site}}
    expect: {items: {"1": {state: done, entered: {number: "1"}}}}
"""


def test_nothing_that_follows_from_a_robot_that_cannot_be_read_is_told(workspace: Workspace) -> None:
    (workspace.root / "a.pdf").touch()
    (workspace.root / "site").mkdir()
    (workspace.scenarios / "entry.test.yaml").write_text(CASES, encoding="utf-8")
    files, before = check_files(workspace, [])
    (workspace.robots / "desk.yaml").write_text("robot: desk\n\tx: 1\n", encoding="utf-8")
    _files, after = check_files(workspace, [])
    assert [path.name for path in files] == ["desk.yaml", "template.yaml", "entry.yaml", "entry.test.yaml"]
    assert before == []
    assert [Path(problem.file).name for problem in after] == ["desk.yaml"]


def test_fields_of_a_form_are_not_asked_for_when_one_of_its_templates_cannot_be_read(workspace: Workspace) -> None:
    write(workspace, SCENARIO.replace("ocr_templates: [request]", "ocr_templates: [request, other]"))
    other = workspace.ocr_templates / "other" / "template.yaml"
    other.parent.mkdir()
    other.write_text("template: other\n\tx: 1\n", encoding="utf-8")
    write(workspace, (workspace.scenarios / "entry.yaml").read_text("utf-8").replace("form.name }}", "form.area }}"))
    _files, problems = check_files(workspace, [])
    assert [Path(problem.file).parent.name for problem in problems] == ["other"]


def test_personal_data_for_a_field_that_does_not_say_so_is_noted(workspace: Workspace) -> None:
    path = workspace.robots / "desk.yaml"
    notes = []
    for written in ("{label: 氏名, sensitive: name}", "{label: 氏名, sensitive: no}", "{label: 氏名}"):
        path.write_text(ROBOT.replace("{label: 氏名, sensitive: name}", written), encoding="utf-8")
        notes.append([(note.where, "sensitive: name" in note.message) for note in notes_on(workspace, [path])])
    assert notes == [[], [], [("operations.register.steps[1].fill.name", True)]]


def test_addresses_in_the_settings_fit_a_robot_and_keep_trials_away(workspace: Workspace) -> None:
    text = '[robots.desk]\naddress = "http://a"\ntest_address = "http://a/"\n[robots.desc]\ntest_address = "http://b"\n'
    (workspace.root / "dxrobot.toml").write_text(text, encoding="utf-8")
    _files, found = check_files(load_workspace(workspace.root), [])
    assert [(problem.line, problem.where) for problem in found] == [(3, "robots.desk.test_address"), (4, "robots.desc")]
    assert "同じ" in found[0].message
    assert '"desk" ではありませんか' in found[1].message


NOTICE = """\
  - notify: {to: kakari, title: 終わりました, text: "{{ forms }}"}
"""


@pytest.mark.parametrize(
    ("addresses", "message"),
    [
        ("", r"\[notices.kakari\] に url を"),
        ('[notices.kakaricho]\nurl = "json://localhost"\n', '"kakaricho" ではありませんか'),
        ('[notices.kakari]\nurl = "json://localhost"\n', ""),
    ],
)
def test_a_notice_to_nobody_is_told(workspace: Workspace, addresses: str, message: str) -> None:
    with (workspace.root / "dxrobot.toml").open("a", encoding="utf-8") as file:
        file.write(addresses)
    write(workspace, SCENARIO + NOTICE)
    _files, found = check_files(load_workspace(workspace.root), [])
    assert [problem.where for problem in found] == ["steps[3].notify.to"] * bool(message)
    assert all(re.search(message, problem.message) for problem in found)
