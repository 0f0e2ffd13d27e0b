"""What a file in a drop folder is by its name and its first bytes. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath

from dxrobot.i18n import _

_UNFINISHED = re.compile(r"^(~\$|\.|~)|(\.tmp|\.part|\.partial|\.crdownload|\.download|~)$", re.IGNORECASE)
"""Names of files that another program is still writing or has left behind."""
_MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",),
    "xlsx": (b"PK",),
    "xlsm": (b"PK",),
    "docx": (b"PK",),
    "zip": (b"PK",),
    "xls": (b"\xd0\xcf\x11\xe0", b"\x09\x08", b"PK"),
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8",),
    "jpeg": (b"\xff\xd8",),
    "tif": (b"II", b"MM"),
    "tiff": (b"II", b"MM"),
}
"""How files of a kind begin."""
HEAD = 1024
"""So many bytes are looked at; a PDF may have something before its mark."""


def is_unfinished(name: str) -> bool:
    """Whether a file of that name is none to be taken: hidden, temporary, or still being written."""
    return bool(_UNFINISHED.search(name))


def why_bad(name: str, size: int, head: bytes, suffixes: Collection[str]) -> str:
    """What is wrong with a file, in words for staff; empty when nothing is."""
    suffix = PurePath(name).suffix.lstrip(".").lower()
    if suffixes and suffix not in suffixes:
        return _("ここで受け付ける種類({kinds})のファイルではありません。").format(kinds="、".join(suffixes))
    if size == 0:
        return _("中身が空です(0 バイト)。")
    marks = _MAGIC.get(suffix)
    if marks and not _begins(head, marks, anywhere=suffix == "pdf"):
        return _("中身が .{suffix} ではありません。名前だけが変えられたか、壊れています。").format(suffix=suffix)
    return ""


def _begins(head: bytes, marks: tuple[bytes, ...], *, anywhere: bool) -> bool:
    return any(mark in head if anywhere else head.startswith(mark) for mark in marks)
