"""``dxrobot backup`` and ``dxrobot restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dxrobot.app.backup import Backup, make_backup, require_embedded
from dxrobot.app.restoring import restore
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.i18n import _

_MEGABYTE = 1_000_000


def back_up_and_show(target: Path, *, json_output: bool) -> int:
    """Copy the workspace and say what is in the copy."""
    workspace = current_workspace()
    require_embedded(workspace)
    open_workspace(workspace)
    made = make_backup(workspace, target)
    if json_output:
        print_json(_as_json(made))
        return 0
    click.echo(_("控えを作り、読み返して確かめました: {path}").format(path=made.path))
    click.echo(
        _("  ファイル {files} 個、{size} MB、台帳の記帳 {length} 件、最後のハッシュ {hash}").format(
            files=made.files, size=f"{made.size / _MEGABYTE:,.1f}", length=made.ledger_length, hash=made.ledger_hash
        )
    )
    click.echo(_("入力した値が入っています。持ち出しと保存は、個人情報として扱ってください。"))
    click.echo(_("認証情報の鍵(DXROBOT_KEY_FILE)は入っていません。別の場所に控えておいてください。"))
    return 0


def restore_and_show(path: Path, folder: Path, *, json_output: bool) -> int:
    """Make a workspace of a copy and say what to do next."""
    workspace, told = restore(path, folder)
    if json_output:
        print_json({**_as_json(told), "folder": str(workspace.root)})
        return 0
    click.echo(_("控えを戻し、データベース、台帳、監査記録を確かめました: {folder}").format(folder=workspace.root))
    click.echo(
        _("控えは {day} のものです。それよりあとの登録は、対象システムにあっても、ここには記録がありません。").format(
            day=f"{told.made_at:%Y-%m-%d %H:%M}"
        )
    )
    click.echo(_("元の作業フォルダーを止めてから、こちらで dxrobot serve を始めてください。"))
    return 0


def _as_json(found: Backup) -> dict[str, Any]:
    return {
        "path": str(found.path),
        "made_at": found.made_at.isoformat(),
        "files": found.files,
        "size": found.size,
        "ledger_length": found.ledger_length,
        "ledger_hash": found.ledger_hash,
    }
