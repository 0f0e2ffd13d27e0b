"""How quick the console is in a large city: ``python -m tools.bench.console [--runs N] [--entries N] [--folder F]``.

Fills a workspace with 100,000 runs and 1,000,000 ledger entries, asks for every page as the people of each duty do, and
then as fifty clerks at once. Milliseconds are those of the client on the same machine, so they hold the server's time
and more. Writes build/bench/console.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from dxrobot.app.workspaces import make_workspace
from tools.bench.console_fill import CLERKS, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path("build/bench/console.json")
PAGES = {
    "staff": (
        "/",
        "/today/runs/",
        "/review/",
        "/runs/",
        "/runs/bench-000000/",
        "/scenarios/",
        "/scenarios/jido_teate/",
        "/scenarios/jido_teate/start/",
        "/scenarios/jido_teate/versions/",
        "/runs/bench-000000/items/1/",
        "/review/work/",
        "/schedules/",
        "/schedules/new/",
        "/schedules/month/",
    ),
    "manager": (
        "/",
        "/runs/",
        "/schedules/",
        "/ledger/",
        "/ledger/?year=2025",
        "/ledger/job/?department=子育て支援課&job=業務001&year=2025",
    ),
    "office": (
        "/",
        "/runs/",
        "/schedules/",
        "/ledger/",
        "/admin/",
        "/admin/users/",
        "/admin/costs/",
        "/admin/robots/",
        "/admin/calendars/",
        "/admin/backups/",
        "/admin/audit/?action=admin",
    ),
    "auditor": (
        "/",
        "/runs/",
        "/ledger/",
        "/admin/",
    ),
}
"""Pages by who asks for them."""
LIMIT_MS = 150
_TIMES = 15
_CLERKS_S = 30.0
_THINKING_S = 3.0
_CLERKS_PAGES = ("/", "/runs/", "/review/", "/scenarios/jido_teate/")


class Visitor:
    """Somebody signed in."""

    def __init__(self, address: str, login: str) -> None:
        self._address, self._session = address, requests.Session()
        door = self._session.get(f"{address}/sign-in/", timeout=60).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
        assert token is not None
        fields = {"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        answer = self._session.post(f"{address}/sign-in/", fields, timeout=120, allow_redirects=False)
        assert answer.status_code == 302, answer.text

    def ms(self, path: str) -> float:
        """Milliseconds until the page is there."""
        started = time.perf_counter()
        answer = self._session.get(self._address + path, timeout=120, allow_redirects=False)
        assert answer.status_code == 200, (path, answer.status_code)
        return (time.perf_counter() - started) * 1000


def told(found: list[float]) -> dict[str, float]:
    """The middle and the slow end of some milliseconds."""
    ordered = sorted(found)
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
    }


def measure(address: str) -> dict[str, object]:
    """Every page, one after another; then fifty clerks, who think a while between two pages."""
    pages = {}
    for login, paths in PAGES.items():
        visitor = Visitor(address, login)
        for path in paths:
            visitor.ms(path)
            pages[f"{login} {path}"] = told([visitor.ms(path) for _time in range(_TIMES)])
    clerks = [Visitor(address, f"clerk{number}") for number in range(CLERKS)]
    return {"pages": pages, "clerks": _together(clerks, _THINKING_S), "clerks_without_thinking": _together(clerks, 0.0)}


def _together(clerks: list[Visitor], thinking_s: float) -> dict[str, float]:
    found: list[float] = []
    until = time.monotonic() + _CLERKS_S

    def work(number: int, clerk: Visitor) -> None:
        time.sleep(thinking_s * number / len(clerks))
        turn = number
        while time.monotonic() < until:
            found.append(clerk.ms(_CLERKS_PAGES[turn % len(_CLERKS_PAGES)]))
            turn += 1
            time.sleep(thinking_s)

    threads = [threading.Thread(target=work, args=one) for one in enumerate(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {**told(found), "pages_per_second": round(len(found) / _CLERKS_S, 1)}


@contextmanager
def served(root: Path) -> Iterator[str]:
    """A console on the workspace at ``root``; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        "from dxrobot.cli import main; main()",
        "serve",
        "--port",
        str(port),
        "--no-worker",
    ]
    process = subprocess.Popen(command, cwd=root, env=environment(), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "Ctrl+C" in line:
            break
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(30)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}


def main() -> None:
    """Fill, measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="kept between calls: filled once")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = (given.folder or Path(scratch) / "city").resolve()
        if not root.exists():
            make_workspace(root)
            command = [sys.executable, "-m", "tools.bench.console_fill", str(root), str(given.runs), str(given.entries)]
            subprocess.run(command, cwd=ROOT, env=environment(), check=True)
        with served(root) as address:
            figures = {"runs": given.runs, "entries": given.entries, **measure(address)}
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    slow = [page for page, found in figures["pages"].items() if found["p50_ms"] > LIMIT_MS]  # type: ignore[attr-defined]
    print(f"slower than {LIMIT_MS} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
