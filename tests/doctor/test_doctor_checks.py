"""What the doctor finds wrong, and what it says about it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dxrobot.config import Workspace
from dxrobot.doctor import machine, places, probes, software
from dxrobot.doctor.checklist import checks
from dxrobot.doctor.probes import BrowserFound
from dxrobot.settings import Settings

LOCK = "a==1.0 \\\n    --hash=sha256:00\nb-c==2.0 ; sys_platform == 'nowhere' \\\nd==3.0 ; python_version > '3' \\\n"


def test_all_software_of_this_environment_is_well_and_the_doctor_is_quick(tmp_path: Path) -> None:
    started = time.monotonic()
    found = {check.name: check for check in checks(Workspace(tmp_path, Settings()))}
    assert time.monotonic() - started < 3
    assert all(found[name].ok for name in ("Python", "部品", "OpenCV", "OCRモデル", "ブラウザー", "作業フォルダー")), (
        found
    )
    assert not any(check.remedy for check in found.values() if check.ok)


def test_packages_of_other_systems_are_not_asked_for() -> None:
    assert software.locked_versions(LOCK) == {"a": "1.0", "d": "3.0"}


def test_wrong_and_missing_packages_are_named() -> None:
    check = software.packages({"a": "1.0", "d": "3.0", "e": "1"}, {"a": "1.1", "e": "1"})
    assert not check.ok
    assert "1/3" in check.detail
    assert "a 1.1 → 1.0" in check.detail
    assert "d なし → 3.0" in check.detail


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 14, 0)])
def test_python_outside_the_tested_range_is_refused(version: tuple[int, ...]) -> None:
    assert not software.python_version(version).ok


def test_two_opencv_distributions_are_named_as_a_fight_even_when_cv2_loads() -> None:
    check = software.opencv(["opencv-contrib-python", "opencv-python-headless"], "")
    assert not check.ok
    assert "奪い合い" in check.remedy


def test_missing_graphics_library_names_the_system_package() -> None:
    check = software.opencv(["opencv-contrib-python"], "libGL.so.1: cannot open shared object file")
    assert not check.ok
    assert "libgl1" in check.remedy


def test_damaged_model_is_named() -> None:
    damage = {"PP-OCRv6_det_small.onnx": "", "PP-OCRv6_rec_small.onnx": "changed"}
    check = software.ocr_models(damage)
    assert not check.ok
    assert "PP-OCRv6_rec_small.onnx" in check.detail


def test_absent_models_are_not_taken_for_sound_ones() -> None:
    assert not software.ocr_models({}).ok


def test_missing_configured_model_and_browser_are_reported(tmp_path: Path) -> None:
    settings = Settings.model_validate({"ocr": {"model_dir": "nowhere"}, "browser": {"executable": "nowhere"}})
    found = {check.name: check for check in checks(Workspace(tmp_path, settings))}
    assert not found["迷ったときの認識エンジン"].ok
    assert not found["ブラウザー"].ok


def test_store_on_a_network_share_is_refused(tmp_path: Path) -> None:
    assert places.store_disk(tmp_path, "ext4").ok
    assert not places.store_disk(tmp_path, "cifs").ok
    assert not places.store_disk(tmp_path, "nfs4").ok


def test_file_system_of_a_folder_is_that_of_its_nearest_mount() -> None:
    assert probes.filesystem(Path("/proc/self")) == "proc"


def test_workspace_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    assert places.writable(tmp_path).ok
    check = places.writable(tmp_path / "missing")
    assert not check.ok
    assert check.remedy


def test_key_must_exist_be_private_and_lie_outside_the_workspace(tmp_path: Path) -> None:
    workspace, key = tmp_path / "workspace", tmp_path / "key"
    workspace.mkdir()
    assert places.key_file("", workspace).ok
    assert not places.key_file(str(key), workspace).ok
    key.write_text("k")
    key.chmod(0o644)
    assert "chmod 600" in places.key_file(str(key), workspace).remedy
    key.chmod(0o600)
    assert places.key_file(str(key), workspace).ok
    inside = workspace / "key"
    inside.write_text("k")
    inside.chmod(0o600)
    assert not places.key_file(str(inside), workspace).ok


def test_little_memory_and_a_full_disk_are_reported(tmp_path: Path) -> None:
    assert not machine.memory(machine.GIB).ok
    assert not machine.disk(tmp_path, machine.GIB).ok


def test_missing_browser_and_font_are_reported() -> None:
    assert not machine.browser(BrowserFound(failure="ブラウザーが見つかりません。")).ok
    assert not machine.font([]).ok


def test_fonts_are_found_by_name_where_there_is_no_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / "Fonts"
    fonts.mkdir()
    (fonts / "msgothic.ttc").touch()
    (fonts / "arial.ttf").touch()
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    found = probes.japanese_fonts()
    assert str(fonts / "msgothic.ttc") in found
    assert str(fonts / "arial.ttf") not in found
