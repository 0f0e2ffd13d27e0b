"""The bench of the runner's own cost runs on the runner as it is now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxrobot.runner import entry, probe
from dxrobot.store.setup import close_store
from tools.bench import runner_cost


def test_the_bench_of_the_runner_measures_and_writes_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "perform_operation", entry.perform_operation)  # put back afterwards
    monkeypatch.setattr(probe, "perform_steps", probe.perform_steps)
    monkeypatch.setattr(runner_cost, "ITEMS", 3)
    monkeypatch.setattr(runner_cost, "RESULT", tmp_path / "runner.json")
    try:
        runner_cost.main(1)
    finally:
        close_store()
    figures = json.loads((tmp_path / "runner.json").read_text(encoding="utf-8"))
    assert figures["items"] == 3
    assert 0 < figures["processor_ms_per_item"] <= figures["ms_per_item"] * 1.5
