"""A city hall for proofs about workers: a workspace, orders placed by this process, and workers as processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from dxrobot.app.orders import Wish, place_order
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, load_workspace
from dxrobot.items import Mode
from dxrobot.store.models import Order

NOTE, WAIT = "kiroku", "machi"
"""Scenarios without a browser: one that writes a line, one that waits for a file first."""
ENTRY = "shomei_touroku"
"""The one that enters a table's rows with a browser."""
_DEFINITIONS = [Path(__file__).parent / name for name in ("workspace", "workspace_light")]
_COMMAND = [sys.executable, "-c", "from dxrobot.cli import main; main()"]


@dataclass
class City:
    """One workspace that several workers share."""

    workspace: Workspace
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def order(self, scenario: str, *, queue: str = "", limit_minutes: float | None = None, **inputs: str) -> Order:
        """Have ``scenario`` run with ``inputs``."""
        given = {name: [value] for name, value in inputs.items()}
        wish = Wish(scenario, Mode.TRIAL, given, queue=queue, limit_minutes=limit_minutes)
        return place_order(self.workspace, wish)

    def start_worker(self, name: str, *options: str) -> subprocess.Popen[str]:
        """``dxrobot worker`` as a process of its own."""
        return self.start("worker", "--name", name, *options)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command of dxrobot as a process of its own."""
        return subprocess.Popen(
            [*_COMMAND, *arguments],
            cwd=self.workspace.root,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )


def open_city(folder: Path, engine: str = "embedded", store_url: str = "", more: str = "") -> City:
    """Make the workspace below ``folder`` and open its store in this process."""
    root = folder / "workspace"
    for definitions in _DEFINITIONS:
        shutil.copytree(definitions, root, dirs_exist_ok=True)
    store = f'[store]\nurl = "{store_url}"\n' if store_url else ""
    config = f'city = "見本市"\n{store}[engine]\nkind = "{engine}"\n{more}'
    (root / "dxrobot.toml").write_text(config, encoding="utf-8")
    workspace = load_workspace(root)
    open_workspace(workspace)
    return City(workspace)
