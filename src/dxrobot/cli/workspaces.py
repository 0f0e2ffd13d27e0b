"""``dxrobot init`` and ``dxrobot check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dxrobot.actions.salvage import AnyName
from dxrobot.app.checking import check_files, notes_on
from dxrobot.app.schemas import write_editor_settings
from dxrobot.app.workspaces import make_workspace
from dxrobot.cli.output import current_workspace
from dxrobot.config import Workspace
from dxrobot.errors import DefinitionError, Problem
from dxrobot.i18n import _
from dxrobot.settings import Settings


def make_and_show(folder: Path) -> int:
    """Make a workspace and say what comes next."""
    workspace = make_workspace(folder)
    write_editor_settings(workspace.root)
    click.echo(_("作業フォルダーを作りました: {root}").format(root=workspace.root))
    click.echo(_("次は: cd {root} && dxrobot check").format(root=workspace.root))
    return 0


def check_and_show(paths: Sequence[Path]) -> int:
    """Check files and raise every mistake at once."""
    workspace, wrong = _workspace_to_check()
    files, problems = check_files(workspace, paths)
    if wrong or problems:
        raise DefinitionError([*wrong, *problems])
    for note in notes_on(workspace, files):
        click.echo(_("注意: {note}").format(note=note))
    click.echo(_("{count} 個のファイルに誤りはありません。").format(count=len(files)))
    return 0


def _workspace_to_check() -> tuple[Workspace, Sequence[Problem]]:
    """The workspace and what is wrong in its settings, which must not hide the mistakes in its other files."""
    try:
        return current_workspace(), ()
    except DefinitionError as error:
        unread = Settings().model_copy(update={"notices": AnyName()})
        return Workspace(Path(error.problems[0].file).parent, unread), error.problems
