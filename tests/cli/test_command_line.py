"""The commands: what they say, where, and with which exit status."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dxrobot import __version__
from dxrobot.config import Workspace
from tests.actions.workspace import ROBOT, SCENARIO
from tests.cli.conftest import Said

Dxrobot = Callable[..., Said]


def spoken(done: Said) -> str:
    """What was said on standard error, which is never a traceback."""
    assert "Traceback" not in done.stderr + done.stdout
    return done.stderr


def test_version_is_answered_before_anything_heavy_is_imported() -> None:
    code = (
        "import sys; sys.argv = ['dxrobot', '--version']; from dxrobot.cli import main; main();"
        "assert not {'click', 'django', 'pydantic', 'cv2', 'playwright', 'rich'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"dxrobot {__version__}\n", "")


def test_help_needs_no_workspace(dxrobot: Dxrobot, tmp_path: Path) -> None:
    done = dxrobot("--help", cwd=tmp_path)
    assert done.returncode == 0
    for command in ("demo", "init", "doctor", "check", "run", "ocr", "ledger", "trace", "secret"):
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "check"),
        (("chek",), "chek"),
        (("run",), "シナリオ"),
        (("run", "entry", "--prodction"), "--production"),
        (("run", "entry", "-i", "scans"), "「名前=値」の形"),
        (("--lang", "fr", "check"), "--lang"),
        (("ocr", "read"), "ファイル"),
        (("trace",), "番号"),
    ],
)
def test_wrong_use_is_told_with_exit_status_2(dxrobot: Dxrobot, arguments: tuple[str, ...], told: str) -> None:
    done = dxrobot(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in spoken(done)


@pytest.mark.parametrize("command", [("check",), ("run", "entry"), ("ledger", "summary"), ("trace", "1")])
def test_outside_a_workspace_the_remedy_is_told(dxrobot: Dxrobot, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = dxrobot(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert "dxrobot init" in spoken(done)


def test_sound_definitions_are_counted(dxrobot: Dxrobot) -> None:
    done = dxrobot("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 個のファイルに誤りはありません" in done.stdout


def test_check_tells_every_mistake_of_every_file_with_its_place(dxrobot: Dxrobot, workspace: Workspace) -> None:
    scenario, robot = workspace.scenarios / "entry.yaml", workspace.robots / "desk.yaml"
    scenario.write_text(SCENARIO.replace("read_forms", "read_form").replace("form.key", "form.kye"), encoding="utf-8")
    robot.write_text(ROBOT.replace("button: register", "button: regist"), encoding="utf-8")
    done = dxrobot("check")
    assert done.returncode == 2
    assert spoken(done).splitlines() == [
        f'{robot}:43:11: operations.register.steps[2].commit.button: 画面「登録」のボタンに "regist" はありません。'
        '"register" ではありませんか。29 行目に書いた名前です。そちらの書き間違いなら、そちらを直してください。',
        f'{scenario}:22:5: steps[0]: 手順の操作に "read_form" はありません。"read_forms" ではありませんか。',
        f'{scenario}:29:5: steps[2].key: 「form」の項目に "kye" はありません。"key" ではありませんか。',
    ]


def test_a_mistake_in_the_settings_hides_none_in_other_files(dxrobot: Dxrobot, workspace: Workspace) -> None:
    (workspace.root / "dxrobot.toml").write_text("citty = 'x'\n", encoding="utf-8")
    path = workspace.scenarios / "entry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 登録", "titel: 登録"), encoding="utf-8")
    done = dxrobot("check")
    assert done.returncode == 2
    assert "dxrobot.toml:1:1: citty" in spoken(done)
    assert "titel" in spoken(done)


@pytest.mark.parametrize("content", ["", "\x00", "- a", "a: {{ x }}", "robot: [", "scenario: entry\nsteps: 3\n"])
def test_check_survives_any_file(dxrobot: Dxrobot, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content, encoding="utf-8")
    done = dxrobot("check", str(path))
    assert done.returncode == 2
    assert spoken(done).startswith(f"{path}:")


def test_misspelt_robot_in_the_settings_is_told(dxrobot: Dxrobot, workspace: Workspace) -> None:
    (workspace.root / "dxrobot.toml").write_text("[robots.desk]\nadress = 'x'\n", encoding="utf-8")
    done = dxrobot("check")
    assert done.returncode == 2
    assert "robots.desk.adress" in spoken(done)


def test_run_that_fails_says_so_in_json_and_in_its_exit_status(dxrobot: Dxrobot, workspace: Workspace) -> None:
    done = dxrobot("run", "entry", "-i", "scans=none.pdf", "--json")
    assert done.returncode == 2
    spoken(done)
    shown = json.loads(done.stdout)
    assert (shown["scenario"], shown["mode"], shown["status"]) == ("entry", "trial", "failed")
    assert set(shown["items"].values()) == {0}
    assert Path(shown["evidence"]).is_dir()


def test_production_without_approval_is_refused(dxrobot: Dxrobot) -> None:
    done = dxrobot("run", "entry", "-i", "scans=none.pdf", "--production")
    assert done.returncode == 2
    assert "承認" in spoken(done)


def test_store_that_is_damaged_is_told(dxrobot: Dxrobot, workspace: Workspace) -> None:
    workspace.store.parent.mkdir()
    workspace.store.write_bytes(b"no database at all" * 100)
    done = dxrobot("ledger", "summary")
    assert done.returncode == 2
    assert ".dxrobot" in spoken(done)


def test_empty_ledger_sums_up_to_nothing(dxrobot: Dxrobot) -> None:
    done = dxrobot("ledger", "summary", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert shown["jobs"] == []
    assert dxrobot("ledger", "verify").returncode == 0


def test_altered_ledger_is_told(dxrobot: Dxrobot, workspace: Workspace) -> None:
    dxrobot("run", "entry", "-i", "scans=none.pdf")
    assert dxrobot("ledger", "verify").returncode == 0
    with sqlite3.connect(workspace.store) as connection:
        connection.execute("UPDATE store_ledgerrow SET payload = replace(payload, 'entry', 'other')")
    connection.close()
    done = dxrobot("ledger", "verify")
    assert done.returncode == 2
    assert "1 番目" in spoken(done)


def test_record_that_was_never_entered_is_told(dxrobot: Dxrobot) -> None:
    done = dxrobot("trace", "100")
    assert done.returncode == 2
    assert "「100」" in spoken(done)


def test_doctor_names_every_check_with_its_remedy(dxrobot: Dxrobot) -> None:
    done = dxrobot("doctor", "--json")
    shown = json.loads(done.stdout)
    assert len(shown) >= 5
    for check in shown:
        assert {"name", "ok", "detail", "remedy"} <= set(check)
        assert check["ok"] or check["remedy"]
    assert done.returncode == (0 if all(check["ok"] for check in shown) else 2)


def test_new_workspace_can_be_checked_at_once(dxrobot: Dxrobot, tmp_path: Path) -> None:
    assert dxrobot("init", "city", cwd=tmp_path).returncode == 0
    assert dxrobot("check", cwd=tmp_path / "city").returncode == 0
    again = dxrobot("init", "city", cwd=tmp_path)
    assert again.returncode == 2
    assert "空でない" in spoken(again)


def test_key_is_made_once_and_told_how_to_use(dxrobot: Dxrobot, tmp_path: Path) -> None:
    key = tmp_path / "key"
    done = dxrobot("secret", "new-key", str(key))
    assert done.returncode == 0
    assert "DXROBOT_KEY_FILE" in done.stdout
    assert key.read_text(encoding="ascii") not in done.stdout
    assert dxrobot("secret", "new-key", str(key)).returncode == 2
    assert "new-key" in spoken(dxrobot("secret", "set", "desk", "--user", "robot01"))


def test_bug_is_told_without_its_traceback_which_goes_into_the_log(
    dxrobot: Dxrobot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dxrobot.cli import workspaces

    def fail(_paths: object) -> int:
        raise ZeroDivisionError("山田 太郎")

    monkeypatch.setattr(workspaces, "check_and_show", fail)
    done = dxrobot("check")
    assert done.returncode == 3
    assert "ZeroDivisionError" in spoken(done)
    assert "山田" not in done.stderr
    assert "Traceback" in (tmp_path / "dxrobot-error.log").read_text(encoding="utf-8")


def test_exit_status_reaches_the_shell(tmp_path: Path) -> None:
    code = "import sys; sys.argv = ['dxrobot', 'check']; from dxrobot.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr


def test_item_that_stands_there_twice_is_told_with_its_reason(dxrobot: Dxrobot, workspace: Workspace) -> None:
    head = SCENARIO[: SCENARIO.index("robots:")].replace("scenario: entry", "scenario: twice")
    (workspace.scenarios / "twice.yaml").write_text(
        head
        + "inputs: {list: {type: file, title: 一覧}}\nrobots: []\nsteps:\n"
        + '  - read_rows: {file: "{{ list }}", columns: {number: 番号}}\n    as: rows\n'
        + '  - for_each: "{{ rows }}"\n    as: row\n    key: "{{ row.number }}"\n'
        + "    steps: [{set: {number: 1}}]\n",
        encoding="utf-8",
    )
    (workspace.root / "list.csv").write_text("番号\nA-1\nA-2\nA-1\n", encoding="utf-8")
    done = dxrobot("run", "twice", "-i", "list=list.csv")
    told = [line for line in done.stdout.splitlines() if "同じ内容の件がもう1つある" in line]
    assert len(told) == 1, done.stdout + done.stderr
    assert "A-1" in told[0]


def test_name_with_a_space_is_asked_for_in_quotes(dxrobot: Dxrobot) -> None:
    done = dxrobot("approve", "entry", "--author", "作成者", "--by", "所属", "長")
    assert done.returncode == 2
    assert '"所属 長" のように囲みます' in spoken(done)


def test_a_copy_is_made_and_becomes_a_workspace_elsewhere(
    dxrobot: Dxrobot, workspace: Workspace, tmp_path: Path
) -> None:
    dxrobot("ledger", "verify")
    copy, folder = tmp_path / "copy.zip", tmp_path / "again"
    made = dxrobot("backup", str(copy), "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["ledger_length"] == 0
    again = dxrobot("backup", str(copy))
    assert (again.returncode, "もうあります" in spoken(again)) == (2, True)
    over = dxrobot("restore", str(copy), str(workspace.root))
    assert (over.returncode, "空でない" in spoken(over)) == (2, True)
    done = dxrobot("restore", str(copy), str(folder))
    assert "確かめました" in done.stdout
    assert dxrobot("ledger", "verify", cwd=folder).returncode == 0
