from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.library import Library
from dxrobot.robot.model import Robot
from tests.actions.workspace import make_workspace
from tests.runner.site import site
from tests.store.fixtures import empty_store, ledger_entry, start_run, store

__all__ = ["empty_store", "ledger_entry", "site", "start_run", "store"]


@pytest.fixture
def robot(tmp_path: Path) -> Robot:
    return Library(make_workspace(tmp_path / "workspace")).robot("desk").model
