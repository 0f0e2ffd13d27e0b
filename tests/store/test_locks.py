from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from dxrobot.errors import RunCancelled
from dxrobot.items import RunStatus
from dxrobot.runner.halt import RunStopped
from dxrobot.runner.locks import Locks
from dxrobot.store.journal import Journal
from dxrobot.store.locks import give_locks_back, take_lock

Start = Callable[..., Journal]


def test_lock_belongs_to_one_living_run_until_it_gives_it_back(start_run: Start) -> None:
    first, second = start_run("a", pid=os.getpid()).run, start_run("b").run
    assert (take_lock("x", first), take_lock("x", first), take_lock("x", second)) == ("", "", "a")
    give_locks_back(first)
    assert take_lock("x", second) == ""


@pytest.mark.parametrize("how", ["dead", "finished"])
def test_lock_of_a_run_that_is_over_is_taken(start_run: Start, how: str) -> None:
    holder = start_run("a") if how == "dead" else start_run("a", pid=os.getpid())
    take_lock("x", holder.run)
    if how == "finished":
        holder.finish(RunStatus.FINISHED)
    assert take_lock("x", start_run("b").run) == ""


def test_waiting_is_told_once_and_has_an_end(start_run: Start) -> None:
    take_lock("x", start_run("a", pid=os.getpid()).run)
    told: list[str] = []
    seconds = iter([0.0, 1.0, 11.0])
    locks = Locks(start_run("b").run, 10.0, say=told.append, clock=lambda: next(seconds))
    with pytest.raises(RunStopped, match="「x」を使い終わらない"):
        locks.hold(["x"])
    assert len(told) == 1


def test_waiting_run_hears_that_it_is_to_stop(start_run: Start) -> None:
    take_lock("x", start_run("a", pid=os.getpid()).run)
    with pytest.raises(RunCancelled):
        Locks(start_run("b").run, 10.0, asked_to_stop=lambda: True).hold(["x"])


def test_locks_are_given_back_whatever_happens(start_run: Start) -> None:
    first, second = start_run("a", pid=os.getpid()).run, start_run("b").run
    with pytest.raises(ZeroDivisionError), Locks(first, 10.0) as locks:
        locks.hold(["x", "y"])
        raise ZeroDivisionError
    assert (take_lock("x", second), take_lock("y", second)) == ("", "")
