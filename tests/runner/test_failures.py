"""What is kept of an item that failed, seen from a real browser."""

from __future__ import annotations

import csv
import json

import pytest

from dxrobot.actions.progress import Progress
from dxrobot.app.running import run_scenario
from dxrobot.config import Workspace, load_workspace
from dxrobot.items import Mode
from dxrobot.runner import batch
from dxrobot.runner.options import RunOptions
from tests.runner.saving_site import Site, running_site, saving_site, workspace

__all__ = ["running_site", "saving_site", "workspace"]

QUIET = Progress(lambda *_arguments: None)


def test_a_refused_record_leaves_a_bundle_without_personal_data(workspace: Workspace, saving_site: Site) -> None:
    saving_site.refusing = True
    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert result.items["business_error"] == 1
    folder = result.evidence / "failures" / "000001"
    names = {file.name for file in folder.iterdir()}
    assert names == {"screen.png", "screen.html", "console.txt", "requests.csv", "step.json"}
    step = json.loads((folder / "step.json").read_text(encoding="utf-8"))
    assert (step["robot"], step["screen"], step["action"]) == ("desk", "登録", "commit")
    assert "登録できません" in step["error"]
    assert "登録できません" in (folder / "screen.html").read_text(encoding="utf-8") or "●" in step["error"]
    assert "refused" in (folder / "console.txt").read_text(encoding="utf-8")
    with (folder / "requests.csv").open(encoding="utf-8") as file:
        requests = list(csv.DictReader(file))
    saved = next(request for request in requests if request["address"].endswith("/save"))
    assert (saved["method"], saved["status"], saved["ms"].isdigit()) == ("POST", "200", True)
    for file in folder.glob("*.*"):
        text = file.read_bytes().decode("utf-8", "replace")
        assert "竜吉" not in text, file.name
        assert "?" not in text or file.name != "requests.csv"


def test_an_item_that_comes_through_leaves_nothing(workspace: Workspace) -> None:
    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert result.items["done"] == 1
    assert not list((result.evidence / "failures").glob("*"))


def test_a_system_error_is_kept_though_the_browser_is_ended(
    workspace: Workspace, saving_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BACK_OFF_S", ())
    saving_site.broken = True
    result = run_scenario(workspace, "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert result.items["done"] == 0
    folder = result.evidence / "failures" / "000001"
    assert json.loads((folder / "step.json").read_text(encoding="utf-8"))["kind"]
    assert (folder / "screen.png").stat().st_size > 0


def test_a_city_may_do_without_pictures(workspace: Workspace) -> None:
    config = workspace.root / "dxrobot.toml"
    config.write_text(f"{config.read_text(encoding='utf-8')}[evidence]\npictures = false\n", encoding="utf-8")
    result = run_scenario(load_workspace(workspace.root), "entry", {}, Mode.TRIAL, QUIET, RunOptions(limit=1))
    assert result.items["done"] == 1
    assert not list(result.evidence.rglob("*.png"))
