"""What becomes of files that are put into the folder of a schedule."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from dxrobot.items import OrderState
from dxrobot.schedule.rules import RULE, Folder
from dxrobot.scheduler import folder
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.folder import ASIDE, TAKEN, FolderGone, FolderWatch
from dxrobot.scheduler.folders import Folders
from dxrobot.store.models import Arrival, Order, Schedule
from tests.store.schedules import at, desk, keep


@pytest.fixture
def put(store: object, tmp_path: Path) -> Path:
    """A folder into which files are put."""
    path = tmp_path / "受付"
    path.mkdir()
    return path


class Looks:
    """A watch whose looks are ten seconds apart."""

    def __init__(self, schedule: Schedule) -> None:
        self.told: list[str] = []
        self.seconds = 0.0
        self.desk = desk()
        rule = RULE.validate_python(schedule.rule)
        assert isinstance(rule, Folder)
        self.watch = FolderWatch(schedule, rule, self.told.append, clock=lambda: self.seconds)

    def look(self, times: int = 1) -> int:
        placed = 0
        for _time in range(times):
            self.seconds += 10
            placed += self.watch.look(self.desk, at(9))
        return placed


def looks(put: Path, kinds: str = "") -> Looks:
    return Looks(keep("a", f"フォルダー {put} に {kinds}置かれたら"))


def names(path: Path) -> list[str]:
    return sorted(found.name.partition("_")[2] for found in path.iterdir() if found.is_file())


def test_file_is_taken_once_it_has_settled_and_its_run_gets_its_new_place(put: Path) -> None:
    watching = looks(put)
    (put / "依頼.csv").write_text("a")
    assert watching.look() == 0, "nobody knows yet whether it is still growing"
    (put / "依頼.csv").write_text("a,b")
    assert watching.look() == 0
    assert watching.look() == 1
    order = Order.objects.get()
    taken = Path(order.inputs["scan"][0])
    assert (order.state, taken.read_text(), taken.parent) == (OrderState.WAITING, "a,b", put / TAKEN)
    assert watching.look(3) == 0


def test_files_that_come_together_get_an_order_each(put: Path) -> None:
    watching = looks(put)
    for number in range(3):
        (put / f"{number}.csv").write_text(str(number))
    assert watching.look(2) == 3
    assert len(set(Order.objects.values_list("fire_at", flat=True))) == 3


def test_same_content_is_noticed_whatever_it_is_called(put: Path) -> None:
    watching = looks(put)
    (put / "a.csv").write_text("same")
    watching.look(2)
    (put / "b.csv").write_text("same")
    assert watching.look(2) == 0
    assert names(put / ASIDE) == ["b.csv", "b.csv.理由.txt"]
    reason = next(path for path in (put / ASIDE).iterdir() if path.suffix == ".txt").read_text(encoding="utf-8-sig")
    assert "同じ内容" in reason
    assert "a.csv" in reason
    assert len(watching.told) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("a.csv", b"", "空"), ("a.xlsx", b"no workbook", "xlsx"), ("a.pdf", b"<html>", "pdf"), ("a.txt", b"x", "種類")],
)
def test_bad_file_is_put_aside_with_the_reason(put: Path, name: str, content: bytes, why: str) -> None:
    watching = looks(put, "csv・xlsx・pdf が")
    (put / name).write_bytes(content)
    assert watching.look(2) == 0
    assert names(put / ASIDE) == [name, f"{name}.理由.txt"]
    assert why in Arrival.objects.get(taken=False).reason
    assert not Order.objects.exists()


def test_unfinished_and_hidden_files_and_links_are_left_alone(put: Path, tmp_path: Path) -> None:
    watching = looks(put)
    for name in ("~$表.xlsx", ".hidden", "大.csv.part", "x.tmp"):
        (put / name).write_text("x")
    (tmp_path / "elsewhere.csv").write_text("x")
    (put / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert watching.look(3) == 0
    assert len(list(put.iterdir())) == 5


def test_file_that_was_moved_by_who_died_before_writing_it_down_is_taken_after_all(
    put: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = looks(put)
    (put / "a.csv").write_text("a")
    watching.look()
    monkeypatch.setattr(folder, "place_orders", lambda *_given, **_named: _die_after_moving(put))
    with pytest.raises(KeyboardInterrupt):
        watching.look()
    monkeypatch.undo()
    assert (names(put), Order.objects.count(), Arrival.objects.count()) == ([], 0, 0)
    another = Looks(watching.watch.schedule)
    assert another.look(2) == 1
    assert Path(Order.objects.get().inputs["scan"][0]).read_text() == "a"


def _die_after_moving(put: Path) -> None:
    (put / TAKEN).mkdir()
    (put / "a.csv").rename(put / TAKEN / "20260401-090000-ab12_a.csv")
    raise KeyboardInterrupt


def test_folder_that_is_gone_loses_nothing(put: Path) -> None:
    watching = looks(put)
    (put / "a.csv").write_text("a")
    watching.look()
    away = put.rename(put.with_name("away"))
    with pytest.raises(FolderGone):
        watching.look()
    away.rename(put)
    assert watching.look(2) == 1


def test_two_dispatchers_take_one_file_once(put: Path) -> None:
    schedule = keep("a", f"フォルダー {put} に 置かれたら")
    watching = [Looks(schedule), Looks(schedule)]
    for number in range(12):
        (put / f"{number}.csv").write_text(str(number))
    ready = threading.Barrier(2)

    def work(one: Looks) -> None:
        one.look()
        ready.wait()
        one.look(3)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(one,)) for one in watching]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Order.objects.count() == 12
    assert Arrival.objects.filter(taken=True).count() == 12
    assert not list((put / ASIDE).glob("*"))


def wait_until(holds: Callable[[], bool]) -> None:
    over = threading.Event()
    for _try in range(200):
        if holds():
            return
        over.wait(0.1)
    raise AssertionError("it never came to hold")


def test_share_that_disappears_is_told_of_once_and_goes_on_when_it_is_back(
    put: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxrobot.scheduler.folders.LOOK_EVERY_S", 0.2)
    monkeypatch.setattr("dxrobot.scheduler.folders._SETTLING_S", 0.1)
    monkeypatch.setattr("dxrobot.scheduler.folder.SETTLE_S", 0.1)
    schedule = keep("a", f"フォルダー {put} に 置かれたら")
    told: list[str] = []
    working: Desk = desk()
    folders = Folders(lambda: working, told.append)
    folders.follow_schedules()
    try:
        away = put.rename(put.with_name("away"))
        wait_until(lambda: len(told) == 1)
        schedule.refresh_from_db()
        assert str(put) in schedule.trouble
        (away / "a.csv").write_text("a")
        away.rename(put)
        wait_until(lambda: Order.objects.exists())
        schedule.refresh_from_db()
        assert (schedule.trouble, len(told)) == ("", 2)
    finally:
        folders.end()


def test_paused_schedule_watches_no_folder(put: Path) -> None:
    keep("a", f"フォルダー {put} に 置かれたら", paused=True)
    folders = Folders(desk, lambda _words: None)
    folders.follow_schedules()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("folder-")]
    folders.end()
