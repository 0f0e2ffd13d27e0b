"""Dry runs against a site that saves whatever reaches it: everything is filled in, and the site stays as it was."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from dxrobot.actions.base import Progress
from dxrobot.actions.pace import Choice, Pace, StepAhead
from dxrobot.app.dry_workbook import DRY_WORKBOOK
from dxrobot.app.running import RunResult, run_scenario
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import ExitStatus, InputError
from dxrobot.items import Mode
from dxrobot.masking import Secret
from dxrobot.runner.options import RunOptions
from dxrobot.store.models import EnteredValue, Intent
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key

LOGIN = "<form method=post action=/login><label>利用者名 <input name=user></label><button>ログイン</button></form>"
HEAD = "<!doctype html><meta charset=utf-8><title>t</title>"
OUT = "<button type=button>ログアウト</button>"
# Saves each field when it is left, and says goodbye with everything when the page goes.
FORM = (
    HEAD
    + OUT
    + """<h1>登録</h1><form method=post action="{action}">
<label>番号 <input name=number></label><label>氏名 <input name=name></label><button>{button}</button></form>
<script>
for (const input of document.querySelectorAll('input')) input.addEventListener('blur', () =>
  fetch('/autosave?' + input.name, {{method: 'POST', body: input.value}}).catch(() => {{}}));
addEventListener('pagehide', () => navigator.sendBeacon('/goodbye', document.forms[0].number.value));
document.forms[0].number.addEventListener('change', e =>
  fetch('/lookup/person?n=' + e.target.value).then(r => r.text()).then(t => document.title = t).catch(() => {{}}));
