"""``dxrobot ledger report`` and ``export``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.app.ledger_files import write_entries, write_ledger_files, write_open_data
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _


def write_report(folder: Path, *, year: int | None, template: Path | None, pdf: bool) -> int:
    """Write the ledger as a workbook, as a page and as open data into ``folder``, and what else is asked for."""
    workspace = current_workspace()
    open_workspace(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("フォルダーを作れません: {path}").format(path=folder), _("新しいフォルダー名を指定してください。")
        ) from error
    for path in write_ledger_files(folder, workspace, year=year, template=template, pdf=pdf):
        click.echo(_("書きました: {path}").format(path=path))
    return 0


def write_export(path: Path, *, entries: bool) -> int:
    """Write the open data, or every entry, at ``path``."""
    open_workspace(current_workspace())
    write = write_entries if entries else write_open_data
    write(path)
    click.echo(_("書きました: {path}").format(path=path))
    return 0
