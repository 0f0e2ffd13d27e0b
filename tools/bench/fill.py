"""Fill the same forms with the same records by dxrobot and by its peers, in turn, and look at what has arrived.

Prints two columns. Filling: every field, and every value read back; build/bench/fill.json. The whole row: opening,
filling, submitting, the confirmation, where peers do not read back and dxrobot does; build/bench/fill_rows.json.
``ratio`` is how many times as long a peer takes. Batches of records are measured for one column and the other in turn.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dxrobot.browser.find import find_browser
from tools.bench.fill_forms import FORMS, Form
from tools.bench.fill_site import Site
from tools.bench.peer_environment import Absent, peer_python
from tools.bench.worker import Worker

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "bench"
OURS = "dxrobot"
SEED = 20261121
COLUMNS = {"fill": "fill.json", "row": "fill_rows.json"}
Seconds = dict[tuple[str, str, str], list[float]]


def commands() -> dict[str, list[str]]:
    """How each peer is started, dxrobot first; one that is not to be had here is named with its reason."""
    ours = [sys.executable, "-m", "tools.bench.peers"]
    found = {
        OURS: ["by_dxrobot", "quick"],
        "dxrobot, ordinary fills only": ["by_dxrobot", "plain"],
        "playwright, hand-written": ["by_playwright", "fill"],
        "playwright-evaluate": ["by_playwright", "evaluate"],
    }
    known = {name: [*ours[:2], f"{ours[2]}.{module}", kind] for name, (module, kind) in found.items()}
    try:
        python = str(peer_python())
    except Absent as absent:
        print(f"Robot Framework Browser and Selenium are absent: {absent}")
        return known
    suite = str(Path("tools", "bench", "peers", "forms.robot"))
    quiet = ["--output", "NONE", "--report", "NONE", "--log", "NONE", "--outputdir", str(OUT)]
    known["robot framework browser"] = [python, "-m", "robot", *quiet, "--pythonpath", str(ROOT), suite]
    if shutil.which("chromedriver"):
        known["selenium"] = [python, "-m", "tools.bench.peers.by_selenium"]
    else:
        print("Selenium is absent: chromedriver is not on this machine (Debian: chromium-driver)")
    return known


def measure(rounds: int) -> Seconds:
    """Seconds by column, page and peer: after every batch of records it is the next peer's turn."""
    seconds: Seconds = {}
    with ExitStack() as closing:
        site = closing.enter_context(Site())
        workers = _workers(site, closing)
        for form in FORMS * rounds:
            entries = list(form.entries(SEED))
            for start in range(0, form.records, form.batch):
                column = list(COLUMNS)[start // form.batch % len(COLUMNS)]
                _take_turns(form, column, entries[start : start + form.batch], workers, site, seconds)
    return {key: times for key, times in seconds.items() if key[2] in workers}


def _workers(site: Site, closing: ExitStack) -> dict[str, Worker]:
    environment = {
        "DXROBOT_BENCH_BROWSER": str(find_browser()),
        "DXROBOT_BENCH_DRIVER": shutil.which("chromedriver") or "",
        "DXROBOT_BENCH_SITE": site.address,
    }
    workers: dict[str, Worker] = {}
    for name, command in commands().items():
        try:
            workers[name] = Worker(command, environment, closing)
        except Absent as absent:
            print(f"{name} is absent: {absent}")
    return workers


def _take_turns(
    form: Form, column: str, records: list[dict[str, Any]], workers: dict[str, Worker], site: Site, seconds: Seconds
) -> None:
    for place, (name, worker) in enumerate(list(workers.items())):
        path = f"/{place}/{form.path}"
        job = {"address": site.address + path, "form": form.fields, "records": records, "column": column}
        try:
            times = worker.do(job)
        except Absent as absent:
            print(f"{name} is absent: {absent}")
            del workers[name]
            continue
        if site.received.pop(path, None) != [record["values"] for record in records]:
            raise SystemExit(f"{name} has entered something else on {form.page}")
        seconds.setdefault((column, form.page, name), []).extend(times)


def figures(column: str, seconds: Seconds) -> list[dict[str, Any]]:
    """The medians of one column, each beside ours on the same page."""
    medians = {key[1:]: statistics.median(times) for key, times in seconds.items() if key[0] == column}
    return [
        {"page": page, "peer": peer, "ours_s": round(medians[page, OURS], 4), "peer_s": round(peer_s, 4),
         "ratio": round(peer_s / medians[page, OURS], 2)}
        for (page, peer), peer_s in medians.items() if peer != OURS
    ]  # fmt: skip


def main(rounds: int = 1) -> None:
    """Measure, print, write."""
    seconds = measure(rounds)
    OUT.mkdir(parents=True, exist_ok=True)
    columns = {column: figures(column, seconds) for column in COLUMNS}
    for column, name in COLUMNS.items():
        (OUT / name).write_text(json.dumps(columns[column], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _print(columns)


def _print(columns: dict[str, list[dict[str, Any]]]) -> None:
    print(f"{'':34}{'':30}{'filling, read back':>24}{'the whole row':>24}")
    page = ""
    for filling, row in zip(columns["fill"], columns["row"], strict=True):
        if filling["page"] != page:
            page = filling["page"]
            print(_line(page, OURS, (filling["ours_s"], 1), (row["ours_s"], 1)))
        print(_line("", filling["peer"], *((cell["peer_s"], cell["ratio"]) for cell in (filling, row))))


def _line(page: str, peer: str, *cells: tuple[float, float]) -> str:
    return f"{page:34}{peer:30}" + "".join(f"{seconds * 1000:12.1f} ms {ratio:6.2f} x" for seconds, ratio in cells)
