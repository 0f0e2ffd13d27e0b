"""Is the machine fit for the work? Pure functions of what the probes found."""

from __future__ import annotations

from pathlib import Path

from dxrobot.doctor.check import Check, judged
from dxrobot.doctor.probes import BrowserFound
from dxrobot.i18n import _

GIB = 1024**3
ENOUGH_MEMORY = 1.5 * GIB
"""Reading one page and one browser at the same time, in bytes."""
ENOUGH_DISK = 2 * GIB
"""Scans, crops and screenshots of some months, in bytes."""


def browser(found: BrowserFound) -> Check:
    """Edge, Chrome or Chromium must be there and tell its version."""
    return judged(
        _("ブラウザー"),
        not found.failure,
        found.failure or f"{found.version} ({found.path})",
        _("Microsoft Edge、Google Chrome、Chromium のどれかを入れてください。"),
    )


def font(files: list[str]) -> Check:
    """Pictures and PDFs need a font that can write Japanese."""
    remedy = _("日本語フォント(Noto Sans CJK、IPAex など)を入れてください。ないと画面の写しの文字が□になります。")
    return judged(_("日本語フォント"), bool(files), files[0] if files else _("なし"), remedy)


def memory(available: int) -> Check:
    """Free memory, in bytes."""
    detail = _("空き {gib:.1f} GB").format(gib=available / GIB)
    remedy = _("ほかのプログラムを閉じるか、メモリーが4GB以上のパソコンで動かしてください。")
    return judged(_("メモリー"), available >= ENOUGH_MEMORY, detail, remedy)


def disk(folder: Path, free: int) -> Check:
    """Free space beside the work, in bytes."""
    detail = _("空き {gib:.1f} GB ({folder})").format(gib=free / GIB, folder=folder)
    remedy = _("不要なファイルを消して、空きを2GB以上にしてください。")
    return judged(_("ディスク"), free >= ENOUGH_DISK, detail, remedy)
