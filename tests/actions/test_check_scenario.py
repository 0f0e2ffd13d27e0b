from __future__ import annotations

import re
import textwrap

import pytest

from dxrobot.app.checking import check_file, check_files
from dxrobot.config import Workspace
from dxrobot.errors import Problem
from dxrobot.library import Library
from tests.actions.workspace import ROBOT, SCENARIO, place_of


def problems(workspace: Workspace, text: str) -> list[Problem]:
    path = workspace.scenarios / "entry.yaml"
    path.write_text(text, encoding="utf-8")
    return check_file(path, Library(workspace))


def test_sound_workspace_has_no_problem(workspace: Workspace) -> None:
    files, found = check_files(workspace, [])
    assert [path.name for path in files] == ["desk.yaml", "template.yaml", "entry.yaml"]
    assert found == []


MISTAKES = {
    "unknown key": ("title: 登録\n", "titel: 登録\ntitle: 登録\n", "titel", '"title" ではありませんか'),
    "unknown key in for_each": ("    key: ", '    key: "{{ form.key }}"\n    kye: ', "kye", '"key" ではありませんか'),
    "unknown key in an action": (
        "    as: forms\n",
        "    as: forms\n    titel: x\n",
        "titel",
        '"title" ではありませんか',
    ),
    "unknown key in a robot step inside": (
        "            with:\n",
        "            wiht: 1\n            with:\n",
        "wiht",
        '"with" ではありませんか',
    ),
    "missing key": ("job: {name: 請求書の入力, ", "job: {", "job:", "必須のキーがありません"),
    "missing key of a for_each": ('    key: "{{ form.key }}"\n', "", "robot: desk", "key のある for_each の中に"),
    "kind without a key": ('    key: "{{ form.key }}"\n', '    kind: "{{ form.kind }}"\n', "kind:", "key と一緒に"),
    "kinds that nothing tells": (
        "    source: estimated\n",
        "    kinds: {新規: 3}\n    source: estimated\n",
        "kinds",
        "kind: を",
    ),
    "wrong type": ("  - minutes_per_item: 6", "  - minutes_per_item: 六", "minutes_per_item", "数で書いてください"),
    "list expected": ("robots: [desk]", "robots: desk", "robots", "「- 」で始まる並び"),
    "steps empty": (SCENARIO[SCENARIO.index("steps:") :], "steps: []\n", "steps: []", "1 つ以上"),
    "then empty": (SCENARIO[SCENARIO.index("        then:") :], "        then: []\n", "then: []", "1 つ以上"),
    "steps of a for_each empty": (
        SCENARIO[SCENARIO.index("    steps:\n      - if") :],
        "    steps: []\n",
        "steps: []",
        "1 つ以上",
    ),
    "try empty": (
        "  - for_each:",
        "  - try: []\n    on_error: {system: [stop_item: x]}\n  - for_each:",
        "try: []",
        "1 つ以上",
    ),
    "wrong choice": ("phase: 試行", "phase: 実施", "phase: 実施", "試行, 実証, 本番 のどれか"),
    "bad name": ("  scans: {", "  Scans: {", "Scans", "英小文字で始まる"),
    "date": ("2020-04-01", "令和2年4月1日", "valid_from", "2026-04-01 の形"),
    "unknown action": ("- read_forms:", "- read_form:", "read_form:", '"read_forms" ではありませんか'),
    "missing argument": ('      files: "{{ scans }}"\n', "", "read_forms", "必須のキーがありません"),
    "unknown argument": ("      templates: [", "      tempaltes: [", "tempaltes", '"templates" ではありませんか'),
    "argument type": (
        "      templates: [request]",
        "      templates: request",
        "templates: request\n    as",
        "「- 」で始まる並び",
    ),
    "assert without an expression": (
        "  - for_each:",
        "  - assert: form.name\n  - for_each:",
        "assert",
        "条件は式を1つだけ",
    ),
    "assert of text around an expression": (
        "  - for_each:",
        "  - assert: {that: \"{{ today }} == 'a'\"}\n  - for_each:",
        'that: "',
        "条件は式を1つだけ",
    ),
    "undeclared template": (
        "      templates: [request]",
        "      templates: [requset]",
        "requset",
        '"request" ではありませんか',
    ),
    "unknown template": (
        "ocr_templates: [request]",
        "ocr_templates: [requests]",
        "requests]",
        '帳票定義に "requests" は',
    ),
    "unknown robot": ("robot: desk.", "robot: dest.", "robot: dest", '"desk" ではありませんか'),
    "robot that is not there": ("robots: [desk]", "robots: [desk, tax]", "tax]", "あるもの: desk"),
    "unknown operation": ("desk.register\n", "desk.registr\n", "robot: desk.", '"register" ではありませんか'),
    "robot without operation": (
        "robot: desk.register\n",
        "robot: desk\n",
        "robot: desk\n",
        "「ロボット名.操作名」の形",
    ),
    "unknown parameter": ("              name:", "              nane:", "nane", '"name" ではありませんか'),
    "missing parameter": ('              number: "{{ form.number }}"\n', "", "with:", "必要な値がありません: number"),
    "undefined variable": ('files: "{{ scans }}"', 'files: "{{ scan }}"', "files:", '"scans" ではありませんか'),
    "variable before it is made": (
        "- write_register: 登録簿.xlsx",
        '- write_register: "{{ form.number }}.xlsx"',
        "write_register",
        '"forms" ではありませんか',
    ),
    "unknown field of the form": (
        "{{ form.number }}",
        "{{ form.nunber }}",
        'number: "{{ form.nu',
        '"number" ではありませんか',
    ),
    "unknown filter": ("| katakana", "| katakaan", 'name: "{{ form.name |', '"katakana" ではありませんか'),
    "broken expression": ("{{ form.name | katakana }}", "{{ form.name | }}", 'name: "{{ form.name |', "が読めません"),
    "unclosed expression": ("{{ form.number }}", "{{ form.number", 'number: "{{ form.number', "数が合いません"),
    "key that is the day of the run": (
        'key: "{{ form.key }}"',
        'key: "{{ today }}"',
        'key: "{{ today',
        "件ごとに違う番号になる式",
    ),
    "key that is an input": ('key: "{{ form.key }}"', 'key: "a-{{ scans }}"', 'key: "a-', "件ごとに違う番号になる式"),
    "key that is the place in the file": (
        'key: "{{ form.key }}"',
        'key: "{{ forms.index(form) }}"',
        'key: "{{ forms',
        "全体は番号になりません",
    ),
    "key that is the whole form": ('key: "{{ form.key }}"', 'key: "{{ form }}"', 'key: "{{ form }}', "全体は番号に"),
    "default of another type": (
        "inputs:\n",
        "inputs:\n  day: {type: date, title: 日, default: 来週}\n",
        "default",
        "「日」の値が正しくありません",
    ),
    "for_each of plain text": (
        'for_each: "{{ forms }}"',
        "for_each: forms",
        "for_each: forms",
        "一覧の式を書いてください",
    ),
    "fixed key": ('key: "{{ form.key }}"', "key: form.key", "key: form.key", "件ごとに違う番号になる式"),
    "unquoted expression": ('key: "{{ form.key }}"', "key: {{ form.key }}", "key: {{", "引用符で囲んで"),
    "unquoted expression with more": ('key: "{{ form.key }}"', "key: {{ form.key }} 番", "番", "引用符で囲んで"),
    "step without action": (
        "  - write_register: 登録簿.xlsx",
        "  - write_register",
        "write_register",
        "「操作名: 引数」の形",
    ),
    "misspelt for_each": ("- for_each:", "- for_eech:", "for_eech", '"for_each" ではありませんか'),
    "else as a step of its own": (
        "  - write_register",
        "  - else:\n      - stop_item: x\n  - write_register",
        "else:",
        "if と同じ手順の中に",
    ),
    "no blank after a dash": ("  - write_register", "  -write_register", "-write_register", "「-」の後ろに半角の空白"),
    "another name than the file": ("scenario: entry", "scenario: enter", "scenario:", '"entry" にしてください'),
}


