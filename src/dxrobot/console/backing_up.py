"""Copies of the workspace, made on a thread while it is at work, and those that are kept."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone
from loguru import logger

from dxrobot.app.backup import Backup, describe, make_backup
from dxrobot.app.unfinished_copies import forget_unfinished
from dxrobot.app.workspaces import private_folder
from dxrobot.console import audit
from dxrobot.console.audit import Deed
from dxrobot.console.here import workspace
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _, language, speaking
from dxrobot.japanese.wareki import JAPAN


@dataclass(slots=True)
class Copying:
    """One copy in the making."""

    asked_by: str
    began_at: datetime
    ended_at: datetime | None = None
    made: Backup | None = None
    problem: str = ""


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.copying: Copying | None = None


_kept = _Kept()


def last_copying() -> Copying | None:
    """The copy in the making, or the last one since the console began."""
    return _kept.copying


def begin_copy(deed: Deed, name: str) -> Copying:
    """Begin a copy for the person of ``deed``, unless one is in the making."""
    with _kept.lock:
        if _kept.copying is None or _kept.copying.ended_at is not None:
            _kept.copying = Copying(name, timezone.now())
            threading.Thread(
                target=_copy, args=(_kept.copying, deed, language()), name="console-backup", daemon=True
            ).start()
        return _kept.copying


def kept_copies() -> list[Backup | Path]:
    """The copies that are kept, the newest first; a file that is no copy of ours as its place alone."""
    found = sorted(_folder().glob("*.zip"), reverse=True)
    return [_described(path) for path in found]


def delete_copy(name: str) -> bool:
    """Delete the copy called ``name``; whether there was one."""
    path = next((path for path in _folder().glob("*.zip") if path.name == name), None)
    if path is not None:
        path.unlink()
    return path is not None


def _copy(copying: Copying, deed: Deed, spoken: str) -> None:
    try:
        with speaking(spoken):
            target = _folder() / f"dxrobot-{datetime.now(JAPAN):%Y%m%d-%H%M%S}.zip"
            copying.made = make_backup(workspace(), target)
        audit.record(Deed(deed.login, deed.role, deed.address, "admin.backup.made", object=target.name))
    except DxrobotError as error:
        copying.problem = str(error)
        _record_failure(deed)
    except Exception as error:
        copying.problem = _("予期しない誤りで止まりました。記録(.dxrobot/log/dxrobot.log)を IT 担当に渡してください。")
        logger.opt(exception=error).error("a copy could not be made")
        _record_failure(deed)
    finally:
        copying.ended_at = timezone.now()
        connection.close()


def _record_failure(deed: Deed) -> None:
    try:
        audit.record(Deed(deed.login, deed.role, deed.address, "admin.backup.made", outcome="failed"))
    except (DatabaseError, OSError) as error:  # what the copy failed for may keep the trail from being written too
        logger.opt(exception=error).critical("the audit trail cannot be written")


def forget_unfinished_copies() -> None:
    """Delete what copies left that were killed with an earlier console."""
    forget_unfinished(workspace(), _folder())


def _described(path: Path) -> Backup | Path:
    try:
        return describe(path)
    except DxrobotError:
        return path


def _folder() -> Path:
    folder = workspace().private / "backups"
    private_folder(folder)
    return folder
