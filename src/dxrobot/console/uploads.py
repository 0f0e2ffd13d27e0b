"""Files that were handed in and wait for a yes: under names of our own, for an hour."""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from dxrobot.console.here import workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.read_grid import kind_of

_TOKEN = re.compile(r"[0-9a-f]{32}")
_KEPT_S = 3600
_LARGEST = 20 * 1024 * 1024
_SUFFIXES = {"workbook": ".xlsx", "old workbook": ".xls", "text": ".csv"}


def keep_table_file(file: UploadedFile[Any] | None) -> tuple[str, Path]:
    """Keep a spreadsheet or CSV file that was handed in; its token and its place.

    What it is, its content tells. Raises :class:`InputError` for none, one that is too large, or one of another kind.
    """
    if file is None or not file.size:
        raise InputError(_("表のファイルを選んでください。"))
    if file.size > _LARGEST:
        raise InputError(_("ファイルが大きすぎます(20 MB まで)。"), _("表だけのファイルにして渡してください。"))
    folder = _folder()
    _forget_old(folder)
    token = secrets.token_hex(16)
    beside = folder / token
    with beside.open("xb") as target:
        for part in file.chunks():
            target.write(part)
    try:
        kind = kind_of(beside)
    except InputError:
        beside.unlink()
        raise
    return token, beside.rename(beside.with_suffix(_SUFFIXES[kind]))


def kept_file(token: str) -> Path:
    """The file of ``token``; raises :class:`InputError` when it is no longer kept."""
    found = list(_folder().glob(f"{token}.*")) if _TOKEN.fullmatch(token) else []
    if len(found) != 1:
        raise InputError(_("確かめたファイルが、もうありません。"), _("もう一度、ファイルを選んで確かめてください。"))
    return found[0]


def _folder() -> Path:
    folder = workspace().private / "handed_in"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and time.time() - path.stat().st_mtime > _KEPT_S:
            path.unlink(missing_ok=True)
