"""tools/setup/machine.py: what is there is left alone; what is missing ends in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Load = Callable[[str], ModuleType]


@pytest.fixture
def machine(load_tool: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script with its own stamp, and with a record of the installations it asks for."""
    module = load_tool("setup/machine.py")
    module.asked = []
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(module, "STAMP_OF_TESTS", tmp_path / "stamp_of_tests")
    monkeypatch.setattr(module, "NO_CLUSTER", tmp_path / "common" / "dxrobot.conf")
    monkeypatch.setattr(module, "quiet", lambda command: bool(module.asked.append(" ".join(command))))
    return module


def test_complete_machine_is_left_alone(machine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "works", lambda code: True)
    machine.main()
    assert machine.asked == []
    assert machine.STAMP.exists()


def test_browser_comes_from_playwright_first_then_from_the_distribution(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "works", lambda code: any("apt-get install" in line for line in machine.asked))
    monkeypatch.setattr(machine, "is_apt_root", lambda: True)
    machine.see_to_browser()
    assert machine.asked[0].endswith("playwright install chromium")
    assert machine.asked[1:] == ["apt-get update -q", "apt-get install -y -q chromium"]


def test_no_browser_to_be_had_is_one_clear_line(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "works", lambda code: code != machine.LAUNCH)
    monkeypatch.setattr(machine, "is_apt_root", lambda: False)
    with pytest.raises(SystemExit) as ended:
        machine.main()
    error = capsys.readouterr().err
    assert (ended.value.code, error.count("\n"), "Microsoft Edge" in error) == (2, 1, True)
    assert not machine.STAMP.exists()


def test_missing_font_only_warns(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "works", lambda code: code != machine.FIND_FONT)
    monkeypatch.setattr(machine, "is_apt_root", lambda: False)
    machine.main()
    assert capsys.readouterr().err.startswith("注意")
    assert machine.STAMP.exists()


def test_programs_of_the_database_come_without_a_server_that_starts_by_itself(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "works", lambda code: any("apt-get install" in line for line in machine.asked))
    monkeypatch.setattr(machine, "is_apt_root", lambda: True)
    machine.main(["tests"])
    assert machine.asked == ["apt-get update -q", "apt-get install -y -q postgresql"]
    assert machine.NO_CLUSTER.read_text() == "create_main_cluster = false\n"
    assert machine.STAMP_OF_TESTS.exists()


def test_missing_database_server_only_warns(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "works", lambda code: False)
    monkeypatch.setattr(machine, "is_apt_root", lambda: False)
    machine.main(["tests"])
    assert capsys.readouterr().err.startswith("注意")
