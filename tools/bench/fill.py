"""Fill the same forms with the same records by dxrobot and by its peers, in turn, and look at what has arrived.

Prints two columns. Filling: every field, and every value read back; build/bench/fill.json. The whole row: opening,
filling, submitting, the confirmation, where peers do not read back and dxrobot does; build/bench/fill_rows.json.
``ratio`` is how many times as long a peer takes. Batches of records are measured for one column and the other in turn.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from dxrobot.browser.find import find_browser
from tools.bench.fill_forms import FORMS, Form
from tools.bench.fill_site import Site
from tools.bench.peer_environment import Absent, peer_python

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "bench"
OURS = "dxrobot"
SEED = 20261121
START_S = 120
COLUMNS = {"fill": "fill.json", "row": "fill_rows.json"}


class Worker:
    """A peer at work in a process of its own."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], closing: ExitStack) -> None:
        self.name = name
        listening = closing.enter_context(socket.create_server(("127.0.0.1", 0)))
        listening.settimeout(1)
        environment = {**os.environ, **environment, "DXROBOT_BENCH_PORT": str(listening.getsockname()[1])}
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        closing.callback(self._end)
        connection = self._answering(listening)
        self._stream = closing.enter_context(connection.makefile("rw", encoding="utf-8"))
        closing.callback(connection.close)

    def do(self, job: dict[str, Any]) -> list[float]:
        """The seconds of each record; raises :class:`SystemExit` when the peer gives up."""
        self._stream.write(json.dumps(job) + "\n")
        self._stream.flush()
        answer = self._stream.readline()
        if not answer:
            raise SystemExit(f"{self.name} gave up on {job['address']}")
        return list(json.loads(answer))

    def _answering(self, listening: socket.socket) -> socket.socket:
        for _second in range(START_S):
            with contextlib.suppress(TimeoutError):
                return listening.accept()[0]
            if self._process.poll() is not None:
                break
        raise SystemExit(f"{self.name} does not start")

    def _end(self) -> None:
        self._process.wait(timeout=START_S)


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


def measure(rounds: int) -> dict[tuple[str, str, str], list[float]]:
    """Seconds by column, page and peer: after every batch of records it is the next peer's turn."""
    seconds: dict[tuple[str, str, str], list[float]] = {}
    with ExitStack() as closing:
        site = closing.enter_context(Site())
        environment = {
            "DXROBOT_BENCH_BROWSER": str(find_browser()),
            "DXROBOT_BENCH_DRIVER": shutil.which("chromedriver") or "",
            "DXROBOT_BENCH_SITE": site.address,
        }
        workers = [Worker(name, command, environment, closing) for name, command in commands().items()]
        for form in FORMS * rounds:
            _measure_form(form, workers, site, seconds)
    return seconds


def _measure_form(
    form: Form, workers: list[Worker], site: Site, seconds: dict[tuple[str, str, str], list[float]]
) -> None:
    entries = form.entries(SEED)
    for number in range(form.records // form.batch):
        records = list(islice(entries, form.batch))
        column = list(COLUMNS)[number % len(COLUMNS)]
        for place, worker in enumerate(workers):
            path = f"/{place}/{form.path}"
            job = {"address": site.address + path, "form": form.fields, "records": records, "column": column}
            times = worker.do(job)
            if site.received.pop(path, None) != [record["values"] for record in records]:
                raise SystemExit(f"{worker.name} has entered something else on {form.page}")
            seconds.setdefault((column, form.page, worker.name), []).extend(times)


def figures(column: str, seconds: dict[tuple[str, str, str], list[float]]) -> list[dict[str, Any]]:
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
