"""``dxrobot schema``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.app.schemas import write_editor_settings, write_schemas
from dxrobot.cli.output import current_workspace
from dxrobot.i18n import _


def write_and_show(folder: Path | None) -> int:
    """Write the schemas into ``folder``, or into the current workspace together with the editor's settings."""
    written = write_schemas(folder) if folder else write_editor_settings(current_workspace().root)
    for path in written:
        click.echo(str(path))
    click.echo(_("編集ソフトが、書いている途中で候補と誤りを示せるようになりました。"))
    return 0
