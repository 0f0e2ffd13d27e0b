"""Places on this machine that people write into a form: whether a robot may take files from there."""

from __future__ import annotations

import os
import re
from pathlib import Path

from dxrobot.console.here import workspace
from dxrobot.i18n import _

_ELSEWHERE = re.compile(r"[A-Za-z]:[\\/]|\\\\|//")
"""A drive or a share of Windows, which is a whole path there and none here."""


def path_problem(written: str) -> str:
    """What is wrong with the place ``written``, in words; empty when files may be taken from there.

    The workspace's own folder holds secrets, and definitions that only an approval may change.
    """
    if "\0" in written:
        return _("場所に使えない文字があります。")
    if not Path(written).is_absolute() and not _ELSEWHERE.match(written):
        return _("ドライブ名か / から始まる場所を書いてください(例: D:/受付、//server/share/受付)。")
    found = Path(os.path.realpath(written))
    root = Path(os.path.realpath(workspace().root))
    if found.is_relative_to(root) or root.is_relative_to(found):
        return _("dxrobot の作業フォルダーは使えません。ほかの場所を書いてください。")
    allowed = workspace().settings.console.folders
    if allowed and not any(found.is_relative_to(os.path.realpath(folder)) for folder in allowed):
        return _("この場所は使えません。使える場所: {folders}").format(folders="、".join(allowed))
    return ""
