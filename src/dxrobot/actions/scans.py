"""The scans among what a person named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dxrobot.errors import InputError
from dxrobot.i18n import _

SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})


def scans_in(paths: Iterable[Path]) -> list[Path]:
    """Every scan among ``paths``, folders opened; raises :class:`InputError` when one is missing or there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(inner for inner in path.iterdir() if inner.suffix.lower() in SCAN_SUFFIXES)
        elif path.exists():
            found.append(path)
        else:
            raise InputError(_("スキャンのファイルがありません: {path}").format(path=path))
    if not found:
        raise InputError(
            _("読み取るスキャンが1つもありません。"), _("PDF, TIFF, JPEG, PNG のファイルを指定してください。")
        )
    return found
