from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, NoReturn

import pytest

from dxrobot.errors import InputError
from dxrobot.sheets.safe_write import check_writable, safe_write


def write(path: Path, content: bytes = b"new", *, private: bool = False) -> None:
    safe_write(path, lambda file: file.write(content), private=private)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "台帳.xlsx"
    path.write_bytes(b"old")
    return path


def assert_old_file_alone(target: Path) -> None:
    assert target.read_bytes() == b"old"
    assert [path for path in target.parent.iterdir() if path.suffix == ".tmp"] == []


def test_the_new_file_takes_the_place_of_the_old_one(target: Path) -> None:
    target.chmod(0o640)
    write(target)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(target.parent.iterdir()) == [target]


def test_a_private_file_is_for_its_owner_alone(target: Path) -> None:
    target.chmod(0o644)
    write(target, private=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_goes_on_pointing_at_the_written_file(target: Path) -> None:
    link = target.with_name("link.xlsx")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("lock", ["~$台帳.xlsx", ".~lock.台帳.xlsx#"])
def test_a_workbook_open_elsewhere_is_left_alone(target: Path, lock: str) -> None:
    target.with_name(lock).touch()
    with pytest.raises(InputError, match="ほかで開かれています") as caught:
        write(target)
    assert lock in caught.value.remedy
    assert_old_file_alone(target)


def test_a_read_only_file_is_left_alone(target: Path) -> None:
    target.chmod(0o444)
    with pytest.raises(InputError, match="読み取り専用"):
        write(target)
    assert_old_file_alone(target)


def test_a_read_only_folder_is_left_alone(target: Path) -> None:
    target.parent.chmod(0o555)
    try:
        with pytest.raises(InputError, match="読み取り専用"):
            write(target)
    finally:
        target.parent.chmod(0o755)
    assert_old_file_alone(target)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="フォルダーがありません"):
        check_writable(tmp_path / "なし" / "a.xlsx")


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="同じ名前のフォルダー"):
        write(tmp_path)


def fail_with(number: int) -> NoReturn:
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "ディスクの空きが足りず"),
        (errno.EDQUOT, "ディスクの空きが足りず"),
        (errno.EROFS, "読み取り専用"),
        (errno.EACCES, "ほかで開かれているか"),
        (errno.EIO, "書けませんでした"),
    ],
)
def test_what_stops_the_disk_is_told_and_the_old_file_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: fail_with(number))
    with pytest.raises(InputError, match=sentence):
        write(target)
    assert_old_file_alone(target)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_while_rendering_leaves_the_old_file(target: Path) -> None:
    def render(file: BinaryIO) -> None:
        Path("/dev/full").write_bytes(b"x" * 10)

    with pytest.raises(InputError, match="ディスクの空きが足りず"):
        safe_write(target, render)
    assert_old_file_alone(target)


def test_a_workbook_open_in_windows_cannot_be_replaced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda self, other: fail_with(errno.EACCES))
    with pytest.raises(InputError, match="ほかで開かれているか"):
        write(target)
    assert_old_file_alone(target)


def test_a_bug_while_rendering_stays_a_bug(target: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        safe_write(target, lambda file: 1 / 0)
    assert_old_file_alone(target)
