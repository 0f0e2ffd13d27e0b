"""``dxrobot ledger``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.app.ledger import ledger_totals, verify_ledger, write_ledger_files
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.figures import hours, yen
from dxrobot.ledger.summary import Summary


def show_summary(*, json_output: bool) -> int:
    """Show totals, and one line a job."""
    open_workspace(current_workspace())
    totals = ledger_totals()
    if json_output:
        print_json(totals.as_json())
        return 0
    click.echo(_line(_("合計"), totals.total))
    for job, summary in totals.by_job.items():
        click.echo(_line(job, summary))
    click.echo(_("削減時間 = 基準時間 × 登録を確かめた件数 − 職員がかけた時間。試行は数えません。"))
    return 0


def _line(title: str, summary: Summary) -> str:
    estimated = _("(見積を含む)") if summary.runs_estimated else ""
    return _("{title}: {items} 件、削減 {hours}{estimated}、{yen}、本番の実行 {runs} 回").format(
        title=title,
        items=summary.items,
        hours=hours(summary.saved_minutes),
        estimated=estimated,
        yen=yen(summary.saved_yen),
        runs=summary.runs,
    )


def write_report(folder: Path) -> int:
    """Write the ledger as a workbook and as a page into ``folder``."""
    workspace = current_workspace()
    open_workspace(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("フォルダーを作れません: {path}").format(path=folder), _("新しいフォルダー名を指定してください。")
        ) from error
    for path in write_ledger_files(folder, workspace.settings.city):
        click.echo(_("書きました: {path}").format(path=path))
    return 0


def show_verification() -> int:
    """Say whether the chain of the ledger holds; raises :class:`InputError` naming where it does not."""
    open_workspace(current_workspace())
    found = verify_ledger()
    if found is not None:
        raise InputError(str(found))
    click.echo(_("台帳に書き換えはありません。"))
    return 0
