"""tools/setup/packages.py: nothing to do is nothing done; what was interrupted is made anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Load = Callable[[str], ModuleType]


@pytest.fixture
def setup(load_tool: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script on an empty clone, its three long steps replaced by notes of the order they ran in."""
    module = load_tool("setup/packages.py")
    (tmp_path / "requirements-dev.lock").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements-dev.lock")
    monkeypatch.setattr(module, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    module.done = []
    for step in ("make_environment", "install_packages", "install_project"):
        monkeypatch.setattr(module, step, lambda step=step: module.done.append(step))
    return module


def test_second_set_up_does_nothing(setup: ModuleType) -> None:
    setup.main()
    setup.done.clear()
    setup.main()
    assert setup.done == []


def test_changed_lock_makes_the_environment_anew(setup: ModuleType) -> None:
    setup.main()
    setup.done.clear()
    setup.LOCK.write_text("a==2\n")
    setup.main()
    assert setup.done == ["make_environment", "install_packages", "install_project"]


def test_changed_project_is_registered_without_fetching_packages(setup: ModuleType) -> None:
    setup.main()
    setup.done.clear()
    (setup.ROOT / "pyproject.toml").write_text("[project]\nname='x'\n")
    setup.main()
    assert setup.done == ["install_project"]


def test_moved_clone_gets_a_new_environment(setup: ModuleType) -> None:
    setup.main()
    stamp = json.loads(setup.STAMP.read_text())
    setup.STAMP.write_text(json.dumps({**stamp, "folder": "elsewhere"}))
    setup.done.clear()
    setup.main()
    assert "make_environment" in setup.done


def test_interrupted_installation_is_made_anew(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(setup, "install_packages", interrupted)
        setup.main()
    setup.done.clear()
    setup.main()
    assert setup.done == ["make_environment", "install_packages", "install_project"]


def test_failed_command_shows_its_last_lines_and_one_sentence(
    load_tool: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    module = load_tool("setup/packages.py")
    with pytest.raises(SystemExit) as ended:
        module.run([sys.executable, "-c", "import sys; print('因'); sys.exit(1)"], "入れられませんでした。")
    assert ended.value.code == 2
    assert capsys.readouterr().err == "因\n入れられませんでした。\n"
