"""How quick checking is with 500 forms waiting: ``python -m tools.bench.review [--fields N] [--folder F]``.

Milliseconds of the server for settling a field and for fetching the next twelve, and of a browser from a key to the
next field on the screen (Event Timing: until it is painted; what takes under 16 ms counts as 16); beside it the
processor time of the page's main thread for a key, with all that it does ahead, which other programs do not stretch.
Writes build/bench/review.json.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import CDPSession, sync_playwright

from dxrobot.app.workspaces import make_workspace
from dxrobot.browser.find import find_browser
from tools.bench.console import ROOT, environment, served, told
from tools.bench.console_fill import FIELDS, FORMS, PASSWORD

OUTPUT = Path("build/bench/review.json")
LOGIN = "staff"
_SHORTEST_MS = 16
_PATIENCE_MS = 120_000
_WATCH = """() => {
  window.keys = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    if (one.name === "keydown") window.keys.push(one.duration);
  })).observe({ type: "event", durationThreshold: 16 });
}"""


def signed_in(address: str) -> requests.Session:
    """A clerk's session; its token for forms stands in the headers."""
    session = requests.Session()
    session.get(f"{address}/sign-in/", timeout=60)
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    answer = session.post(
        f"{address}/sign-in/", {"login": LOGIN, "password": PASSWORD}, timeout=60, allow_redirects=False
    )
    assert answer.status_code == 302, answer.text
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    return session


def numbers_of(session: requests.Session, address: str) -> list[int]:
    """What waits, in the order of the screen."""
    page = session.get(f"{address}/review/work/", timeout=60).text
    listed = re.search(r'data-numbers="\[([^\]]*)\]"', page)
    assert listed is not None
    return [int(number) for number in listed[1].split(",")]


def at_server(session: requests.Session, address: str, numbers: list[int]) -> dict[str, Any]:
    """Settling so many fields one after another, and fetching twelve at a time."""
    settling, fetching = [], []
    for first in range(0, len(numbers), 12):
        some = numbers[first : first + 12]
        started = time.perf_counter()
        session.get(f"{address}/review/fields/?ids={','.join(map(str, some))}", timeout=60).raise_for_status()
        fetching.append((time.perf_counter() - started) * 1000)
        for number in some:
            started = time.perf_counter()
            answer = session.post(f"{address}/review/fields/{number}/", {"written": "空白", "seconds": "2"}, timeout=60)
            answer.raise_for_status()
            settling.append((time.perf_counter() - started) * 1000)
    return {"settle": told(settling), "fetch_twelve": told(fetching)}


def at_screen(session: requests.Session, address: str, fields: int) -> dict[str, Any]:
    """Two keys a field in a browser, as quickly as they are pressed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser()))
        context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
        context.add_cookies([{"name": one.name, "value": str(one.value), "url": address} for one in session.cookies])
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.goto("/review/work/")
        page.wait_for_selector("#place:not(:empty)")
        page.wait_for_timeout(1000)
        page.evaluate(_WATCH)
        watch = context.new_cdp_session(page)
        watch.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _busy_s(watch)
        for _field in range(fields):
            for key in ("Delete", "Enter"):
                page.keyboard.press(key)
                page.wait_for_timeout(150)
        found = [float(one) for one in page.evaluate("() => window.keys")]
        busy_ms = (_busy_s(watch) - before) * 1000 / (2 * fields)
        browser.close()
    quick = 2 * fields - len(found)
    painted = told([*([_SHORTEST_MS] * max(0, quick)), *found])
    return {"key_to_paint": painted, "keys": 2 * fields, "main_thread_cpu_ms_a_key": round(busy_ms, 1)}


def _busy_s(watch: CDPSession) -> float:
    metrics = watch.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def main() -> None:
    """Fill, measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fields", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="kept between calls: filled once")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = (given.folder or Path(scratch) / "city").resolve()
        if not root.exists():
            make_workspace(root)
            command = [sys.executable, "-m", "tools.bench.console_fill", str(root), "1", "100"]
            subprocess.run(command, cwd=ROOT, env=environment(), check=True)
        with served(root) as address:
            session = signed_in(address)
            numbers = numbers_of(session, address)
            figures = {
                "fields_waiting": len(numbers),
                "forms": FORMS,
                "fields_a_form": FIELDS,
                **at_server(session, address, numbers[: given.fields]),
                **at_screen(session, address, given.fields // 3),
            }
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
