"""A copy of a workspace as one file, made while it is at work.

In it: the store, the salt, the encrypted credentials (never their key), what was learned, definitions, settings, and
the tables beside the ledger. Not in it: evidence and scans, which are deleted after their days and would come back; the
log; the key of the console's sign-ins, and the sign-ins themselves (docs/decisions/0030-backups.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dxrobot import __version__
from dxrobot.app.unfinished_copies import forget_unfinished, places
from dxrobot.config import CONFIG_FILE, Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.store.backups import copy_store, ledger_end, require_whole, sign_everybody_out

MANIFEST = "dxrobot-backup.json"
STORE = ".dxrobot/dxrobot.sqlite3"
_FORMAT = 1
_PARTS = (
    "robots",
    "scenarios",
    "ocr_templates",
    "ledger",
    ".dxrobot/learned",
    ".dxrobot/salt",
    ".dxrobot/vault",
    CONFIG_FILE,
    "approvals.yaml",
)
_LONGEST_MANIFEST = 64 * 1024 * 1024
_PRIVATE = 0o600
_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy and what it says of itself."""

    path: Path
    made_at: datetime
    files: int
    size: int
    """Bytes."""
    ledger_length: int
    ledger_hash: str


def make_backup(workspace: Workspace, target: Path) -> Backup:
    """Copy the workspace into the zip file ``target``, which is read again and held against its hashes.

    Others may go on writing meanwhile. Raises :class:`InputError` when the store is on a database server (its own
    tools make copies there), when ``target`` exists, or when it cannot be written.
    """
    require_embedded(workspace)
    if target.exists():
        raise InputError(
            _("同じ名前のファイルがもうあります: {path}").format(path=target), _("別の名前を指定してください。")
        )
    try:
        forget_unfinished(workspace, target.parent)
        with places(workspace, target) as (folder, beside):
            store = folder / "store"
            copy_store(workspace.store, store)
            sign_everybody_out(store)
            require_whole(store)
            _write(workspace, store, beside)
            read_backup(beside)
            beside.replace(target)
    except OSError as error:
        raise InputError(
            _("控えを書けません: {path}({reason})").format(path=target, reason=error.strerror or error),
            _("書き込みの権限とディスクの空きを確かめてください。"),
        ) from error
    return describe(target)


def read_backup(path: Path) -> Backup:
    """What ``path`` is a copy of, after every file in it was held against its hash.

    Raises :class:`InputError` when it is no copy of ours, or was changed or cut since.
    """
    found = describe(path)
    try:
        with zipfile.ZipFile(path) as archive:
            told = manifest(archive)["files"]
            if set(told) | {MANIFEST} != set(archive.namelist()):
                raise _altered(MANIFEST)
            for name, digest in told.items():
                if _digest(archive, name) != digest:
                    raise _altered(name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError) as error:
        raise _no_backup(path) from error
    return found


def describe(path: Path) -> Backup:
    """What the copy ``path`` says of itself; its files are not looked at. Raises :class:`InputError` for no copy."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = manifest(archive)
        return Backup(
            path,
            datetime.fromisoformat(told["made_at"]),
            len(told["files"]),
            path.stat().st_size,
            int(told["ledger_length"]),
            str(told["ledger_hash"]),
        )
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError, TypeError) as error:
        raise _no_backup(path) from error


def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What a copy says of itself; KeyError, ValueError or BadZipFile when it is none of ours."""
    if archive.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
        raise zipfile.BadZipFile
    told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if told["dxrobot_backup"] != _FORMAT:
        raise ValueError("a copy of an unknown form")
    return told


def require_embedded(workspace: Workspace) -> None:
    """Raise :class:`InputError`, with what to do instead, when the store is on a database server."""
    if workspace.settings.store.url:
        raise InputError(
            _("データは PostgreSQL にあります。控えは、データベースの道具(pg_dump)で取ってください。"),
            _(
                "例: pg_dump --format=custom --file=控え.dump データベース名。"
                "定義、ledger フォルダー、.dxrobot の salt と vault は、フォルダーごと別に写してください。"
            ),
        )


def _write(workspace: Workspace, store: Path, target: Path) -> None:
    """Write the archive, readable by its owner alone, and have it on the disk."""
    length, last_hash = ledger_end(store)
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            hashes = {name: _add(archive, name, place) for name, place in ((STORE, store), *_files(workspace))}
            told = {
                "dxrobot_backup": _FORMAT,
                "version": __version__,
                "made_at": datetime.now(JAPAN).isoformat(timespec="seconds"),
                "ledger_length": length,
                "ledger_hash": last_hash,
                "files": hashes,
            }
            archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())


def _files(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """The files of the copy beside the store, by their place in the workspace; what lies elsewhere is not followed."""
    root = workspace.root
    for part in dict.fromkeys((*_PARTS, workspace.settings.calendar.file)):
        place = root / part
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in found:
            if path.is_file() and not path.is_symlink() and root.resolve() in path.resolve().parents:
                yield path.relative_to(root).as_posix(), path


def _add(archive: zipfile.ZipFile, name: str, place: Path) -> str:
    """Put one file into the archive; its SHA-256 as it was read."""
    digest = hashlib.sha256()
    with place.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while part := source.read(_AT_ONCE):
            digest.update(part)
            target.write(part)
    return digest.hexdigest()


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as source:
        while part := source.read(_AT_ONCE):
            digest.update(part)
    return digest.hexdigest()


def _no_backup(path: Path) -> InputError:
    return InputError(
        _("控えとして読めません: {path}").format(path=path), _("dxrobot backup で作ったファイルを指定してください。")
    )


def _altered(name: str) -> InputError:
    return InputError(
        _("控えの中の {name} が、書かれたときと違います。").format(name=name), _("別の控えを使ってください。")
    )
