"""One browser at work: its thread, its processes, the traffic it allows, and everything that can go wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dxrobot.browser.arrival import expect_text
from dxrobot.browser.find import find_browser
from dxrobot.browser.processes import ProcessId, drivers, is_alive
from dxrobot.browser.screen import click
from dxrobot.browser.session import BrowserSession
from dxrobot.errors import InputError, TargetError
from dxrobot.robot.target import Target

from .conftest import Pages, Show


def test_work_runs_on_the_browsers_own_thread_and_returns_its_value(session: BrowserSession, show: Show) -> None:
    show("<h1>窓口</h1>")
    thread, heading = session.run(lambda page: (threading.current_thread().name, page.inner_text("h1")))
    assert (thread == threading.current_thread().name, heading) == (False, "窓口")


def test_the_caller_keeps_a_thread_without_an_event_loop(session: BrowserSession, show: Show) -> None:
    """Django's ORM refuses to work beside a running loop."""
    show("")
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


def test_an_exception_of_the_work_reaches_the_caller(session: BrowserSession) -> None:
    def fail(_page: object) -> None:
        raise KeyError("own")

    with pytest.raises(KeyError, match="own"):
        session.run(fail)


def test_the_page_lives_in_japan(session: BrowserSession, show: Show) -> None:
    show("")
    script = "[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]"
    assert session.run(lambda page: page.evaluate(script)) == ["ja-JP", "Asia/Tokyo"]


def test_requests_to_other_origins_never_leave(session: BrowserSession, show: Show, elsewhere: Pages) -> None:
    show(f"<img src='{elsewhere.address}/pixel'><script>fetch('http://example.com/x').catch(() => 0)</script>")
    session.run(lambda page: page.wait_for_timeout(200))
    assert "/pixel" not in elsewhere.asked  # a port used before may still be asked for other things
    assert set(session.blocked_hosts()) == {"127.0.0.1", "example.com"}


@pytest.mark.parametrize("way", ["link", "redirect"])
def test_a_navigation_to_another_origin_is_stopped_and_named_by_host_only(
    session: BrowserSession, show: Show, pages: Pages, elsewhere: Pages, way: str
) -> None:
    pages.html["/away"] = f"{elsewhere.address}/?name=secret"
    target = pages.html["/away"] if way == "link" else "/away"
    show(f"<a href='{target}'>進む</a>")
    with pytest.raises(TargetError, match="許可されていないアドレス") as caught:
        session.run(lambda page: (click(page, Target(text="進む")), page.wait_for_timeout(300)))
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_site_that_is_down_is_said(session: BrowserSession) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with (
        BrowserSession(find_browser(), address, [], timeout_s=2.0) as lonely,
        pytest.raises(TargetError, match=r"127\.0\.0\.1 につながりません"),
    ):
        lonely.run(lambda page: page.goto("/?name=secret"))


def test_an_error_of_the_server_goes_before_what_was_not_found(session: BrowserSession, show: Show) -> None:
    show("<form action=/error><button>登録</button></form>")
    with pytest.raises(TargetError, match="中でエラーが起きました"):
        session.run(
            lambda page: (click(page, Target(role="button", name="登録")), expect_text(page, "登録しました", 1.0))
        )


def test_the_session_goes_on_after_an_error_of_the_server(session: BrowserSession, show: Show) -> None:
    with pytest.raises(TargetError):
        session.run(lambda page: page.goto("/error"))
    show("<h1>直った</h1>")
    session.run(lambda page: expect_text(page, "直った", 1.0))


def test_a_site_that_is_too_slow_is_said(session: BrowserSession) -> None:
    with pytest.raises(TargetError, match="応答が時間内にありませんでした") as caught:
        session.run(lambda page: page.goto("/slow?name=secret"))
    assert "secret" not in str(caught.value)


def test_typed_values_do_not_reach_messages(session: BrowserSession, show: Show) -> None:
    show("<input id=a readonly>")
    with pytest.raises(TargetError) as caught:
        session.run(lambda page: page.locator("#a").fill("secret"))
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_all_processes_end_with_the_session(pages: Pages) -> None:
    with BrowserSession(find_browser(), pages.address, [], timeout_s=2.0) as running:
        started = running.process_ids()
        assert len(started) >= 2
        assert all(map(is_alive, started))
    assert not any(map(is_alive, running.process_ids()))


@pytest.mark.parametrize("victim", ["browser", "driver"])
def test_a_browser_that_dies_is_said_and_leaves_nothing_behind(pages: Pages, victim: str) -> None:
    pages.html["/"] = "<h1>窓口</h1>"
    with BrowserSession(find_browser(), pages.address, [], timeout_s=2.0) as running:
        running.run(lambda page: page.goto("/"))
        started = running.process_ids()
        driver = drivers()
        for process in started:
            if (process in driver) == (victim == "driver"):
                os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(TargetError, match="途中で終了しました"):
            running.run(lambda page: page.inner_text("h1"))
    assert not any(map(is_alive, started))


def test_a_file_that_is_no_browser_is_said(tmp_path: Path, pages: Pages) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(InputError, match="起動できません"), BrowserSession(broken, pages.address, [], timeout_s=2.0):
        pass


def test_a_killed_robot_takes_its_browser_along(pages: Pages) -> None:
    robot = (
        "import sys, time\n"
        "from dxrobot.browser.find import find_browser\n"
        "from dxrobot.browser.session import BrowserSession\n"
        "with BrowserSession(find_browser(), sys.argv[1], [], timeout_s=2.0) as session:\n"
        "    print(*(f'{p.pid}:{p.started!r}' for p in session.process_ids()), flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", robot, pages.address], stdout=subprocess.PIPE)
    pairs = [word.split(":") for word in process.stdout.readline().decode().split()]
    started = [ProcessId(int(pid), float(since)) for pid, since in pairs]
    assert started and all(map(is_alive, started))
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 15
    while any(map(is_alive, started)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_alive, started))


def test_a_host_given_as_a_number_is_no_way_out(session: BrowserSession, show: Show, pages: Pages) -> None:
    """A redirect is not seen before it is followed, so names and numbers of other hosts must lead nowhere."""
    pages.html["/away"] = f"http://127.0.0.2:{pages.server_port}/leaked"
    show("<a href=/away>進む</a>")
    with pytest.raises(TargetError, match=r"許可されていないアドレス.*127\.0\.0\.2"):
        session.run(lambda page: (click(page, Target(text="進む")), page.wait_for_timeout(300)))
    assert "/leaked" not in pages.asked
