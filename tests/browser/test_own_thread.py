from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from dxrobot.browser.own_thread import OwnThread


def test_what_is_handed_over_is_done_in_order_on_one_thread_that_is_not_ours() -> None:
    thread = OwnThread("browser")
    done = [thread.submit(lambda number=number: (number, threading.get_ident())) for number in range(50)]
    numbers, places = zip(*(future.result(timeout=5) for future in done), strict=True)
    thread.end()
    assert numbers == tuple(range(50))
    assert set(places) != {threading.get_ident()} and len(set(places)) == 1


def test_an_exception_is_raised_to_whoever_asks_and_the_next_work_is_done() -> None:
    thread = OwnThread("browser")
    failed, done = thread.submit(lambda: int("x")), thread.submit(lambda: int("7"))
    with pytest.raises(ValueError, match="invalid literal"):
        failed.result(timeout=5)
    assert done.result(timeout=5) == 7
    thread.end()


def test_a_process_ends_although_the_thread_hangs() -> None:
    code = (
        "import threading; from dxrobot.browser.own_thread import OwnThread; "
        "OwnThread('browser').submit(threading.Event().wait)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0
