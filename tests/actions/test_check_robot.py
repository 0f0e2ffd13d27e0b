from __future__ import annotations

import pytest

from dxrobot.app.checking import check_file
from dxrobot.config import Workspace
from dxrobot.errors import Problem
from dxrobot.library import Library
from tests.actions.workspace import ROBOT, TEMPLATE, place_of


def problems(workspace: Workspace, text: str) -> list[Problem]:
    path = workspace.robots / "desk.yaml"
    path.write_text(text, encoding="utf-8")
    return check_file(path, Library(workspace))


MISTAKES = {
    "credentials that are not declared": (
        "credentials: desk\n",
        "",
        'user: "{{ cred',
        '"credentials" はありません',
    ),
    "unknown key": ("settle_s: 1", "settle: 1\nsettle_s: 1", "settle:", '"settle_s" ではありませんか'),
    "limit": ("settle_s: 1", "settle_s: 0", "settle_s", "0 より大きい数"),
    "target in two ways": ("number: {label: 番号}", "number: {label: 番号, css: a}", "number: {label", "どれか1つだけ"),
    "misspelt screen": ("- open: entry", "- open: enrty", "open: enrty", '"entry" ではありませんか'),
    "misspelt screen of the probe": ("{screen: entry,", "{screen: enrty,", "screen: enrty", '"entry" ではありませんか'),
    "misspelt field": ('          number: "', '          nunber: "', "nunber", '"number" ではありませんか'),
    "field of another screen": ("{user: ", "{name: ", 'name: "{{ cred', '画面「ログイン」の項目に "name" は'),
    "misspelt button": ("button: register", "button: regist", "button: regist", '"register" ではありませんか'),
    "misspelt button to click": ("- click: login", "- click: logni", "click: logni", '"login" ではありませんか'),
    "unknown action": ("      - fill:", "      - fil:", "fil:", '"fill" ではありませんか'),
    "undefined value": ('name: "{{ name }}"', 'name: "{{ nane }}"', 'name: "{{ nane', '"name" ではありませんか'),
    "undefined value in the probe": (
        '{番号: "{{ number }}"}',
        '{番号: "{{ no }}"}',
        '番号: "{{ no',
        '"no" はありません',
    ),
    "no screen yet": ("      - open: entry\n      - fill", "      - fill", "fill:\n", "先に open か on"),
    "text below fill": ('- fill: {user: "{{ credentials.user }}"}', "- fill: user", "fill: user", "「キー: 値」の形"),
    "number below read_back": ("    probe:", "      - read_back: 3\n    probe:", "read_back", "「キー: 値」の形"),
    "list below open": ("- open: entry", "- open: [entry]", "open: [entry]", "文字で書いて"),
    "commits without probe": (ROBOT[ROBOT.index("    probe:") :], "", "register:\n    title", "probe が必要です"),
    "commits without commit": ("- commit:\n", "- expect:\n", "register:\n    title", "ちょうど1つ"),
    "commit that is not declared": ("    commits: true\n", "", "commit:", "commits: true の操作"),
    "commit while signing in": (
        "    - click: login",
        "    - commit: {button: login, confirmed_by: x}",
        "commit: {",
        "steps だけに",
    ),
    "another name than the file": ("robot: desk", "robot: desks", "robot:", '"desk" にしてください'),
}