</script>"""
)

ROBOT = """\
robot: desk
title: 窓口システム
settle_s: 1
credentials: desk
safe_requests:
  - path: /lookup/*
login:
  steps:
    - open: login
    - fill: {user: "{{ credentials.user }}"}
    - click: login
    - on: home
  signed_in: {role: button, name: ログアウト}
screens:
  login: {title: ログイン, path: /login, ready: {role: button, name: ログイン}, fields: {user: {label: 利用者名}},
          buttons: {login: {role: button, name: ログイン}}}
  home: {title: メニュー, path: /home, ready: {role: button, name: ログアウト}}
  list: {title: 一覧, path: /list, ready: {role: heading, name: 一覧}}
  entry: &entry
    title: 登録
    path: /entry
    ready: {role: heading, name: 登録}
    fields: {number: {label: 番号}, name: {label: 氏名, sensitive: name}}
    buttons: {register: {role: button, name: 登録する}}
  long_entry:
    <<: *entry
    title: 登録(確認あり)
    path: /long-entry
    buttons: {to_confirmation: {role: button, name: 確認へ}}
  confirmation: {title: 確認, ready: {role: heading, name: 確認}, buttons: {register: {role: button, name: 登録する}}}
operations:
  register: &register
    title: 1件登録する
    commits: true
    parameters: {number: {title: 番号}, name: {title: 氏名, sensitive: name}}
    steps:
      - open: entry
      - fill: {number: "{{ number }}", name: "{{ name }}"}
      - commit: {button: register, confirmed_by: "{{ number }} を登録しました"}
    probe: &probe
      steps: [{open: list}]
      row: {番号: "{{ number }}"}
  register_with_confirmation:
    <<: *register
    title: 確認画面を通って登録する
    steps:
      - open: long_entry
      - fill: {number: "{{ number }}", name: "{{ name }}"}
      - click: to_confirmation
      - on: confirmation
      - commit: {button: register, confirmed_by: "{{ number }} を登録しました"}
"""

SCENARIO = """\
scenario: entry
title: 登録
description: 登録します。
job: {name: 入力, department: 窓口課, owner: 係長, phase: 試行}
baseline: [{minutes_per_item: 6, source: estimated, valid_from: 2020-04-01}]
assumptions: {prepare_minutes_per_batch: 5, review_seconds_per_field: 8, correct_seconds_per_field: 10,
              exception_minutes_per_item: 5, recovery_minutes_per_item: 5, basis: 見本の値}
robots: [desk]
steps:
  - for_each: "{{ ['100', '101'] }}"
    as: number
    key: "{{ number }}"
    steps:
      - robot: desk.OPERATION
        with: {number: "{{ number }}", name: "平田 竜吉"}
"""


class Site(ThreadingHTTPServer):
    """Takes everything that is sent for a record; only signing in, looking and opening change nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.records: dict[str, str] = {}
        self.heard: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def changes(self) -> list[str]:
        """What reached the site beyond opening screens, looking up and signing in."""
        return [line for line in self.heard if line.startswith("POST") and line != "POST /login"]


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        sent = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        self.server.heard.append(f"{self.command} {path}")
        if self.command == "POST" and path == "/save":
            self.server.records[sent["number"][0]] = sent["name"][0]
        rows = "".join(f"<tr><td>{number}</td><td>{name}</td></tr>" for number, name in self.server.records.items())
        pages = {
            "/login": HEAD + LOGIN if self.command == "GET" else HEAD + OUT + "<h1>メニュー</h1>",
            "/home": HEAD + OUT + "<h1>メニュー</h1>",
            "/entry": FORM.format(action="/save", button="登録する"),
            "/long-entry": FORM.format(action="/confirm", button="確認へ"),
            "/confirm": HEAD + OUT + "<h1>確認</h1>",
            "/list": HEAD + OUT + f"<h1>一覧</h1><table><tr><th>番号</th><th>氏名</th></tr>{rows}</table>",
            "/save": HEAD + OUT + f"<p>{sent.get('number', [''])[0]} を登録しました</p>",
        }
        body = pages.get(path, path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def running_site() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture
def site(running_site: Site) -> Site:
    running_site.records.clear()
    running_site.heard.clear()
    return running_site


@pytest.fixture
def workspace(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    root = tmp_path / "workspace"
    texts = {
        "dxrobot.toml": f'[robots.desk]\naddress = "http://127.0.0.1:1/"\ntest_address = "{site.address}"\n'
        "[browser]\ntimeout_s = 4\n",
        "robots/desk.yaml": ROBOT,
        "scenarios/entry.yaml": SCENARIO.replace("OPERATION", "register"),
        "scenarios/long_entry.yaml": SCENARIO.replace("scenario: entry", "scenario: long_entry").replace(
            "OPERATION", "register_with_confirmation"
        ),
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    key = make_key(tmp_path / "key") or tmp_path / "key"
    monkeypatch.setenv(KEY_VARIABLE, str(key))
    made = load_workspace(root)
    Vault(made.vault, tmp_path / "key").put("desk", Credentials("shokuin", Secret("aikotoba")))
    open_workspace(made)
    return made


QUIET = Progress(lambda *_arguments: None)


def dry(workspace: Workspace, name: str = "entry", **options: Any) -> RunResult:
    return run_scenario(workspace, name, {}, Mode.DRY, QUIET, RunOptions(**options))


def test_everything_is_filled_in_and_nothing_reaches_the_site(workspace: Workspace, site: Site) -> None:
    result = dry(workspace)
    assert (site.records, site.changes) == ({}, [])
    assert (result.items["pending"], result.exit_status) == (2, ExitStatus.SETTLED), result.left
    assert {item.reason for item in result.left} == {"入力できることを確かめました(登録はしていません)。"}
    assert site.heard.count("GET /lookup/person") == 2, "listed as safe"
    assert not Intent.objects.exists()
    assert not EnteredValue.objects.exists()
    assert result.entry.saved_minutes == 0


def test_the_site_of_these_tests_does_save(workspace: Workspace, site: Site) -> None:
    run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert site.records == {"100": "平田 竜吉"}
    assert {"POST /autosave", "POST /goodbye"} <= set(site.changes)


def test_the_workbook_shows_every_value_the_pictures_and_what_was_not_sent(workspace: Workspace) -> None:
    result = dry(workspace, limit=1)
    path = result.evidence / DRY_WORKBOOK
    assert path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    overview, record, stopped = book.worksheets[0], book.worksheets[1], book.worksheets[-1]
    texts = [str(cell.value) for row in overview.iter_rows() for cell in row if cell.value]
    assert {"100", "入力できます", "平田 竜吉", "確認者", "日付", "印"} <= set(texts)
    assert texts.count("未処理") == 1
    assert (overview.page_setup.orientation, overview.page_setup.paperSize) == ("landscape", 9)
    assert len(record._images) == 1
    listed = {(row[0].value, row[1].value) for row in stopped.iter_rows(min_row=5) if row[1].value}
    assert listed == {("POST", "/autosave")}
    assert "残り 1 件は処理していません" in result.message


def test_a_screen_behind_a_blocked_request_ends_the_item_there(workspace: Workspace, site: Site) -> None:
    result = dry(workspace, "long_entry", limit=1)
    assert (site.changes, result.items["system_error"], result.exit_status) == ([], 0, ExitStatus.SETTLED)
    assert "画面「登録(確認あり)」まで入力できる" in result.left[0].reason


def test_a_confirmation_screen_listed_as_safe_is_reached(workspace: Workspace, site: Site) -> None:
    robot = workspace.robots / "desk.yaml"
    robot.write_text(
        ROBOT.replace("  - path: /lookup/*\n", "  - path: /lookup/*\n  - {method: POST, path: /confirm}\n")
    )
    result = dry(workspace, "long_entry", limit=2)
    assert [item.reason for item in result.left][:2] == ["入力できることを確かめました(登録はしていません)。"] * 2
    assert set(site.changes) == {"POST /confirm"}


def test_a_record_that_is_there_already_is_told(workspace: Workspace, site: Site) -> None:
    site.records["101"] = "別の人"
    result = dry(workspace)
    assert (result.items["pending"], result.items["business_error"]) == (1, 1)
    assert result.exit_status is ExitStatus.PERSON_NEEDED


def test_a_record_that_dxrobot_has_entered_is_skipped(workspace: Workspace, site: Site) -> None:
    run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    before = json.dumps(site.records)
    result = dry(workspace)
    assert (result.items["skipped"], result.items["pending"], json.dumps(site.records)) == (1, 1, before)


def test_at_the_production_address_a_dry_run_needs_the_approval(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="承認"):
        dry(workspace, on_production=True)


def test_step_by_step_a_person_sees_what_comes_and_may_skip_and_stop(workspace: Workspace, site: Site) -> None:
    told: list[StepAhead] = []

    def ask(step: StepAhead) -> Choice:
        told.append(step)
        filling = step.title == "入力する" and bool(step.values) and step.place == "登録"
        if filling and len([s for s in told if s.title == "入力する" and s.place == "登録"]) == 1:
            return Choice.SKIP
        return Choice.CANCEL if step.title == "登録を確定する" else Choice.GO

    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(pace=Pace(ask)))
    assert (result.status.value, site.records) == ("cancelled", {})
    assert "飛ばしました" in result.left[0].reason
    values = [value for step in told for _name, value in step.values]
    assert "平● ●●" in " ".join(values)
    assert "竜吉" not in " ".join(values)
    assert [step.target for step in told if step.title == "登録を確定する"] == ["「登録する」のボタン"]


def test_the_trace_of_a_trial_is_kept_where_the_run_is(workspace: Workspace) -> None:
    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1, trace=True))
    trace = result.evidence / "trace.zip"
    assert trace.stat().st_size > 1000
    assert trace.stat().st_mode & 0o777 == 0o600
