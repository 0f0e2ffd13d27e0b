"""Files for people, written beside and then put in place: what stood there before is whole until the end."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from dxrobot.errors import InputError
from dxrobot.i18n import _

_PRIVATE_MODE = 0o600
Placing: TypeAlias = Callable[[str], None]
"""Is told the SHA-256 of a file's content, in hex, just before the file is put in its place."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def safe_write(
    path: Path, render: Callable[[BinaryIO], object], *, private: bool = False, placing: Placing | None = None
) -> None:
    """Put what ``render`` writes at ``path``, all of it or nothing; no other file is left behind.

    ``private`` makes the file readable by its owner alone (mode 0600); otherwise it keeps the mode of the file it
    replaces. Raises :class:`InputError` when the file is open elsewhere or read-only, or the disk is full.
    """
    target = path.resolve()
    check_writable(target)
    beside = target.with_name(f".dxrobot-{secrets.token_hex(8)}.tmp")
    try:
        # Into memory first: a spreadsheet writer that fails half-way must not hold a file that we have to remove.
        content = BytesIO()
        render(content)
        _write_new(beside, content.getbuffer(), _PRIVATE_MODE if private else 0o666)
        if target.exists() and not private:
            shutil.copymode(target, beside)
        if placing:
            placing(hashlib.sha256(content.getbuffer()).hexdigest())
        beside.replace(target)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        beside.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Raise :class:`InputError` if ``path`` cannot be written now; worth asking before hours of work.

    The mode bits are looked at as well as the permission, which an administrator always has.
    """
    folder = path.parent
    if not folder.is_dir():
        raise InputError(
            _("保存先のフォルダーがありません: {folder}").format(folder=folder),
            _("フォルダーを作るか、別の保存先を指定してください。"),
        )
    if path.is_dir():
        raise InputError(
            _("保存先と同じ名前のフォルダーがあります: {path}").format(path=path),
            _("別のファイル名を指定してください。"),
        )
    _check_not_open(path)
    for place in (folder, path):
        if place.exists() and _read_only(place):
            raise _read_only_error(place)


def _check_not_open(path: Path) -> None:
    """Excel and LibreOffice leave these files beside a workbook while it is open."""
    for name in (f"~${path.name}", f".~lock.{path.name}#"):
        lock = path.with_name(name)
        if lock.exists():
            raise InputError(
                _("{path} はほかで開かれています。").format(path=path),
                _(
                    "閉じてもらってから、もう一度実行してください。誰も開いていなければ {lock} を消してください。"
                ).format(lock=lock.name),
            )


def _read_only(place: Path) -> bool:
    return not os.access(place, os.W_OK) or not place.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def _read_only_error(place: Path) -> InputError:
    return InputError(
        _("{place} は読み取り専用のため、書き込めません。").format(place=place),
        _("読み取り専用を解除するか、別の保存先を指定してください。"),
    )


def _write_new(beside: Path, content: memoryview, mode: int) -> None:
    with open(beside, "xb", opener=partial(os.open, mode=mode)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _explained(error: OSError, path: Path) -> InputError:
    """What stopped the writing, as a sentence; the old file is untouched in every case."""
    if error.errno in _FULL:
        return InputError(
            _("ディスクの空きが足りず、{path} を書けませんでした。前のファイルはそのまま残っています。").format(
                path=path
            ),
            _("不要なファイルを消して空きを作るか、別のドライブを指定してください。"),
        )
    if error.errno == errno.EROFS:
        return _read_only_error(path)
    if isinstance(error, PermissionError):
        return InputError(
            _("{path} に書き込めません。ほかで開かれているか、書き込みが許されていません。").format(path=path),
            _("Excel などで開いていれば閉じて、もう一度実行してください。"),
        )
    return InputError(
        _("{path} を書けませんでした({reason})。").format(path=path, reason=error.strerror or error),
        _("別の保存先を指定してください。"),
    )
