"""Are the workspace and the key where work can be done safely?"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from dxrobot.doctor.check import Check, judged
from dxrobot.i18n import _

# SQLite's locks do not hold over these (sqlite.org/howtocorrupt.html, "Filesystems with broken or missing locks").
NETWORK_FILESYSTEMS = frozenset(
    {"network", "nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "9p", "afs", "ceph", "davfs", "fuse.davfs2"}
    | {"fuse.glusterfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "glusterfs", "lustre", "webdav", "afpfs"}
)


def writable(folder: Path) -> Check:
    """The workspace must take new files; one is written and removed."""
    name = _("作業フォルダー")
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check(name, True, str(folder))
    except OSError as error:
        remedy = _("書き込みできる場所に作業フォルダーを移すか、管理者に書き込み権限を依頼してください。")
        return Check(name, False, f"{folder}: {error.strerror}", remedy)


def store_disk(store: Path, filesystem: str) -> Check:
    """The store must lie on a disk of this machine, never on a network share."""
    return judged(
        _("データベースの場所"),
        filesystem not in NETWORK_FILESYSTEMS,
        f"{store} ({filesystem or _('種類は不明')})",
        _(
            "共有フォルダーではデータベースが壊れることがあります。作業フォルダーをこのパソコンのディスクに移してください。"
        ),
    )


def store_server(url: str, failure: str) -> Check:
    """The database server of the store must take this machine's connection."""
    return judged(
        _("データベースのサーバー"),
        not failure,
        failure or url,
        _("dxrobot.toml の [store]、認証情報、サーバーまでの経路とサーバーの状態を確かめてください。"),
    )


def key_file(path: str, workspace: Path | None) -> Check:
    """The key of the vault: for its owner only, and not lying in the workspace that it protects."""
    name = _("認証情報の鍵(DXROBOT_KEY_FILE)")
    if not path:
        return Check(name, True, _("設定なし(認証情報を保管しないときは不要)"))
    key = Path(path)
    if not key.is_file():
        return Check(name, False, _("{path} がありません。").format(path=path), _("鍵の場所を正しく設定してください。"))
    if workspace and key.resolve().is_relative_to(workspace.resolve()):
        return Check(name, False, path, _("鍵を作業フォルダーの外に移し、DXROBOT_KEY_FILE を直してください。"))
    mode = stat.S_IMODE(key.stat().st_mode)
    # Windows keeps its access rights elsewhere and shows 0666 for every file.
    open_to_others = os.name == "posix" and mode & 0o077
    return judged(
        name, not open_to_others, f"{path} ({mode:04o})", _("chmod 600 で、本人だけが読めるようにしてください。")
    )
