"""What the runner itself costs an item: keys, expressions, journal; no pictures, no browser, no site.

The desk is a stub that commits at once; the runner, the store and its disk are real.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.desk import CommitHooks, NothingToCommit
from dxrobot.actions.progress import Progress
from dxrobot.actions.registry import screen_actions
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import load_workspace
from dxrobot.items import ItemState, Mode
from dxrobot.library import Library
from dxrobot.robot.model import Operation
from dxrobot.runner import entry, probe
from dxrobot.runner.desks import Desks
from dxrobot.runner.runner import Runner
from dxrobot.store.journal import Journal

RESULT = Path("build/bench/runner.json")
ITEMS = 300
LIMIT_MS = 5.0
_DEFINITIONS = Path(__file__).parent.parent / "prove" / "workspace"
_CONFIG = '[robots.shomei]\naddress = "http://127.0.0.1/"\n[evidence]\npictures = false\n'


class StubDesk:
    """Commits at once and finds nothing."""

    def __init__(self) -> None:
        self.session = self
        self.hooks: CommitHooks = NothingToCommit()

    def begin(self, hooks: CommitHooks) -> None:
        """Start an operation."""
        self.hooks = hooks

    def found_row(self, *_arguments: object) -> None:
        """No record stands anywhere."""


class StubDesks(Desks):
    """One stub for every robot."""

    _stub = StubDesk()

    def desk(self, _name: str) -> StubDesk:
        """The stub."""
        return self._stub


def _carry_out(desk: StubDesk, operation: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    """The steps with their arguments evaluated; only the committing one does something."""
    for step in operation.steps:
        action = screen_actions()[step.action].ready(step.arguments, values)
        if action.commits:
            desk.hooks.before_commit()
            desk.hooks.confirmed()
    return {}


def measure(folder: Path, items: int) -> tuple[float, float]:
    """Milliseconds an item and milliseconds of the processor, over one run of ``items`` items in a new store."""
    shutil.copytree(_DEFINITIONS, folder)
    (folder / "dxrobot.toml").write_text(_CONFIG, encoding="utf-8")
    workspace = load_workspace(folder)
    open_workspace(workspace)
    library = Library(workspace)
    scenario, robot = library.scenario("shomei_touroku").model, library.robot("shomei").model
    loop = scenario.model_copy(update={"steps": scenario.steps[1:]})
    journal = Journal.start(
        name="bench", scenario="bench", job="bench", mode=Mode.TRIAL, definition_hash="", pid=os.getpid()
    )
    context = RunContext(workspace, journal, folder, Progress(lambda *_counts: None), Tally())
    robots = {"shomei": robot}
    desks = StubDesks(workspace, robots, Mode.TRIAL, journal)
    runner = Runner(loop, {}, robots, Mode.TRIAL, context, desks, b"salt")
    rows = [{"整理番号": str(10_000_000 + number), "氏名": "見本 太郎"} for number in range(items)]
    began, busy = time.perf_counter(), time.process_time()
    runner.run({"rows": rows})
    seconds, busy_seconds = time.perf_counter() - began, time.process_time() - busy
    if set(journal.item_states()) != {ItemState.DONE}:
        raise RuntimeError("not every item came through")
    return seconds / items * 1000, busy_seconds / items * 1000


def main(rounds: int) -> None:
    """Measure, print, and write build/bench/runner.json."""
    entry.perform_operation = _carry_out
    probe.perform_steps = lambda _desk, _steps, values: dict(values)
    measured = []
    for _round in range(max(3, rounds)):
        with tempfile.TemporaryDirectory() as folder:
            measured.append(measure(Path(folder) / "workspace", ITEMS))
    wall, busy = (round(statistics.median(column), 2) for column in zip(*measured, strict=True))
    result = {"items": ITEMS, "ms_per_item": wall, "processor_ms_per_item": busy, "limit_ms": LIMIT_MS}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(f"runner: {wall} ms an item, of these {busy} ms of the processor (at most {LIMIT_MS:g})")
