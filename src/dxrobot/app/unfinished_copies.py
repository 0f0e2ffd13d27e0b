"""What a backup leaves that was killed: the store as it copied it, with everything uncovered in it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

import psutil

_LEFT = re.compile(r"\.backup-(?:(?P<maker>\d+)-)?\w+|\..+\.zip\.(?:(?P<writer>\d+)-)?[0-9a-f]+\.tmp")


def folder_prefix() -> str:
    """How the name of the folder begins in which this process copies the store."""
    return f".backup-{os.getpid()}-"


def copy_in_the_making(target: Path) -> Path:
    """Where this process writes a copy that will be ``target`` once it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")


def forget_unfinished(folders: Iterable[Path]) -> list[Path]:
    """Delete what killed backups left in ``folders``, before this process makes one; what was deleted."""
    found = [path for folder in folders if folder.is_dir() for path in folder.iterdir() if _left(path.name)]
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return found


def _left(name: str) -> bool:
    told = _LEFT.fullmatch(name)
    if told is None:
        return False
    maker = int(told["maker"] or told["writer"] or 0)
    return maker in (0, os.getpid()) or not psutil.pid_exists(maker)
