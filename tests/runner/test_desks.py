from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dxrobot.config import load_workspace
from dxrobot.items import Mode
from dxrobot.runner import desks
from dxrobot.runner.desks import Desks
from tests.actions.workspace import make_workspace


def test_signing_out_that_hangs_is_ended_with_its_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_workspace(tmp_path)
    ended = threading.Event()
    freed: list[bool] = []
    monkeypatch.setattr(desks, "_SIGN_OUT_MINUTES", 0.0001)
    monkeypatch.setattr(Desks, "kill_browsers", lambda _desks: ended.set())
    monkeypatch.setattr(Desks, "_sign_out", lambda _desks: freed.append(ended.wait(10)))
    journal: Any = SimpleNamespace(run=1, run_name="r")
    with Desks(load_workspace(tmp_path), {}, Mode.TRIAL, journal):
        pass
    assert freed == [True]
