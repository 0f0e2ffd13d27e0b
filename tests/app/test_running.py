from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxrobot.actions.base import Tally
from dxrobot.actions.progress import Progress
from dxrobot.app import run_at_work
from dxrobot.app.run_result import RunResult
from dxrobot.app.running import run_scenario
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.errors import BusinessError, DefinitionError, ExitStatus, InputError
from dxrobot.items import ItemState, Mode, RunStatus, count_states
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ocr.reading import Form
from dxrobot.store.models import LedgerRow, Run
from tests.actions.workspace import ROBOT, SCENARIO

QUIET = Progress(lambda *_arguments: None)


@pytest.fixture
def result(ledger_entry: Callable[..., LedgerEntry]) -> RunResult:
    return RunResult(
        run="a",
        scenario="entry",
        mode=Mode.TRIAL,
        status=RunStatus.FINISHED,
        items=count_states([ItemState.DONE, ItemState.SKIPPED]),
        entry=ledger_entry(),
        evidence=Path("runs/a"),
        message="",
        tally=Tally(pages=[Form("a.pdf", 1)]),
        left=(),
    )


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ItemState.DONE, ExitStatus.SETTLED),
        (ItemState.SKIPPED, ExitStatus.SETTLED),
        (ItemState.WAITING_REVIEW, ExitStatus.PERSON_NEEDED),
        (ItemState.BUSINESS_ERROR, ExitStatus.PERSON_NEEDED),
        (ItemState.UNKNOWN, ExitStatus.PERSON_NEEDED),
        (ItemState.SYSTEM_ERROR, ExitStatus.INPUT_WRONG),
    ],
)
def test_exit_status_follows_the_items(result: RunResult, state: ItemState, status: ExitStatus) -> None:
    assert replace(result, items=count_states([ItemState.DONE, state])).exit_status is status


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.STOPPED, RunStatus.CANCELLED])
def test_run_that_did_not_finish_is_not_settled(result: RunResult, status: RunStatus) -> None:
    assert replace(result, status=status).exit_status is ExitStatus.INPUT_WRONG


def test_page_that_could_not_be_read_shows_in_the_exit_status(result: RunResult) -> None:
    waiting = count_states([ItemState.WAITING_REVIEW])
    broken = Tally(pages=[Form("a.pdf", 1), Form("a.pdf", 2, error="読めません。")])
    assert replace(result, items=waiting, tally=broken).exit_status is ExitStatus.INPUT_WRONG


def test_result_has_the_shape_of_the_contract(result: RunResult) -> None:
    shown = result.as_json()
    assert (shown["run"], shown["scenario"], shown["mode"], shown["status"]) == ("a", "entry", "trial", "finished")
    assert {name: shown[name] for name in ("saved_minutes", "human_minutes", "robot_seconds", "evidence")} == {
        "saved_minutes": 18.0,
        "human_minutes": 0.0,
        "robot_seconds": 12.3,
        "evidence": "runs/a",
    }
    assert {state: count for state, count in shown["items"].items() if count} == {"done": 1, "skipped": 1}
    assert set(shown["items"]) == {state.value for state in ItemState}


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    open_workspace(workspace)
    return workspace


def write(workspace: Workspace, text: str) -> None:
    (workspace.scenarios / "entry.yaml").write_text(text, encoding="utf-8")


def test_wrong_definitions_start_no_run(opened: Workspace) -> None:
    write(opened, SCENARIO.replace("form.key", "form.kye"))
    with pytest.raises(DefinitionError, match=r"entry\.yaml:29:5"):
        run_scenario(opened, "entry", {"scans": ["x"]}, Mode.TRIAL, QUIET)
    write(opened, SCENARIO)
    (opened.robots / "desk.yaml").write_text(ROBOT.replace("open: entry", "open: enrty"), encoding="utf-8")
    with pytest.raises(DefinitionError, match="enrty"):
        run_scenario(opened, "entry", {"scans": ["x"]}, Mode.TRIAL, QUIET)
    assert not Run.objects.exists()


def test_version_that_nobody_approved_does_not_run_in_production(opened: Workspace) -> None:
    with pytest.raises(InputError, match="承認"):
        run_scenario(opened, "entry", {"scans": ["x"]}, Mode.PRODUCTION, QUIET)
    assert not Run.objects.exists()


def test_baseline_that_has_not_begun_starts_no_run(opened: Workspace) -> None:
    write(opened, SCENARIO.replace("2020-04-01", "2999-04-01"))
    with pytest.raises(InputError, match="基準時間"):
        run_scenario(opened, "entry", {"scans": ["x"]}, Mode.TRIAL, QUIET)


def test_misspelt_scenario_is_told_with_the_one_that_is_there(opened: Workspace) -> None:
    with pytest.raises(InputError, match='"entry" ではありませんか'):
        run_scenario(opened, "enrty", {}, Mode.TRIAL, QUIET)


def test_failed_run_ends_in_words_with_a_ledger_entry(opened: Workspace) -> None:
    result = run_scenario(opened, "entry", {"scans": ["none.pdf"]}, Mode.TRIAL, QUIET)
    assert (result.status, result.exit_status) == (RunStatus.FAILED, ExitStatus.INPUT_WRONG)
    assert "none.pdf" in result.message
    assert (Run.objects.get().status, LedgerRow.objects.count(), result.entry.saved_minutes) == ("failed", 1, 0)


@pytest.mark.parametrize("error", [BusinessError("番号が違います。"), OSError(28, "No space left on device")])
def test_failure_outside_an_item_ends_the_run_in_words(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(self: object, _values: object) -> None:
        raise error

    monkeypatch.setattr(run_at_work.Runner, "run", fail)
    result = run_scenario(opened, "entry", {"scans": ["x"]}, Mode.TRIAL, QUIET)
    assert (result.status, result.exit_status) == (RunStatus.FAILED, ExitStatus.INPUT_WRONG)
    assert "不具合" not in result.message


def test_bug_is_raised_and_the_run_is_closed(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, _values: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run_at_work.Runner, "run", fail)
    with pytest.raises(ZeroDivisionError):
        run_scenario(opened, "entry", {"scans": ["x"]}, Mode.TRIAL, QUIET)
    assert (Run.objects.get().status, "不具合" in Run.objects.get().message) == ("failed", True)
