from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.config import Workspace
from tests.actions.screens import at_desk, screen_session, screen_site, site
from tests.actions.workspace import make_workspace
from tests.store.fixtures import empty_store, ledger_entry, start_run, store

__all__ = [
    "at_desk",
    "empty_store",
    "ledger_entry",
    "screen_session",
    "screen_site",
    "site",
    "start_run",
    "store",
    "workspace",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace")
