"""A site that saves whatever reaches it, and a workspace pointed at it, for tests with real browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, load_workspace
from dxrobot.masking import Secret
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
        self.refusing = False
        """Whether it finds every record wrong."""
        self.broken = False
        """Whether it answers 500 when a record is sent."""
        self.button = "登録する"
        """What is written on the button that saves a record."""
        self.added = ""
        """A field that it has put into its form since the robot was written."""

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
        if path == "/save" and self.server.broken:
            self.send_error(500)
            return
        if path == "/save" and not self.server.refusing:
            self.server.records[sent["number"][0]] = sent["name"][0]
        rows = "".join(f"<tr><td>{number}</td><td>{name}</td></tr>" for number, name in self.server.records.items())
        pages = {
            "/login": HEAD + LOGIN if self.command == "GET" else HEAD + OUT + "<h1>メニュー</h1>",
            "/home": HEAD + OUT + "<h1>メニュー</h1>",
            "/entry": FORM.format(action="/save", button=self.server.button).replace(
                "</label><button", f"</label>{self.server.added}<button"
            ),
            "/long-entry": FORM.format(action="/confirm", button="確認へ"),
            "/confirm": HEAD + OUT + "<h1>確認</h1><button>登録する</button>",
            "/list": HEAD + OUT + f"<h1>一覧</h1><table><tr><th>番号</th><th>氏名</th></tr>{rows}</table>",
            "/save": HEAD + OUT + self._answer(sent),
        }
        body = pages.get(path, path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def _answer(self, sent: dict[str, list[str]]) -> str:
        number, name = sent.get("number", [""])[0], sent.get("name", [""])[0]
        if not self.server.refusing:
            return f"<p>{number} を登録しました</p>"
        script = (
            "<script>console.error('refused', '" + name + "'); fetch('/lookup/why?name=' + '" + name + "')</script>"
        )
        return f"<h1>登録</h1><ul class=errorlist><li>{name}は登録できません</li></ul><input value='{name}'>{script}"

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
def saving_site(running_site: Site) -> Site:
    running_site.refusing = running_site.broken = False
    running_site.button, running_site.added = "登録する", ""
    running_site.records.clear()
    running_site.heard.clear()
    return running_site


@pytest.fixture
def workspace(saving_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    root = tmp_path / "workspace"
    texts = {
        "dxrobot.toml": f'[robots.desk]\naddress = "http://127.0.0.1:1/"\ntest_address = "{saving_site.address}"\n'
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
