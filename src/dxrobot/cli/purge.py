"""``dxrobot purge``."""

from __future__ import annotations

from datetime import datetime

import click

from dxrobot.app.purging import purge
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN


def purge_and_show(*, dry: bool, json_output: bool) -> int:
    """Delete what has been kept long enough, or say what that would be."""
    workspace = current_workspace()
    open_workspace(workspace)
    done = purge(workspace, datetime.now(JAPAN), dry=dry)
    if json_output:
        print_json({"dry": dry, **done.as_json()})
        return 0
    for one in done.purged:
        click.echo(
            _("  {run}: ファイル {files} 個、入力した値 {values} 個、職員の答え {answers} 個").format(
                run=one.run.name, files=one.files, values=one.rows.values, answers=one.rows.answers + one.rows.questions
            )
        )
    for run in done.kept_open:
        click.echo(_("  {run}: 職員の確認待ちか登録の不明な件があるため、残しました。").format(run=run))
    told = (
        _("保存日数を過ぎた実行は {count} 件です。まだ何も消していません。")
        if dry
        else _("保存日数を過ぎた実行 {count} 件の個人情報を消しました。台帳と番号は残っています。")
    )
    click.echo(told.format(count=len(done.purged)))
    if done.handed_in:
        click.echo(_("コンソールで渡されたファイルのうち、もう要らないもの: {count} 個").format(count=done.handed_in))
    click.echo(_("読み取った元のスキャンは、置いた場所に残っています。要らなければ消してください。"))
    return 0
