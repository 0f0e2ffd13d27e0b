"""Going on with a run from outside: one order, only where something is open, and never on a run at work."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from dxrobot.app.going_on import go_on, may_go_on
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.items import ItemState, Mode, OrderState, RunStatus
from dxrobot.store.journal import Journal
from dxrobot.store.models import Order, Run
from dxrobot.store.placing import NewItem
from tests.store.fixtures import DEAD_PID


@dataclass
class Desk:
    """A workspace with a scan, and runs of it."""

    workspace: Workspace
    scan: Path

    def run(
        self, states: list[ItemState], status: RunStatus | None, *, mode: Mode = Mode.TRIAL, pid: int = DEAD_PID
    ) -> Run:
        journal = Journal.start(
            name="a",
            scenario="entry",
            job="請求書の入力",
            mode=mode,
            definition_hash="0",
            pid=pid,
            inputs={"scans": [str(self.scan)]},
        )
        journal.place_items([NewItem(f"request:{number}", "a.pdf") for number, _state in enumerate(states)])
        for ordinal, state in enumerate(states, start=1):
            journal.settle_item(ordinal, state, "", 1.0)
        if status is not None:
            journal.finish(status)
        return Run.objects.get(name="a")


@pytest.fixture
def desk(workspace: Workspace, tmp_path: Path) -> Desk:
    settings = workspace.root / "dxrobot.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + 'test_address = "http://127.0.0.1:2/"\n', encoding="utf-8"
    )
    ready = load_workspace(workspace.root)
    open_workspace(ready)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    return Desk(ready, tmp_path / "a.pdf")


def test_what_is_open_of_a_run_is_wanted_once(desk: Desk) -> None:
    run = desk.run([ItemState.DONE, ItemState.SYSTEM_ERROR], RunStatus.STOPPED)
    Order.objects.create(
        scenario="entry", mode="trial", queue="lgwan", requested_at=run.started_at, state="ended", run=run
    )
    assert may_go_on(run)
    order = go_on(desk.workspace, run, "佐藤 職員")
    kept = Order.objects.get(pk=order.pk)
    assert (kept.run, kept.requested_by, kept.queue, kept.mode) == (run, "佐藤 職員", "lgwan", "trial")
    assert kept.inputs == run.inputs
    assert not may_go_on(run)
    with pytest.raises(InputError, match="もう頼まれています"):
        go_on(desk.workspace, run, "ほかの人")
    Order.objects.filter(pk=order.pk).update(state=OrderState.ENDED)
    assert may_go_on(run)


def test_a_run_that_failed_before_it_had_items_is_continued(desk: Desk) -> None:
    run = desk.run([], RunStatus.FAILED)
    assert go_on(desk.workspace, run, "佐藤").run == run


def test_a_run_at_work_is_left_alone(desk: Desk) -> None:
    run = desk.run([ItemState.PENDING], None, pid=os.getpid())
    assert not may_go_on(run)
    with pytest.raises(InputError, match="まだ動いています"):
        go_on(desk.workspace, run, "佐藤")


def test_a_run_that_broke_off_is_continued(desk: Desk) -> None:
    assert go_on(desk.workspace, desk.run([ItemState.PENDING], None), "佐藤").pk


def test_a_run_with_nothing_open_is_over(desk: Desk) -> None:
    run = desk.run([ItemState.DONE], RunStatus.FINISHED)
    with pytest.raises(InputError, match="続ける件がありません"):
        go_on(desk.workspace, run, "佐藤")


@pytest.mark.parametrize(("purged", "words"), [(True, "入力が、もう残っていない"), (False, "もうありません: a.pdf")])
def test_a_run_whose_files_are_gone_says_so(desk: Desk, purged: bool, words: str) -> None:
    run = desk.run([ItemState.SYSTEM_ERROR], RunStatus.STOPPED)
    if purged:
        Run.objects.update(inputs={})
        run.refresh_from_db()
    desk.scan.unlink()
    with pytest.raises(InputError, match=words):
        go_on(desk.workspace, run, "佐藤")


def test_production_is_continued_only_in_an_approved_version(desk: Desk) -> None:
    run = desk.run([ItemState.SYSTEM_ERROR], RunStatus.STOPPED, mode=Mode.PRODUCTION)
    with pytest.raises(InputError, match="承認を受けていません"):
        go_on(desk.workspace, run, "佐藤")
