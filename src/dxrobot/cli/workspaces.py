"""``dxrobot init`` and ``dxrobot check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dxrobot.app.checking import check_files, notes_on
from dxrobot.app.schemas import write_editor_settings
from dxrobot.app.workspaces import make_workspace
from dxrobot.cli.output import current_workspace
from dxrobot.errors import DefinitionError
from dxrobot.i18n import _


def make_and_show(folder: Path) -> int:
    """Make a workspace and say what comes next."""
    workspace = make_workspace(folder)
    write_editor_settings(workspace.root)
    click.echo(_("作業フォルダーを作りました: {root}").format(root=workspace.root))
    click.echo(_("次は: cd {root} && dxrobot check").format(root=workspace.root))
    return 0


def check_and_show(paths: Sequence[Path]) -> int:
    """Check files and raise every mistake at once."""
    workspace = current_workspace()
    files, problems = check_files(workspace, paths)
    if problems:
        raise DefinitionError(problems)
    for note in notes_on(workspace, files):
        click.echo(_("注意: {note}").format(note=note))
    click.echo(_("{count} 個のファイルに誤りはありません。").format(count=len(files)))
    return 0
