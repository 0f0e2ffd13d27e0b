"""The site as a process: how it starts, how slowly it may save, and that it never outlives its parent."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

from .conftest import PASSWORD, log_in, start_site, stop_site
from .records import press, type_claim


def test_it_stops_when_its_stdin_closes(tmp_path: Path) -> None:
    site = start_site(tmp_path)
    site.process.stdin.close()
    assert site.process.wait(timeout=10) == 0


def test_it_stops_by_sigterm_and_starts_again_on_the_same_file(tmp_path: Path) -> None:
    for _ in range(2):
        site = start_site(tmp_path)
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(timeout=10) == 0
    assert stat.S_IMODE((tmp_path / "kosodate.sqlite3.key").stat().st_mode) == 0o600


def test_it_stops_when_its_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    parent = (
        "import subprocess, sys, time\n"
        "site = subprocess.Popen([sys.executable, '-m', 'dxrobot.sample_site', *sys.argv[1:]], "
        "stdin=subprocess.DEVNULL)\n"
        "time.sleep(60)\n"
    )
    options = ["--db", str(tmp_path / "a.sqlite3"), "--user", "u", "--password-file", str(tmp_path / "password")]
    process = subprocess.Popen([sys.executable, "-c", parent, *options], stdout=subprocess.PIPE)
    assert process.stdout.readline().startswith(b"READY")
    process.kill()
    started = time.monotonic()
    process.stdout.read()  # ends when the last holder of the pipe, the site, is gone
    assert time.monotonic() - started < 10


def test_a_slow_site_saves_late_even_when_the_browser_is_gone(tmp_path: Path, browser: Browser) -> None:
    from .test_desk import rows

    site = start_site(tmp_path, "--slow-save", "1.5")
    page = browser.new_page()
    page.goto(site.address)
    log_in(page, PASSWORD)
    type_claim(page)
    press(page, "確認画面へ進む")
    page.get_by_role("button", name="この内容で登録する").click(no_wait_after=True)
    time.sleep(0.5)
    page.close()
    assert rows(site, "childallowanceclaim") == []
    time.sleep(2)
    assert len(rows(site, "childallowanceclaim")) == 1
    stop_site(site)


def test_an_unreadable_password_file_is_said_without_a_traceback(tmp_path: Path) -> None:
    options = ["--db", str(tmp_path / "a.sqlite3"), "--user", "u", "--password-file", str(tmp_path / "none")]
    done = subprocess.run([sys.executable, "-m", "dxrobot.sample_site", *options], capture_output=True, check=False)
    assert done.returncode != 0
    assert "パスワードのファイルを読めません" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
