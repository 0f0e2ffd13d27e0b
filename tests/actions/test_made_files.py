"""A run that is continued meets the files that its earlier attempts have made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.base import RunContext
from dxrobot.actions.registry import SCENARIO_ACTIONS
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.sheets.read_grid import read_grid
from dxrobot.store.journal import Journal
from dxrobot.store.models import MadeFile, Run
from dxrobot.store.purging import forget
from tests.sheets.city_template import city_template
from tests.store.fixtures import DEAD_PID

from .table_context import context_of

Start = Callable[..., Journal]


@dataclass
class Attempts:
    """One run, attempt after attempt."""

    workspace: Workspace
    context: RunContext

    def perform(self, action: str, **arguments: Any) -> Path:
        return Path(SCENARIO_ACTIONS[action].ready(arguments, {}).perform(self.context))

    def next(self) -> None:
        run = Run.objects.get(name="run1")
        Run.objects.update(status="failed")
        journal = Journal.resume(run, DEAD_PID, {})
        assert journal is not None
        self.context = context_of(self.workspace, journal)


@pytest.fixture
def attempts(workspace: Workspace, start_run: Start) -> Attempts:
    city_template(workspace.root / "様式.xlsx")
    (workspace.root / "受信").mkdir()
    (workspace.root / "済").mkdir()
    (workspace.root / "受信" / "a.csv").write_text("1", encoding="utf-8")
    return Attempts(workspace, context_of(workspace, start_run("run1")))


def rows(*names: str) -> dict[str, Any]:
    return {"columns": ["氏名"], "rows": [{"氏名": name} for name in names]}


@pytest.mark.parametrize("place", ["一覧.csv", "済/一覧.csv"])
def test_a_file_of_an_earlier_attempt_is_made_anew(attempts: Attempts, place: str) -> None:
    attempts.perform("write_csv", file=place, **rows("林"))
    for names in (["林"], ["林", "森"], []):
        attempts.next()
        path = attempts.perform("write_csv", file=place, **rows(*names))
        assert path.read_text(encoding="cp932").split() == ["氏名", *names]


@pytest.mark.parametrize("place", ["一覧.xlsx", "済/一覧.xlsx"])
def test_a_workbook_of_an_earlier_attempt_is_made_anew(attempts: Attempts, place: str) -> None:
    attempts.perform("write_rows", file=place, title="", **rows("林"))
    attempts.next()
    assert read_grid(attempts.perform("write_rows", file=place, title="", **rows("森"))).text(1, 0) == "森"


def test_a_filled_template_of_an_earlier_attempt_is_filled_anew(attempts: Attempts) -> None:
    attempts.perform("fill_sheet", template="様式.xlsx", file="b.xlsx", cells={"B3": "林"})
    attempts.next()
    path = attempts.perform("fill_sheet", template="様式.xlsx", file="b.xlsx", cells={"B3": "森"})
    assert read_grid(path).text(2, 1) == "森"


def test_what_a_person_has_changed_since_is_kept(attempts: Attempts) -> None:
    path = attempts.perform("write_csv", file="一覧.csv", **rows("林"))
    path.write_text("直しました", encoding="utf-8")
    attempts.next()
    with pytest.raises(InputError, match="既にあります"):
        attempts.perform("write_csv", file="一覧.csv", **rows("林"))
    assert path.read_text(encoding="utf-8") == "直しました"


def test_one_attempt_makes_a_file_only_once(attempts: Attempts) -> None:
    attempts.perform("write_csv", file="一覧.csv", **rows("林"))
    attempts.next()
    attempts.perform("write_csv", file="一覧.csv", **rows("林"))
    attempts.perform("write_csv", file="別.csv", **rows("林"))
    with pytest.raises(InputError, match="既にあります"):
        attempts.perform("write_csv", file="別.csv", **rows("森"))


def test_the_file_of_another_run_is_kept(attempts: Attempts, start_run: Start) -> None:
    attempts.perform("write_csv", file="済/一覧.csv", **rows("林"))
    attempts.context = context_of(attempts.workspace, start_run("run2"))
    with pytest.raises(InputError, match="既にあります"):
        attempts.perform("write_csv", file="済/一覧.csv", **rows("林"))


def test_what_has_been_moved_is_where_it_was_moved_to(attempts: Attempts) -> None:
    moved = attempts.perform("move_file", file="受信/a.csv", to="済")
    attempts.next()
    assert attempts.perform("move_file", file="受信/a.csv", to="済") == moved
    assert moved.read_text(encoding="utf-8") == "1"


@pytest.mark.parametrize("action", ["move_file", "copy_file"])
def test_a_transfer_that_broke_off_is_done_again_unless_something_else_has_come(
    attempts: Attempts, action: str
) -> None:
    source = attempts.workspace.root / "受信" / "a.csv"
    target = attempts.perform("copy_file", file="受信/a.csv", to="済")
    attempts.next()
    attempts.perform(action, file="受信/a.csv", to="済")
    assert source.exists() is (action == "copy_file")
    source.write_text("2", encoding="utf-8")
    attempts.next()
    with pytest.raises(InputError, match="既にあります"):
        attempts.perform(action, file="受信/a.csv", to="済")
    assert (source.read_text(encoding="utf-8"), target.read_text(encoding="utf-8")) == ("2", "1")


def test_a_file_that_was_never_there_is_missed(attempts: Attempts) -> None:
    attempts.next()
    with pytest.raises(InputError, match="ファイルがありません"):
        attempts.perform("move_file", file="受信/b.csv", to="済")


def test_what_was_written_down_of_files_is_forgotten_with_the_run(attempts: Attempts) -> None:
    attempts.perform("write_csv", file="林太郎.csv", **rows("林"))
    assert MadeFile.objects.count() == 1
    forget("run1")
    assert not MadeFile.objects.exists()