@pytest.mark.parametrize(("right", "wrong", "marker", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_named_at_its_own_place(
    workspace: Workspace, right: str, wrong: str, marker: str, message: str
) -> None:
    assert right in SCENARIO
    text = SCENARIO.replace(right, wrong, 1)
    found = problems(workspace, text)
    fitting = [(problem.line, problem.column) for problem in found if message in problem.message]
    assert fitting == [place_of(text, marker)], [str(problem) for problem in found]


@pytest.mark.parametrize(("right", "wrong", "marker", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_sentence_is_japanese(workspace: Workspace, right: str, wrong: str, marker: str, message: str) -> None:
    for problem in problems(workspace, SCENARIO.replace(right, wrong, 1)):
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", problem.message)


FOR_EACH = SCENARIO[SCENARIO.index("  - for_each") :]


def with_inner_loop(key: str) -> str:
    call = SCENARIO[SCENARIO.index("          - robot: desk.register") :]
    inner = f"          - for_each: [1, 2]\n            as: line\n{key}            steps:\n"
    return SCENARIO.replace(call, inner + "".join(f"    {line}\n" for line in call.splitlines()))


def test_inner_loop_without_a_key_must_not_commit(workspace: Workspace) -> None:
    found = problems(workspace, with_inner_loop(""))
    assert ["key のある for_each の中に" in problem.message for problem in found] == [True]


def test_inner_loop_with_a_key_may_commit(workspace: Workspace) -> None:
    assert problems(workspace, with_inner_loop('            key: "{{ line }}"\n')) == []


def test_the_keys_of_a_step_may_stand_in_any_order(workspace: Workspace) -> None:
    choice = SCENARIO[SCENARIO.index('      - if: "{{ form.name }}"') :]
    turned = choice.replace(
        '      - if: "{{ form.name }}"\n', "      - title: 登録\n        else: [{stop_item: 氏名なし}]\n"
    )
    assert problems(workspace, SCENARIO.replace(choice, f'{turned}        if: "{{{{ form.name }}}}"\n')) == []
    read = SCENARIO.replace("  - read_forms:", "  - title: 読む\n    read_forms:")
    assert problems(workspace, read) == []


def test_a_name_that_a_loop_no_longer_has_is_told_with_the_one_it_has(workspace: Workspace) -> None:
    found = problems(workspace, SCENARIO.replace("    as: form\n", "    as: claim\n"))
    assert {problem.message for problem in found} == {
        '使える値に "form" はありません。for_each の1件は "claim" です(as)。"forms" ではありませんか。'
    }


ROWS = """  - read_rows: {file: "{{ scans }}", columns: {number: 番号, name: 申請者氏名}}
    as: forms
"""


@pytest.mark.parametrize(
    ("used", "hint"),
    [
        ("申請者氏名", None),
        ("申請者 氏名", None),
        ("name", None),
        ("申請者氏各", "申請者氏名"),
        ("nane", "name"),
        ("住所", ""),
    ],
)
def test_columns_are_known_by_their_names_and_headings(workspace: Workspace, used: str, hint: str | None) -> None:
    read = SCENARIO[SCENARIO.index("  - read_forms:") : SCENARIO.index("  - write_register")]
    text = SCENARIO.replace(read, ROWS).replace("form.key", "form.number").replace("form.name", f"form['{used}']")
    found = {problem.message for problem in problems(workspace, text.replace("ocr_templates: [request]\n", ""))}
    told = f'「form」の項目に "{used}" はありません。'
    near = f'"{hint}" ではありませんか。' if hint else "あるもの: name, number, 申請者氏名, 番号"
    assert found == (set() if hint is None else {told + near})


@pytest.mark.parametrize(
    "read",
    [
        ROWS.replace("申請者氏名", '"{{ today }}"'),
        "  - if: \"{{ today == '2026-04-01' }}\"\n    then:\n"
        + textwrap.indent(ROWS, "    ")
        + "    else:\n"
        + textwrap.indent(ROWS.replace("申請者氏名", "お名前"), "    "),
    ],
)
def test_headings_that_only_a_run_knows_are_not_told_as_unknown(workspace: Workspace, read: str) -> None:
    old = SCENARIO[SCENARIO.index("  - read_forms:") : SCENARIO.index("  - write_register")]
    text = SCENARIO.replace(old, read).replace("form.key", "form.number").replace("form.name", "form['お名前']")
    assert problems(workspace, text.replace("ocr_templates: [request]\n", "")) == []


def test_second_for_each_is_refused(workspace: Workspace) -> None:
    found = problems(workspace, SCENARIO + FOR_EACH)
    assert ["1つだけ" in problem.message for problem in found] == [True]
    assert found[0].line == SCENARIO.count("\n") + 1


def test_committing_operation_outside_for_each_is_refused(workspace: Workspace) -> None:
    text = SCENARIO.replace(FOR_EACH, "  - robot: desk.register\n    with: {number: '1'}\n")
    found = problems(workspace, text)
    assert ["for_each の中に置いて" in problem.message for problem in found] == [True]
    assert found[0].line == place_of(text, "robot: desk")[0]


def test_every_mistake_is_named_at_once_in_the_order_of_the_file(workspace: Workspace) -> None:
    text = (
        SCENARIO.replace("- read_forms", "- read_form")
        .replace("register\n", "registr\n")
        .replace("form.key", "form.kye")
    )
    found = problems(workspace, text)
    assert len(found) == 3
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_wrong_shapes_are_all_named_at_once(workspace: Workspace) -> None:
    text = SCENARIO.replace("title: 登録", "titl: 登録").replace("phase: 試行", "phase: x").replace("2020-04-01", "x")
    assert len(problems(workspace, text)) == 4  # the title is missing besides


def test_scenario_of_a_wrong_robot_is_checked_for_the_rest(workspace: Workspace) -> None:
    (workspace.robots / "desk.yaml").write_text(ROBOT.replace("settle_s: 1", "settle_s: x"), encoding="utf-8")
    found = problems(workspace, SCENARIO.replace("form.key", "form.kye"))
    assert [problem.where for problem in found] == ["steps[2].key"]


PART = """\
scenario: piece
title: 部品
description: 部品です。
part: true
inputs:
  count: {type: number, title: 数}
  kind: {type: choice, title: 種類, choices: [新, 旧]}
  day: {type: date, title: 日, required: false}
  sure: {type: truth, title: 確か, required: false}
steps:
  - set: {kept: "{{ count }}"}
"""


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ("count: 1200, kind: 新", []),
        ("count: '1,200', kind: 新, day: 令和8年4月1日, sure: true", []),
        ('count: "{{ today }}", kind: "{{ today }}"', []),
        ("count: 千, kind: 中", ["count", "kind"]),
        ("count: 1e5, kind: 新, day: 2026-02-30, sure: 多分", ["count", "day", "sure"]),
    ],
)
def test_constants_given_to_a_part_are_of_its_types(workspace: Workspace, given: str, wrong: list[str]) -> None:
    (workspace.scenarios / "piece.yaml").write_text(PART, encoding="utf-8")
    text = SCENARIO.replace("  - for_each:", f"  - use: piece\n    with: {{{given}}}\n  - for_each:", 1)
    assert [problem.where.rpartition(".")[2] for problem in problems(workspace, text)] == wrong
