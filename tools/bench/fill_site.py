"""The pages that are filled, on the loopback address, and what has really arrived from each peer."""

from __future__ import annotations

import html
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from tools.bench.fill_forms import FORMS, KINDS, Form

SLOW_S = 0.15
LIST_ROWS = 150

# Labels, ids and order move with every round; what was entered travels in the background.
CHALLENGE = """<h1>申請 <span id=round></span></h1><form id=form></form><p id=told></p><script>
const LABELS = %s;
let done = 0;
const draw = () => {
  const order = LABELS.map((label, i) => [Math.sin(i * 7 + done * 13), label]).sort((a, b) => a[0] - b[0]);
  round.textContent = `${done + 1} 回目`;
  form.innerHTML = order.map(([, label], i) => `<div style="padding-left:${(i * 37 + done * 53) %% 300}px">
    <label for="r${done}x${i}">${label}</label><input id="r${done}x${i}"></div>`).join('') + '<button>登録</button>';
};
form.onsubmit = event => {
  event.preventDefault();
  const labels = [...form.querySelectorAll('label')];
  const values = Object.fromEntries(labels.map(label => [label.textContent, label.control.value]));
  fetch(location.pathname, { method: 'POST', body: JSON.stringify(values) }).then(() => {
    done += 1;
    told.textContent = `${done} 件目を受け付けました`;
    draw();
  });
};
draw();
</script>"""


class Site(ThreadingHTTPServer):
    """Serves /PEER/PAGE and keeps what came back in ``received``, by that path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: dict[str, list[dict[str, str]]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Site:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        form = self._form()
        self._answer(404 if form is None else 200, "" if form is None else _page(form))

    def do_POST(self) -> None:
        form = self._form()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if form is None:
            self._answer(404, "")
            return
        names = {name: label for label, name, _kind in form.fields}
        values = (
            json.loads(body)
            if form.path == "challenge"
            else {names[name]: value for name, value in parse_qsl(body, True)}
        )
        self.server.received.setdefault(self.path, []).append(values)
        self._answer(200, f"<p>受付番号 {html.escape(values.get('整理番号', ''))} を受け付けました</p>")

    def _form(self) -> Form | None:
        form = next((form for form in FORMS if self.path.endswith(f"/{form.path}")), None)
        if form is not None and form.path == "legacy":
            time.sleep(SLOW_S)
        return form

    def _answer(self, status: int, body: str) -> None:
        content = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>窓口</title>{body}'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


def _page(form: Form) -> str:
    if form.path == "challenge":
        return CHALLENGE % json.dumps([label for label, _name, _kind in form.fields], ensure_ascii=False)
    return _legacy(form) if form.path == "legacy" else _ten(form)


def _ten(form: Form) -> str:
    rows = [f"<p><label for={name}>{label}</label> {_control(name, kind)}</p>" for label, name, kind in form.fields]
    return f"<h1>申請</h1><form method=post>{''.join(rows)}<button>登録</button></form>"


def _legacy(form: Form) -> str:
    """Tables within tables, captions in the cell to the left, and a long list below, as such screens have."""
    rows = [f"<tr><td nowrap>{label}</td><td>{_control(name, kind)}</td></tr>" for label, name, kind in form.fields]
    listed = [f"<tr><td>{number}</td><td>甲野 {number}郎</td><td>処理済</td></tr>" for number in range(LIST_ROWS)]
    entry = f"<form method=post><table border=1>{''.join(rows)}</table><input type=submit value=登録></form>"
    return (
        f"<h1>申請</h1><table><tr><td width=150><table><tr><td>メニュー</td></tr></table></td>"
        f"<td>{entry}<table border=1>{''.join(listed)}</table></td></tr></table>"
    )


def _control(name: str, kind: str) -> str:
    if kind == "select":
        options = "".join(f"<option>{word}</option>" for word in ("", *KINDS))
        return f"<select id={name} name={name}>{options}</select>"
    return f"<input id={name} name={name}>"