@pytest.mark.parametrize(("right", "wrong", "marker", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_named_at_its_own_place(
    workspace: Workspace, right: str, wrong: str, marker: str, message: str
) -> None:
    assert right in ROBOT
    text = ROBOT.replace(right, wrong, 1)
    found = problems(workspace, text)
    fitting = [(problem.line, problem.column) for problem in found if message in problem.message]
    assert fitting == [place_of(text, marker)], [str(problem) for problem in found]


def test_a_step_that_only_scenarios_know_is_not_proposed_for_itself(workspace: Workspace) -> None:
    text = ROBOT.replace("      - open: entry\n", "      - open: entry\n      - use: part\n        with: {a: b}\n", 1)
    found = problems(workspace, text)
    assert found
    assert not [problem for problem in found if '"use" ではありませんか' in problem.message]


def test_screens_that_share_their_fields_by_an_anchor_are_sound(workspace: Workspace) -> None:
    text = ROBOT.replace("    fields:\n      number", "    fields: &fields\n      number").replace(
        "operations:", "  saved:\n    title: 確認\n    ready: {label: 番号}\n    fields: *fields\noperations:"
    )
    assert problems(workspace, text) == []


def test_mistake_in_merged_keys_is_named_once(workspace: Workspace) -> None:
    text = ROBOT.replace(
        "  entry:\n", "  first: &first {titel: x, path: /x, ready: {label: 番号}}\n  entry:\n    <<: *first\n"
    )
    assert [problem.where for problem in problems(workspace, text)] == ["screens.first.title", "screens.first.titel"]


def test_mistake_in_steps_that_an_anchor_repeats_is_named_once(workspace: Workspace) -> None:
    text = ROBOT.replace("    steps:\n      - open: entry", "    steps:\n      - &there {open: enrty}\n      - *there")
    assert [problem.where for problem in problems(workspace, text)] == ["operations.register.steps[0].open.screen"]


def test_zone_outside_the_blank_is_named_at_its_own_place(workspace: Workspace) -> None:
    path = workspace.ocr_templates / "request" / "template.yaml"
    text = TEMPLATE.replace("[10, 50, 50, 20]", "[10, 50, 500, 20]")
    path.write_text(text, encoding="utf-8")
    (found,) = check_file(path, Library(workspace))
    assert (found.line, found.where) == (6, "fields[1].zone")


def test_missing_blank_does_not_hide_the_other_files(workspace: Workspace) -> None:
    path = workspace.ocr_templates / "request" / "template.yaml"
    (path.parent / "blank.png").unlink()
    (found,) = check_file(path, Library(workspace))
    assert "blank.png" in found.message


def test_system_without_a_password_needs_no_credentials(workspace: Workspace) -> None:
    text = ROBOT.replace("credentials: desk\n", "").replace('    - fill: {user: "{{ credentials.user }}"}\n', "")
    assert problems(workspace, text) == []


def test_line_of_the_near_name_is_told_for_it_may_be_the_misspelt_one(workspace: Workspace) -> None:
    text = ROBOT.replace("number: {label: 番号}", "nunber: {label: 番号}")
    (problem,) = problems(workspace, text)
    line, _column = place_of(text, "nunber: {label")
    assert problem.line == place_of(text, 'number: "')[0]
    assert f"{line} 行目に書いた名前です" in problem.message


def test_probe_that_looks_for_no_record_in_particular_is_refused(workspace: Workspace) -> None:
    text = ROBOT.replace('query: {q: "{{ number }}"}', 'query: {q: "5"}')
    found = problems(workspace, text.replace('row: {番号: "{{ number }}"}', 'row: {番号: "5"}'))
    assert [(problem.where, "1つも使っていません" in problem.message) for problem in found] == [
        ("operations.register.probe", True)
    ]


def test_probe_may_tell_the_record_by_the_screen_it_opens(workspace: Workspace) -> None:
    text = ROBOT.replace('row: {番号: "{{ number }}"}', 'row: {番号: "5"}')
    assert problems(workspace, text) == []


def test_a_word_that_is_none_of_several_kinds_is_told_once_and_in_our_words(workspace: Workspace) -> None:
    (found,) = problems(workspace, ROBOT.replace("氏名, sensitive: name}", "氏名, sensitive: nmae}", 1))
    assert found.where == "screens.entry.fields.name.sensitive"
    assert '"name" ではありませんか' in found.message
    (found,) = problems(workspace, ROBOT.replace("credentials: desk", "credentials: デスク"))
    assert (found.where, "英小文字" in found.message) == ("credentials", True)
