"""An office for the chaos proof: a workspace, a site that fails, a table of invented records, and the command line."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxrobot.app.approving import approve
from dxrobot.app.sample_site import SampleSite
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import load_workspace
from dxrobot.store.setup import close_store
from dxrobot.vault import KEY_VARIABLE, Vault, make_key

SCENARIO = "shomei_touroku"
_DEFINITIONS = Path(__file__).parent / "workspace"
_CONFIG = """\
city = "見本市"
[robots.shomei]
address = "{address}"
[browser]
timeout_s = 4
[evidence]
pictures = false
"""
_COMMAND = [sys.executable, "-c", "from dxrobot.cli import main; main()"]


@dataclass(frozen=True)
class Office:
    """Where ``dxrobot`` is typed."""

    root: Path
    rows: Path
    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command as a process of its own, with a session of its own as at a terminal of its own."""
        return subprocess.Popen(
            [*_COMMAND, *arguments],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        command = [*_COMMAND, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False, timeout=1800
        )

    def new_run(self) -> tuple[str, ...]:
        """The command that starts the workbook from its first row."""
        return ("run", SCENARIO, "-i", f"rows={self.rows}", "--production", "--json")

    def runs(self) -> list[dict[str, Any]]:
        """The runs as ``dxrobot runs`` tells them, newest first."""
        return json.loads(self.call("runs", "--json").stdout)

    def journal(self, question: str) -> list[tuple[Any, ...]]:
        """What the store answers to ``question``; empty before there is one."""
        path = self.root / ".dxrobot" / "dxrobot.sqlite3"
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=20)) as connection:
                return connection.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []


def open_office(folder: Path, site: SampleSite, records: int, chance: random.Random) -> Office:
    """Make the workspace below ``folder`` with an approved scenario and ``records`` rows to be entered."""
    root = folder / "workspace"
    shutil.copytree(_DEFINITIONS, root)
    (root / "dxrobot.toml").write_text(_CONFIG.format(address=site.address), encoding="utf-8")
    make_key(folder / "key")
    Vault(load_workspace(root).vault, folder / "key").put("shomei", site.credentials)
    office = Office(root, folder / "rows.csv", {**os.environ, KEY_VARIABLE: str(folder / "key")})
    _write_rows(office.rows, records, chance)
    _approve(root)
    return office


def _approve(root: Path) -> None:
    """As the command does, without a process of its own."""
    workspace = load_workspace(root)
    open_workspace(workspace)
    try:
        approve(workspace, SCENARIO, author="証明 太郎", approved_by="証明 花子")
    finally:
        close_store()


def _write_rows(path: Path, count: int, chance: random.Random) -> None:
    numbers = chance.sample(range(10_000_000, 99_999_999), count)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["整理番号", "氏名"])
        table.writerows([str(number), f"見本 {chr(0x4E00 + index)}太郎"] for index, number in enumerate(numbers))
