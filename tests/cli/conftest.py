from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from dxrobot import log, store
from dxrobot.cli.boundary import run_command_line
from dxrobot.config import Workspace
from dxrobot.vault import KEY_VARIABLE
from tests.actions.workspace import make_workspace


@dataclass(frozen=True)
class Said:
    """How one command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace")


@pytest.fixture
def dxrobot(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Said]]:
    """Run a command in the workspace, in this process: a fresh one takes a second to start."""
    assert store, "importing it has configured Django"
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setattr(log, "_open_path", None)
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(*arguments: str, cwd: Path = workspace.root) -> Said:
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        return Said(run_command_line(arguments), *capsys.readouterr())

    yield run
    connections.close_all()
    log.logger.remove()
