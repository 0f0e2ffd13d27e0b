"""Opening a workspace, and making a new one from the bundled one."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from dxrobot.app.delivered import keep_delivered_approvals
from dxrobot.bundled import WORKSPACE_PARTS, bundled_root
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.log import open_log
from dxrobot.settings import EngineKind
from dxrobot.store.server import Server
from dxrobot.store.setup import open_store, storing
from dxrobot.vault import Vault


def open_workspace(workspace: Workspace) -> None:
    """Bring the workspace's store and log up, and take over approvals delivered with its definitions."""
    private_folder(workspace.private)
    private_folder(workspace.runs)
    open_store(store_of(workspace))
    if workspace.settings.engine.kind is EngineKind.PROCRASTINATE:
        from dxrobot.queue.procrastinate_engine import make_tables

        with storing():
            make_tables()
    open_log(workspace.log)
    keep_delivered_approvals(workspace)


def store_of(workspace: Workspace) -> Path | Server:
    """Where the workspace's store is: its own file, or the database server that dxrobot.toml names."""
    settings = workspace.settings.store
    if not settings.url:
        return workspace.store
    if not settings.credentials:
        return Server(settings.url)
    credentials = Vault.of_environment(workspace.vault).get(settings.credentials)
    return Server(settings.url, credentials.user, credentials.password)


def private_folder(path: Path) -> None:
    """Make ``path``, or keep an existing one, for its owner alone; raises :class:`InputError` when that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        raise InputError(
            _("フォルダーを作れません: {path}").format(path=path),
            _("書き込みの権限とディスクの空きを確かめてください。"),
        ) from error


def make_workspace(root: Path) -> Workspace:
    """Copy the bundled robots, scenarios and templates into ``root``, which must be empty or new."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise InputError(
            _("空でないフォルダーには作れません: {root}").format(root=root),
            _("新しいフォルダー名を指定してください。"),
        )
    root.mkdir(parents=True, exist_ok=True)
    copy_definitions(root)
    return load_workspace(root)


def copy_definitions(root: Path) -> None:
    """Lay the bundled definitions into ``root``, replacing older copies of the same names."""
    for part in WORKSPACE_PARTS:
        source = bundled_root() / part
        if source.is_dir():
            shutil.copytree(source, root / part, dirs_exist_ok=True)
        else:
            shutil.copy2(source, root / part)


def salt_of(workspace: Workspace) -> bytes:
    """The workspace's own salt for hashes of entered values, made once."""
    path = workspace.private / "salt"
    if not path.exists():
        _make_salt(path)
    return path.read_bytes()


def _make_salt(path: Path) -> None:
    """Write the salt beside and link it into its place whole, unless another process was quicker."""
    beside = path.with_name(f".salt.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(beside)
    beside.unlink()
