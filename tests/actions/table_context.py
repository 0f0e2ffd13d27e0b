"""A run's context for actions that need no store."""

from __future__ import annotations

from pathlib import Path

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.progress import Progress
from dxrobot.config import Workspace
from dxrobot.items import Mode
from dxrobot.store.journal import Journal


def context_of(workspace: Workspace, journal: Journal, mode: Mode = Mode.TRIAL, *given: Path) -> RunContext:
    evidence = workspace.runs / "run1"
    evidence.mkdir(parents=True, exist_ok=True)
    return RunContext(workspace, journal, evidence, Progress(lambda *_arguments: None), Tally(), mode=mode, given=given)
