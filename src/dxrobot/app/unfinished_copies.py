"""What a backup leaves that was killed: the store as it copied it, with everything uncovered in it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from loguru import logger

from dxrobot.config import Workspace
from dxrobot.store.processes import host

_NAME = re.compile(r"\.(?:backup|.+\.zip\.tmp)-(?P<whose>[0-9a-f]{8})-(?P<maker>\d+)-(?P<token>[0-9a-f]{8})")
_making: set[str] = set()
"""What this process is at: a process of another container may have had its number before."""


@contextmanager
def places(workspace: Workspace, target: Path) -> Iterator[tuple[Path, Path]]:
    """A folder to copy the store into, and where ``target`` is written until it is whole; both are gone afterwards."""
    token = secrets.token_hex(4)
    ending = f"-{_whose(workspace)}-{os.getpid()}-{token}"
    folder, beside = workspace.private / f".backup{ending}", target.with_name(f".{target.stem}.zip.tmp{ending}")
    _making.add(token)
    try:
        folder.mkdir(mode=0o700)
        yield folder, beside
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        beside.unlink(missing_ok=True)
        _making.discard(token)


def forget_unfinished(workspace: Workspace, copies: Path) -> list[Path]:
    """Delete what killed backups of this workspace and machine left in it and among ``copies``; what was found.

    Others may keep their copies in the same folder, and be at work on one.
    """
    whose = _whose(workspace)
    folders = [folder for folder in (workspace.private, copies) if folder.is_dir()]
    found = [path for folder in folders for path in folder.iterdir() if _is_left(path.name, whose)]
    for path in found:
        try:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("what a killed backup left cannot be deleted: {}", error)
    return found


def _is_left(name: str, whose: str) -> bool:
    told = _NAME.fullmatch(name)
    if told is None or told["whose"] != whose:
        return False
    maker = int(told["maker"])
    return told["token"] not in _making if maker == os.getpid() else not psutil.pid_exists(maker)


def _whose(workspace: Workspace) -> str:
    return hashlib.sha256(f"{host()}\0{workspace.root.resolve()}".encode()).hexdigest()[:8]
