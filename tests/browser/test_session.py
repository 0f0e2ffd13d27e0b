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
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page

from dxrobot.browser.arrival import expect_text
from dxrobot.browser.find import find_browser
from dxrobot.browser.processes import ProcessId, drivers, is_alive
from dxrobot.browser.screen import click
from dxrobot.browser.session import BrowserSession
from dxrobot.browser.waiting import wait_until
from dxrobot.errors import InputError, TargetError
from dxrobot.robot.target import Target

from .conftest import Answer, Pages, Show


def test_work_runs_on_the_browsers_own_thread_and_returns_its_value(session: BrowserSession, show: Show) -> None:
    show("<h1>窓口</h1>")
    thread, heading = session.run(lambda page: (threading.current_thread().name, page.inner_text("h1")))
    assert (thread == threading.current_thread().name, heading) == (False, "窓口")


def test_the_caller_keeps_a_thread_without_an_event_loop(session: BrowserSession, show: Show) -> None:
    """Django's ORM refuses to work beside a running loop."""
    show("")
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


def test_what_playwright_turns_off_stays_off(session: BrowserSession) -> None:
    """Of two switches of one name Chromium heeds the last, which is ours."""
    commands = [psutil.Process(process.pid).cmdline() for process in session.process_ids()]
    sign = "--disable-features="
    switches = [[part for part in command if part.startswith(sign)] for command in commands if "--headless" in command]
    theirs, ours = (set(part.removeprefix(sign).split(",")) for part in switches[0])
    assert theirs < ours


def test_nothing_of_the_browser_itself_runs_beside_the_page(session: BrowserSession, show: Show) -> None:
    show("")
    targets = session.run(
        lambda page: page.context.browser.new_browser_cdp_session().send("Target.getTargets", {"filter": [{}]})
    )
    assert "browser_ui" not in {target["type"] for target in targets["targetInfos"]}


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


SILENT = "<h1>窓口</h1><form method=post action=/silent><button>送信</button></form>"


@pytest.fixture
def silent(pages: Pages) -> Iterator[BrowserSession]:
    """At a page whose form gets no answer for a minute."""
    pages.html["/"], pages.answers["/silent"] = SILENT, Answer(delay_s=60)
    with BrowserSession(find_browser(), pages.address, [], timeout_s=1.0) as running:
        running.run(lambda page: page.goto("/"))
        yield running


def test_after_a_page_that_did_not_come_in_time_the_present_one_can_be_looked_at(silent: BrowserSession) -> None:
    began = time.monotonic()
    with pytest.raises(TargetError, match="応答が時間内にありませんでした"):
        silent.run(lambda page: (page.get_by_role("button").click(), page.get_by_text("受付済み").wait_for()))
    assert silent.run(lambda page: page.locator("h1").inner_text()) == "窓口"
    assert time.monotonic() - began < 20


def test_work_that_a_page_that_never_comes_keeps_waiting_is_ended(silent: BrowserSession) -> None:
    def look(page: Page) -> None:
        page.get_by_role("button").click(no_wait_after=True)
        while page.locator("h1").count():
            page.wait_for_timeout(20)

    began = time.monotonic()
    with pytest.raises(TargetError, match="応答が時間内にありませんでした"):
        silent.run(look)
    assert time.monotonic() - began < 20
    assert not any(map(is_alive, silent.process_ids()))


def test_work_may_wait_for_such_a_page_as_long_as_it_says(pages: Pages, silent: BrowserSession) -> None:
    pages.answers["/silent"] = Answer("<h1>受付済み</h1>".encode(), delay_s=6)

    def look(page: Page) -> bool:
        page.get_by_role("button").click(no_wait_after=True)
        return wait_until(page, lambda: page.get_by_text("受付済み").count() > 0, 12)

    assert silent.run(look, takes_s=12)


def test_a_driver_that_dies_while_it_starts_is_a_browser_that_is_gone(pages: Pages) -> None:
    def strike() -> None:
        before = drivers()
        while not (born := drivers() - before):
            time.sleep(0.001)
        for process in born:
            os.kill(process.pid, signal.SIGKILL)

    striker = threading.Thread(target=strike)
    striker.start()
    with pytest.raises(TargetError, match="途中で終了しました"):
        BrowserSession(find_browser(), pages.address, [], timeout_s=2.0).__enter__()
    striker.join()


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
