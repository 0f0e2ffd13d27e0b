"""Mistakes in the richer actions of screens are found before any run, at their own place in the file."""

from __future__ import annotations

import pytest

from dxrobot.app.checking import check_file
from dxrobot.config import Workspace
from dxrobot.library import Library
from tests.actions.workspace import ROBOT, place_of

SCREENS = """\
  list:
    title: 一覧
    path: /list
    frame: main
    busy: {css: .spinner}
    ready: {role: heading, name: 一覧}
    fields: {scan: {label: 書類}}
    buttons: {search: {role: button, name: 検索}, next: {role: link, name: 次へ}, csv: {role: link, name: CSV}}
    tables: {records: {css: table}}
  detail:
    title: 詳細
    ready: {role: heading, name: 詳細}
    fields: {bank: {label: 金融機関, kind: autocomplete}}
    buttons: {choose: {role: button, name: 決定}}
operations:
  look:
    title: 調べる
    parameters: {path: {title: ファイル}}
    steps:
      - open: list
      - upload: {scan: "{{ path }}"}
      - wait_for: {gone: {css: .late}, seconds: 5}
      - read_table: {table: records, next_page: next, columns: [番号]}
        as: rows
      - find_row: {table: records, row: {番号: "1"}}
        as: row
      - click_in_row: {table: records, row: {番号: "{{ row }}"}, press: 開く, dialog: {text: 開きますか}}
      - download: {button: csv, file: 一覧.csv, dialog: [{text: 保存しますか, answer: ok}]}
        as: file
      - print_pdf: 一覧.pdf
      - click: {button: search, opens: detail}
      - read: [bank]
        as: shown
      - click: {role: link, name: 決定, returns_to: list, dialog: {text: よいですか, type: confirm}}
      - click: {button: search, opens: detail}
      - close_window: list
    returns: {count: "{{ rows | length }}"}
"""
TEXT = ROBOT.replace("operations:\n", SCREENS, 1).replace(
    'confirmed_by: "{{ number }} を登録しました"', "confirmed_by: {screen: list}"
)

MISTAKES = {
    "screen of a window": ("opens: detail}\n      - read", "opens: detial}\n      - read", "opens: detial", '"detail"'),
    "screen to return to": ("returns_to: list", "returns_to: lits", "returns_to: lits", '"list"'),
    "screen after closing": ("close_window: list", "close_window: lits", "close_window: lits", '"list"'),
    "screen that confirms": ("{screen: list}", "{screen: lits}", "screen: lits", '"list"'),
    "field for a file": ("upload: {scan", "upload: {scam", "scam", '"scan"'),
    "field to read": ("read: [bank]", "read: [bnak]", "read: [bnak", '"bank"'),
    "table": ("read_table: {table: records", "read_table: {table: record", "table: record,", '"records"'),
    "next page": ("next_page: next", "next_page: nxt", "next_page: nxt", '"next"'),
    "button for a file": ("button: csv", "button: cvs", "button: cvs", '"csv"'),
    "key of a dialog": ("answer: ok", "anser: ok", "download:", '"answer"'),
    "answer of a dialog": ("answer: ok", "answer: はい", "download:", "ok, cancel"),
    "kind of a dialog": ("type: confirm", "type: confrim", "click: {role: link, name: 決定", '"confirm"'),
    "two signs to wait for": ("gone: {css: .late}", "gone: {css: .late}, text: x", "wait_for:", "どれか1つ"),
    "a name that is no PDF": ("一覧.pdf", "一覧.txt", "print_pdf:", ".pdf"),
    "kind of a field": ("kind: autocomplete", "kind: autocomplet", "kind: autocomplet", '"autocomplete"'),
    "sign of a record": ("{screen: list}", "{scren: list}", "confirmed_by: {scren", "知らないキー"),
}


def check(workspace: Workspace, text: str) -> list[tuple[int, str]]:
    path = workspace.robots / "desk.yaml"
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in check_file(path, Library(workspace))]


def test_a_robot_that_uses_every_action_is_sound(workspace: Workspace) -> None:
    assert check(workspace, TEXT) == []


@pytest.mark.parametrize(("right", "wrong", "marker", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_on_its_own_line(
    workspace: Workspace, right: str, wrong: str, marker: str, message: str
) -> None:
    assert right in TEXT
    text = TEXT.replace(right, wrong, 1)
    found = check(workspace, text)
    assert any(line == place_of(text, marker)[0] and message in told for line, told in found), found
