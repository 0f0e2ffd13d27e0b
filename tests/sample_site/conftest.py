"""The site as its users meet it: a process of its own, and a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from dxrobot.browser.find import find_browser
from dxrobot.browser.unneeded import DISABLED

USER = "shokuin"
PASSWORD = "Kosodate-2026!"


@dataclass(frozen=True, slots=True)
class Site:
    """One running site."""

    address: str
    db: Path
    process: subprocess.Popen[bytes]


def start_site(folder: Path, *options: str, module: str = "dxrobot.sample_site") -> Site:
    db, password_file = folder / "kosodate.sqlite3", folder / "password"
    password_file.write_text(PASSWORD, encoding="utf-8")
    command = [sys.executable, "-m", module, "--db", str(db), "--user", USER]
    process = subprocess.Popen(
        [*command, "--password-file", str(password_file), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    ready = process.stdout.readline().decode()
    assert ready.startswith("READY http://127.0.0.1:"), ready
    return Site(ready.split()[1], db, process)


def stop_site(site: Site) -> None:
    site.process.stdin.close()
    site.process.wait(timeout=10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = start_site(tmp_path_factory.mktemp("site"))
    yield running
    stop_site(running)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", DISABLED])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def logged_in(site: Site, browser: Browser) -> StorageState:
    """The cookies of a clerk who has logged in."""
    page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo")
    page.goto(site.address)
    log_in(page, PASSWORD)
    page.get_by_role("button", name="ログアウト").wait_for()
    cookies = page.context.storage_state()
    page.close()
    return cookies


@pytest.fixture
def clerk(site: Site, browser: Browser, logged_in: StorageState) -> Iterator[Page]:
    """A page on which the clerk is logged in."""
    page = browser.new_page(locale="ja-JP", timezone_id="Asia/Tokyo", storage_state=logged_in)
    page.goto(site.address)
    yield page
    page.close()


def log_in(page: Page, password: str) -> None:
    page.get_by_label("ユーザー名").fill(USER)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン").click()
