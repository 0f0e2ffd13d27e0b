from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.config import Workspace
from tests.actions.workspace import make_workspace
from tests.store.fixtures import empty_store, ledger_entry, start_run, store

__all__ = ["empty_store", "ledger_entry", "start_run", "store", "workspace"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace")
