"""Which browser is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.browser import find
from dxrobot.browser.find import browser_version, find_browser
from dxrobot.errors import InputError


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; Playwright's downloads would lie under the returned folder."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(find, "_LINUX_PLACES", ())
    return tmp_path


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\necho Testbrowser 1.2.3.4\n")
    path.chmod(0o755)
    return path


def test_the_browser_of_this_machine_is_found_and_tells_its_version() -> None:
    assert any(character.isdigit() for character in browser_version(find_browser()))


def test_the_configured_browser_goes_first(tmp_path: Path) -> None:
    configured = executable(tmp_path / "my browser")
    assert find_browser(str(configured)) == configured
    assert browser_version(configured) == "Testbrowser 1.2.3.4"


def test_a_configured_browser_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="設定されたブラウザーがありません"):
        find_browser(str(tmp_path / "none"))


@pytest.mark.skipif("sys.platform != 'linux'", reason="the places of other systems differ")
def test_edge_goes_before_chromium(bare_machine: Path) -> None:
    executable(bare_machine / "bin/chromium")
    edge = executable(bare_machine / "bin/microsoft-edge")
    assert find_browser() == edge


@pytest.mark.skipif("sys.platform != 'linux'", reason="the places of other systems differ")
def test_the_downloaded_browser_is_the_last_resort(bare_machine: Path) -> None:
    downloaded = executable(bare_machine / "downloads/chromium-1200/chrome-linux64/chrome")
    assert find_browser() == downloaded


@pytest.mark.skipif("sys.platform != 'linux'", reason="the places of other systems differ")
def test_a_machine_without_browser_is_told_what_to_install(bare_machine: Path) -> None:
    with pytest.raises(InputError, match="Microsoft Edge"):
        find_browser()


def test_a_browser_that_does_not_run_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(InputError, match="起動できません"):
        browser_version(broken)
