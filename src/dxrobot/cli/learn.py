"""``dxrobot ocr learn``."""

from __future__ import annotations

import click

from dxrobot.app.learning import learn, undo
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.ocr import learned
from dxrobot.ocr.learned import LearnedVersion


def learn_and_show(by: str) -> int:
    """Make a version and say what is in it; words are counted and never shown, since they may be names."""
    workspace = current_workspace()
    open_workspace(workspace)
    version = learn(workspace, by)
    click.echo(_("学習の版 {version} を作りました。").format(version=version.version))
    _show(version)
    click.echo(_("読み取りが変わるので、本番で使うシナリオには、もう一度承認が要ります(dxrobot approve)。"))
    return int(ExitStatus.SETTLED)


def show_versions(*, json_output: bool) -> int:
    """All versions, the one in force marked."""
    folder = current_workspace().learned
    found, used = learned.versions(folder), learned.current(folder)
    if json_output:
        print_json([_as_json(version, used) for version in found])
    elif not found:
        click.echo(_("学習した版はまだありません。"))
    else:
        for version in found:
            mark = "* " if used and used.version == version.version else "  "
            click.echo(f"{mark}{version.version}  {version.made_at}  {version.made_by}")
            _show(version)
    return int(ExitStatus.SETTLED)


def undo_and_show(number: int) -> int:
    """Leave a version and all later ones."""
    before = undo(current_workspace(), number)
    if before:
        click.echo(_("学習を版 {version} に戻しました。").format(version=before))
    else:
        click.echo(_("学習したものを使わないようにしました。"))
    return int(ExitStatus.SETTLED)


def _as_json(version: LearnedVersion, used: LearnedVersion | None) -> dict[str, object]:
    fields = {
        template: {
            name: {
                "reviewed": field.reviewed,
                "right": field.right,
                "words": len(field.words),
                "offset": field.offset,
            }
            for name, field in one.items()
        }
        for template, one in version.templates.items()
    }
    in_force = used is not None and used.version == version.version
    return {
        "version": version.version,
        "made_at": version.made_at,
        "made_by": version.made_by,
        "in_force": in_force,
        "templates": fields,
    }


def _show(version: LearnedVersion) -> None:
    for template, fields in version.templates.items():
        for name, field in fields.items():
            told = _("確認 {reviewed} 件、読み取りのまま正しい {right} 件、覚えた語 {words}")
            told = told.format(reviewed=field.reviewed, right=field.right, words=len(field.words))
            click.echo(f"    {template}.{name}: {told}")
