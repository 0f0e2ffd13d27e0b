"""The demo in short, as a city runs it first: real scans, models, browser, and a second run that enters nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from dxrobot.app.demo import QUICK, expected_records
from dxrobot.app.sample_site import site_records
from dxrobot.bundled import demo_samples
from dxrobot.cli.boundary import run_command_line
from dxrobot.store.setup import close_store
from dxrobot.vault import KEY_VARIABLE
from tests.e2e.conftest import CLAIMS, REQUESTS


def dxrobot(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from dxrobot.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, dxrobot("demo", "--quick", "--folder", "demo", cwd=folder)


@pytest.fixture
def typed(demo, monkeypatch, capsys):
    """What a command in the demo's workspace says, in this process: what is tested is not its start."""
    folder, _finished = demo
    monkeypatch.chdir(folder / "demo" / "workspace")

    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert run_command_line(arguments) == 0
        return capsys.readouterr().out

    yield run
    close_store()


def held(folder: Path) -> list[dict[str, object]]:
    database = folder / "demo" / "site" / "site.sqlite3"
    return [dict(row) for table in (CLAIMS, REQUESTS) for row in site_records(database, table)]


def test_demo_enters_every_record_with_the_values_of_the_truth(demo):
    folder, finished = demo
    assert finished.returncode == 0, finished.stdout + finished.stderr
    expected = [record["columns"] for record in expected_records(quick=True)]
    rows = {str(row["reference_no"]): row for row in held(folder)}
    assert len(held(folder)) == len(expected) == 5
    for columns in expected:
        row = rows[columns["reference_no"]]
        assert {name: row[name] for name in columns} == columns


def test_demo_says_in_japanese_what_was_read_asked_and_saved(demo):
    _folder, finished = demo
    pages = json.loads((demo_samples() / "truth.json").read_text("utf-8"))
    fields = sum(len(page["fields"]) for page in pages if Path(page["file"]).name in QUICK)
    assert re.search(rf" {fields} 項目 = 確認なしで採用 \d+ \+ 職員に確認 \d+", finished.stdout)
    assert "職員の役を dxrobot が演じます" in finished.stdout
    assert "見積" in finished.stdout


def test_demo_writes_the_register_and_the_ledger(demo):
    folder, _finished = demo
    (register,) = (folder / "demo" / "workspace" / ".dxrobot" / "runs").glob("*/登録簿.xlsx")
    sheets = openpyxl.load_workbook(register).sheetnames
    assert sheets[0] == "まとめ"
    assert "確認" in sheets
    assert openpyxl.load_workbook(folder / "demo" / "ledger.xlsx").sheetnames
    page = (folder / "demo" / "ledger.html").read_text("utf-8")
    assert "削減時間" in page
    assert "<script" not in page


def test_entered_values_are_traced_back_to_the_paper_masked(demo, typed):
    folder, _finished = demo
    row = next(row for row in held(folder) if "pension" in row)
    traced = json.loads(typed("trace", str(row["reference_no"]), "--json"))
    values = {value["title"]: value for value in traced[0]["values"]}
    assert values["受付番号"]["value"] == row["reference_no"]
    assert values["氏名"]["origins"][0]["page"] >= 1
    assert len(values["氏名"]["origins"][0]["box"]) == 4
    assert str(row["name"]) not in json.dumps(traced, ensure_ascii=False)


def test_second_demo_enters_nothing_twice(demo, typed, monkeypatch):
    folder, _finished = demo
    monkeypatch.setenv(KEY_VARIABLE, "")  # the demo sets its own
    assert "登録済みのため省略 5 件" in typed("demo", "--quick", "--folder", str(folder / "demo"))
    assert len(held(folder)) == 5
    summary = json.loads(typed("ledger", "summary", "--json"))
    assert summary["items"] == 5
