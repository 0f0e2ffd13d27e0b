from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.base import RunContext
from dxrobot.actions.files import CopyFile, ListFiles, MakeFolder, MoveFile, WaitForFile
from dxrobot.config import Workspace
from dxrobot.errors import InputError, RunCancelled, TargetError
from dxrobot.items import Mode
from dxrobot.store.journal import Journal

from .table_context import context_of

Start = Callable[..., Journal]


@pytest.fixture
def context(workspace: Workspace, start_run: Start) -> RunContext:
    return context_of(workspace, start_run("run1"))


@pytest.fixture
def inbox(workspace: Workspace) -> Path:
    folder = workspace.root / "受信"
    folder.mkdir()
    for name in ("b.csv", "a.csv", "~$a.csv", "メモ.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_files_are_listed_by_name_without_those_of_an_open_workbook(context: RunContext, inbox: Path) -> None:
    assert ListFiles(folder="受信", pattern="*.csv").perform(context) == [str(inbox / "a.csv"), str(inbox / "b.csv")]


def test_file_goes_into_a_folder_that_was_made(context: RunContext, inbox: Path) -> None:
    done = MakeFolder(folder="受信/済").perform(context)
    assert MoveFile(file="受信/a.csv", to="受信/済").perform(context) == str(inbox / "済" / "a.csv")
    assert CopyFile(file="受信/b.csv", to="受信/済/c.csv").perform(context) == str(Path(done) / "c.csv")
    assert not (inbox / "a.csv").exists()
    assert (inbox / "b.csv").exists()
    assert sorted(path.name for path in Path(done).iterdir()) == ["a.csv", "c.csv"]


@pytest.mark.parametrize("action", [CopyFile, MoveFile])
def test_file_that_is_there_is_replaced_only_when_said_so(
    context: RunContext, inbox: Path, action: type[CopyFile | MoveFile]
) -> None:
    with pytest.raises(InputError, match="同じ名前のファイルが既にあります"):
        action(file="受信/a.csv", to="受信/b.csv").perform(context)
    assert (inbox / "a.csv").exists()
    action(file="受信/a.csv", to="受信/b.csv", replace=True).perform(context)
    assert (inbox / "b.csv").read_text(encoding="utf-8") == "a.csv"


@pytest.mark.parametrize("place", ["../よそ", "受信/../../よそ", "/etc/passwd", "受信/よそへ/x", ".dxrobot/vault", ""])
def test_no_path_leads_out_of_the_workspace_or_to_its_secrets(
    context: RunContext, inbox: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "よそ").mkdir()
    (inbox / "よそへ").symlink_to(tmp_path / "よそ")
    with pytest.raises(InputError):
        CopyFile(file="受信/a.csv", to=place).perform(context)
    with pytest.raises(InputError):
        CopyFile(file=place, to="x.csv").perform(context)
    assert list((tmp_path / "よそ").iterdir()) == []


def test_what_the_run_was_started_with_may_be_used(workspace: Workspace, start_run: Start, tmp_path: Path) -> None:
    (tmp_path / "共有").mkdir()
    (tmp_path / "共有" / "a.csv").write_text("a", encoding="utf-8")
    context = context_of(workspace, start_run("run1"), Mode.TRIAL, tmp_path / "共有")
    moved = MoveFile(file=str(tmp_path / "共有" / "a.csv"), to="a.csv").perform(context)
    assert moved == str(context.evidence / "a.csv")
    assert not (tmp_path / "共有" / "a.csv").exists()


def test_dry_run_changes_nothing_outside_of_its_folder_and_sees_its_own_files(
    workspace: Workspace, start_run: Start, inbox: Path
) -> None:
    context = context_of(workspace, start_run("run1"), Mode.DRY)
    before = sorted(path.name for path in inbox.iterdir())
    MakeFolder(folder="受信/済").perform(context)
    moved = Path(MoveFile(file="受信/a.csv", to="受信/済").perform(context))
    assert context.evidence in moved.parents
    assert WaitForFile(file="受信/済/a.csv").perform(context) == str(moved)
    assert sorted(path.name for path in inbox.iterdir()) == before


def test_file_is_waited_for_until_it_is_complete(context: RunContext, inbox: Path) -> None:
    late = inbox / "late.csv"

    def arrive() -> None:
        for _part in range(3):
            time.sleep(0.4)
            with late.open("a", encoding="utf-8") as file:
                file.write("x" * 10)

    thread = threading.Thread(target=arrive)
    thread.start()
    WaitForFile(file="受信/late.csv", minutes=0.2).perform(context)
    assert late.stat().st_size == 30
    thread.join()


def test_file_that_does_not_come_is_told(context: RunContext, inbox: Path) -> None:
    arguments: dict[str, Any] = {"file": "受信/none.csv", "minutes": 0.005}
    with pytest.raises(TargetError, match="待っても届きません"):
        WaitForFile(**arguments).perform(context)


def test_wait_for_a_file_ends_when_the_run_is_to_stop_and_says_so(context: RunContext, inbox: Path) -> None:
    stopped = replace(context, asked_to_stop=lambda: True)
    with pytest.raises(RunCancelled, match="待つのをやめました"):
        WaitForFile(file="受信/none.csv").perform(stopped)
