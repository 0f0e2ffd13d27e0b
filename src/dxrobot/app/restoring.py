"""A workspace made of a copy (``dxrobot.app.backup``), proven before anybody works with it."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from dxrobot.app.backup import Backup, manifest, read_backup
from dxrobot.app.ledger import verify_ledger
from dxrobot.app.workspaces import private_folder
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.store.backups import require_whole, trail_damage
from dxrobot.store.setup import close_store, open_store

_PRIVATE_FILE, _FILE = 0o600, 0o644
_AT_ONCE = 1024 * 1024


def restore(path: Path, folder: Path) -> tuple[Workspace, Backup]:
    """Make a workspace in ``folder``, which must be empty or new, of the copy ``path``; nothing of it stays on failure.

    The hashes of its files are looked at before, its database, its ledger and its audit trail after. Raises
    :class:`InputError`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            _("空でないフォルダーには戻せません: {folder}").format(folder=folder),
            _("新しいフォルダー名を指定してください。動いている作業フォルダーを上書きすることはありません。"),
        )
    told = read_backup(path)
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _unpack(path, folder)
        workspace = load_workspace(folder)
        _prove(workspace, told)
    except BaseException:
        close_store()
        _empty(folder)
        if new:
            folder.rmdir()
        raise
    return workspace, told


def _unpack(path: Path, folder: Path) -> None:
    private_folder(folder / ".dxrobot")
    with zipfile.ZipFile(path) as archive:
        for name in manifest(archive)["files"]:
            parts = PurePosixPath(name)
            if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
                raise InputError(_("控えの中に、作業フォルダーの外を指す名前があります: {name}").format(name=name))
            target = folder.joinpath(*parts.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            mode = _PRIVATE_FILE if parts.parts[0] == ".dxrobot" else _FILE
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file, archive.open(name) as source:
                shutil.copyfileobj(source, file, _AT_ONCE)


def _prove(workspace: Workspace, told: Backup) -> None:
    require_whole(workspace.store)
    damage = trail_damage(workspace.store)
    if damage is not None:
        raise InputError(
            _("控えの監査記録の {place} 番目が、書かれたときと違います。").format(place=damage.sequence),
            _("別の控えを使ってください。"),
        )
    open_store(workspace.store)
    broken = verify_ledger(told.ledger_hash)
    if broken is not None:
        raise InputError(str(broken), _("別の控えを使ってください。"))


def _empty(folder: Path) -> None:
    for child in folder.iterdir():
        if child.is_dir():
            shutil.rmtree(child)
        else:
            child.unlink()
