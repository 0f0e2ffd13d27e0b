from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from dxrobot.store import processes
from dxrobot.store.journal import Journal
from dxrobot.store.models import Process
from dxrobot.store.processes import proven_dead
from tests.store.fixtures import DEAD_PID, KEY

Start = Callable[..., Journal]


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_living_process_is_not_dead_and_a_killed_one_is(start_run: Start, child: subprocess.Popen[bytes]) -> None:
    run = start_run("a", pid=child.pid).run
    assert not proven_dead(run)
    child.kill()
    child.wait()
    assert proven_dead(run)


def test_frozen_process_is_not_dead(start_run: Start, child: subprocess.Popen[bytes]) -> None:
    run = start_run("a", pid=child.pid).run
    child.send_signal(signal.SIGSTOP)
    assert not proven_dead(run)


def test_zombie_is_dead(start_run: Start, child: subprocess.Popen[bytes]) -> None:
    run = start_run("a", pid=child.pid).run
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert proven_dead(run)


def test_one_living_process_among_dead_ones_keeps_the_run_alive(
    start_run: Start, child: subprocess.Popen[bytes]
) -> None:
    journal = start_run("a")
    journal.record_processes([child.pid])
    assert not proven_dead(journal.run)


def test_process_is_written_down_once(start_run: Start) -> None:
    journal = start_run("a", pid=os.getpid())
    journal.record_processes([os.getpid(), DEAD_PID])
    assert [row.pid for row in Process.objects.all()] == [os.getpid()]


def test_other_process_with_the_same_number_is_not_the_run(start_run: Start) -> None:
    run = start_run("a", pid=os.getpid()).run
    row = Process.objects.get()
    row.created -= 1
    row.save()
    assert proven_dead(run)


def test_clock_set_anew_does_not_make_a_living_process_look_dead(
    start_run: Start, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start_run("a", pid=child.pid).run
    earlier = processes.psutil.Process.create_time
    monkeypatch.setattr(processes.psutil.Process, "create_time", lambda self: earlier(self) + 1)
    monkeypatch.setattr(processes.psutil, "boot_time", lambda: time.time())
    assert not proven_dead(run)


def test_restart_of_the_machine_ends_every_process(start_run: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start_run("a", pid=os.getpid()).run
    monkeypatch.setattr(processes, "boot_id", lambda: "another")
    assert proven_dead(run)


def test_run_of_another_machine_is_never_proven_dead(start_run: Start) -> None:
    run = start_run("a").run
    run.host = "elsewhere"
    assert not proven_dead(run)


def test_browser_left_behind_by_a_dead_runner_is_ended(start_run: Start, child: subprocess.Popen[bytes]) -> None:
    runner = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    journal = start_run("a", pid=runner.pid)
    journal.record_processes([child.pid])
    claim = journal.claim(KEY, "x")
    assert not start_run("b").holder_dead(claim)
    assert child.poll() is None, "the browser of a living runner must be left alone"
    runner.kill()
    runner.communicate()
    assert start_run("c").holder_dead(claim)
    assert not processes.psutil.pid_exists(child.pid)
