"""``dxrobot approve``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from dxrobot.app.approving import approve, approve_robot, touched_by
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _


def approve_and_show(scenarios: Sequence[str], robot: str, author: str, approved_by: str) -> int:
    """Approve a scenario, or all that a robot touches, as they stand now; say which versions these are."""
    if len(scenarios) + bool(robot) != 1:
        raise InputError(
            _("承認するシナリオか、--robot でロボットの、どちらか1つを書いてください。"),
            _('例: dxrobot approve --robot kosodate。空白のある名前は "所属 長" のように囲みます。'),
        )
    workspace = current_workspace()
    open_workspace(workspace)
    if robot:
        _show_touched(robot)
    author = author or click.prompt(_("この版を作った人"))
    approved_by = approved_by or click.prompt(_("承認する人"))
    if not robot:
        version = approve(workspace, scenarios[0], author=author, approved_by=approved_by)
        click.echo(
            _("シナリオ「{scenario}」の今の版({version})を、{by} が承認しました。").format(
                scenario=scenarios[0], version=version[:12], by=approved_by
            )
        )
        return 0
    versions = approve_robot(workspace, robot, author=author, approved_by=approved_by)
    click.echo(
        _("ロボット「{robot}」を使う {count} 個のシナリオの今の版を、{by} が承認しました。").format(
            robot=robot, count=len(versions), by=approved_by
        )
    )
    return 0


def _show_touched(robot: str) -> None:
    click.echo(_("ロボット「{robot}」を使うシナリオ:").format(robot=robot))
    for version in touched_by(current_workspace(), robot):
        state = _("承認済み") if version.approved else _("未承認")
        click.echo(f"  {version.scenario} {version.title}  {version.hash[:12]}  {state}")
