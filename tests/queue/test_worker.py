"""Workers with real child processes: what they carry out, how they end it, and what becomes of orders of the dead."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone

from dxrobot.app.orders import cancel_order
from dxrobot.app.working import Post, WorkerAtWork
from dxrobot.cli.boundary import run_command_line
from dxrobot.cli.workers import _draining
from dxrobot.errors import InputError
from dxrobot.items import OrderState, RunStatus
from dxrobot.queue.children import Children
from dxrobot.queue.engine import DEFAULT_QUEUE
from dxrobot.store.models import Order, Run, Worker
from dxrobot.store.server import Server
from dxrobot.store.taking import Taker, claim
from tests.queue.shift import until
from tools.prove.city import NOTE, WAIT, City, open_city


@pytest.fixture
def city(tmp_path: Path, sqlite_store: Path) -> Iterator[City]:
    yield open_city(tmp_path / "city")
    connections.close_all()


@pytest.fixture
def city_of_many_pcs(tmp_path: Path, new_database: Server) -> Iterator[City]:
    yield open_city(tmp_path / "city", "procrastinate", new_database.url)
    connections.close_all()


@contextmanager
def worker_at_work(city: City, at_once: int = 1, warm: int = 0, name: str = "pc") -> Iterator[WorkerAtWork]:
    worker = WorkerAtWork(city.workspace, Post(name, ("default",), at_once, warm))

    def work() -> None:
        try:
            worker.work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield worker
    finally:
        worker.drain()
        thread.join(60)
    assert not thread.is_alive()


def standing(order: Order) -> tuple[str, int]:
    order.refresh_from_db()
    return order.state, order.attempt


def is_running(order: Order) -> bool:
    return standing(order)[0] == OrderState.RUNNING and order.run is not None


def runner_of(order: Order) -> psutil.Process:
    assert order.run is not None
    return psutil.Process(order.run.processes.order_by("id")[0].pid)


def test_order_is_carried_out_in_a_child_and_its_pc_told(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = city.order(WAIT, path=str(city.workspace.root / "go"))
    note = city.order(NOTE, number="12")
    monkeypatch.chdir(city.workspace.root)
    with worker_at_work(city, at_once=2, warm=1):
        until(lambda: standing(note)[0] == OrderState.ENDED and is_running(waiting))
        assert run_command_line(["workers", "--json"]) == 0
        (pc,) = json.loads(capsys.readouterr().out)
        assert (pc["alive"], pc["state"], pc["queues"]) == (True, "working", ["default"])
        assert pc["running"] == [{"order": waiting.pk, "scenario": WAIT}]
        (city.workspace.root / "go").write_text("今")
        until(lambda: standing(waiting)[0] == OrderState.ENDED)
    for order in (note, waiting):
        assert order.run is not None
        assert order.run.status == RunStatus.FINISHED
        assert (city.workspace.runs / order.run.name / "kiroku.csv").exists()
    assert Worker.objects.get().state == "stopped"


def test_cancelled_order_ends_with_every_process_of_it(city: City) -> None:
    order = city.order(WAIT, path=str(city.workspace.root / "never"))
    with worker_at_work(city):
        until(lambda: is_running(order))
        runner = runner_of(order)
        assert cancel_order(city.workspace, order.pk) is OrderState.RUNNING
        until(lambda: standing(order)[0] == OrderState.CANCELLED and not runner.is_running())
    assert order.run is not None
    order.run.refresh_from_db()
    assert order.run.finished_at is not None
    with pytest.raises(InputError, match="もう終わって"):
        cancel_order(city.workspace, order.pk)


def test_order_whose_time_is_over_is_ended_and_says_so(city: City) -> None:
    order = city.order(WAIT, path=str(city.workspace.root / "never"), limit_minutes=0.02)
    with worker_at_work(city):
        until(lambda: standing(order)[0] == OrderState.ENDED)
    assert "上限" in order.reason


def test_draining_worker_finishes_what_it_has_takes_nothing_new_and_hands_on_when_asked_twice(city: City) -> None:
    first, second, third = (city.order(WAIT, path=str(city.workspace.root / name)) for name in ("one", "two", "three"))
    with worker_at_work(city, at_once=2) as worker:
        until(lambda: is_running(first) and is_running(second))
        worker.drain()
        (city.workspace.root / "one").write_text("今")
        until(lambda: standing(first)[0] == OrderState.ENDED)
        assert standing(third) == (OrderState.WAITING, 0)
        assert is_running(second)
        worker.drain()
        until(lambda: standing(second) == (OrderState.WAITING, 1))
    assert "任せました" in second.reason


def test_run_of_a_killed_worker_is_continued_by_another(city_of_many_pcs: City) -> None:
    city = city_of_many_pcs  # on the embedded engine: test_chaos
    order = city.order(WAIT, path=str(city.workspace.root / "go"))
    doomed = city.start_worker("doomed", "--queues", "default")
    until(lambda: is_running(order))
    child = runner_of(order)
    doomed.kill()
    doomed.wait()
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    Order.objects.update(lease_until=Now() - timedelta(seconds=10))
    (city.workspace.root / "go").write_text("今")
    with worker_at_work(city, name="heir"):
        until(lambda: standing(order)[0] == OrderState.ENDED)
    assert standing(order) == (OrderState.ENDED, 2)
    run = Run.objects.get()
    assert (run.status, run.attempt) == (RunStatus.FINISHED, 2)


def test_child_that_dies_gives_its_order_back_and_one_that_is_frozen_loses_it(city: City) -> None:
    order = city.order(WAIT, path=str(city.workspace.root / "go"))
    with worker_at_work(city):
        until(lambda: is_running(order))
        runner_of(order).kill()
        until(lambda: standing(order) == (OrderState.WAITING, 1))
        assert "途中で終わりました" in order.reason
        Order.objects.update(not_before=None)
        until(lambda: Run.objects.get().attempt == 2)
        frozen = runner_of(order)
        frozen.send_signal(signal.SIGSTOP)
        (city.workspace.root / "go").write_text("今")
        Order.objects.update(lease_until=Now() - timedelta(seconds=10))
        until(lambda: standing(order) == (OrderState.ENDED, 3))
    assert not frozen.is_running() or frozen.status() == psutil.STATUS_ZOMBIE


def test_child_that_was_frozen_while_its_worker_went_does_not_hold_the_order_for_anybody(city: City) -> None:
    order = city.order(NOTE, number="12")
    children = Children(city.workspace.root)
    child = children.take()
    lease = claim(order.pk, Taker("gone", "pc", (DEFAULT_QUEUE,)))
    assert lease is not None
    held_until = Order.objects.get().lease_until
    process = child._process
    process.send_signal(signal.SIGSTOP)
    child.tell(order=lease.order, attempt=lease.attempt)
    assert process.stdin is not None
    process.stdin.close()
    process.send_signal(signal.SIGCONT)
    assert child.ended_within(60)
    order.refresh_from_db()
    assert (order.lease_until, order.run) == (held_until, None)


def test_worker_with_another_salt_than_the_other_machines_does_not_begin(city: City) -> None:
    here = {"boot_id": "", "pid": 1, "created": 1.0, "version": "0.1.0", "state": "stopped"}
    long_ago = timezone.now() - timedelta(days=1)
    Worker.objects.create(
        name="first", host="first", salt_mark="another", started_at=long_ago, heartbeat_at=long_ago, **here
    )
    with pytest.raises(InputError, match="first のもの"):
        WorkerAtWork(city.workspace, Post("pc", ("default",))).work()


def test_worker_of_an_older_version_or_with_a_name_in_use_does_not_begin(city: City) -> None:
    with worker_at_work(city):
        until(lambda: Worker.objects.exists())
        with pytest.raises(InputError, match="同じ名前のワーカー「pc」"):
            WorkerAtWork(city.workspace, Post("pc", ("default",))).work()
        Worker.objects.update(version="99.0")
        with pytest.raises(InputError, match="古い"):
            WorkerAtWork(city.workspace, Post("other", ("default",))).work(begun=pytest.fail)


def test_signal_is_heard_while_the_thread_that_it_interrupts_holds_what_draining_needs(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = WorkerAtWork(city.workspace, Post("pc", ("default",)))
    lock, heard = threading.Lock(), list[bool]()
    monkeypatch.setattr(worker, "drain", lambda: heard.append(lock.acquire(timeout=5)))
    with _draining(worker):
        with lock:
            os.kill(os.getpid(), signal.SIGTERM)
        until(lambda: bool(heard))
    assert heard == [True]
