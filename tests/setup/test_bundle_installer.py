"""The bundle's installer refuses what it must refuse before it touches anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Load = Callable[[str], ModuleType]


@pytest.fixture
def bundle(load_tool: Load, tmp_path: Path) -> Path:
    """A bundle with all its papers and its manifest, but without wheels."""
    build = load_tool("bundle/build.py")
    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "a.whl").write_bytes(b"wheel")
    build.copy_papers(folder)
    build.write_manifest(folder)
    return folder


def install(bundle: Path, target: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(bundle.parent), "PYTHON": sys.executable}
    return subprocess.run([bundle / "install.sh", target], env=environment, capture_output=True, text=True)


def test_altered_file_stops_the_installation(bundle: Path, tmp_path: Path) -> None:
    (bundle / "wheels" / "a.whl").write_bytes(b"other")
    done = install(bundle, tmp_path / "new")
    assert done.returncode == 2
    assert "書き換えられています" in done.stderr
    assert not (tmp_path / "new").exists()


def test_missing_file_stops_the_installation(bundle: Path, tmp_path: Path) -> None:
    (bundle / "wheels" / "a.whl").unlink()
    assert install(bundle, tmp_path / "new").returncode == 2
    assert not (tmp_path / "new").exists()


def test_folder_with_other_files_is_left_alone(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "memo.txt").write_text("大切")
    done = install(bundle, tmp_path / "papers")
    assert done.returncode == 2
    assert "空のフォルダーではありません" in done.stderr
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["memo.txt"]


def test_powershell_installer_is_readable_for_windows_powershell_5(bundle: Path) -> None:
    assert (bundle / "install.ps1").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "@PYTHON@" not in (bundle / "install.ps1").read_text(encoding="utf-8-sig")
