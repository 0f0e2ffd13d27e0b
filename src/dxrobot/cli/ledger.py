"""``dxrobot ledger``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.app.ledger import (
    LedgerTotals,
    ledger_totals,
    verify_ledger,
    write_entries,
    write_ledger_files,
    write_open_data,
)
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger import figures, notes
from dxrobot.ledger.chain import GENESIS
from dxrobot.ledger.figures import hours, yen
from dxrobot.ledger.overlaps import overlap_notes
from dxrobot.ledger.posting import By
from dxrobot.ledger.summary import Summary
from dxrobot.store.ledger_rows import damaged


def show_summary(by: By, *, json_output: bool) -> int:
    """Show totals, and one line for each value of ``by``."""
    workspace = current_workspace()
    open_workspace(workspace)
    totals = ledger_totals(workspace, by)
    if json_output:
        print_json(totals.as_json())
        return 0
    click.echo(_line(_("合計"), totals.overview.total))
    for value, summary in totals.groups.items():
        click.echo(_line(_title(by, value), summary))
    for line in (*_money(totals), *_kinds(totals), *_notes(totals)):
        click.echo(line)
    click.echo(_("削減時間 = 基準時間 × 登録を確かめた件数 − 職員がかけた時間。試行は数えません。"))
    return 0


def _title(by: By, value: str) -> str:
    if by is By.YEAR:
        return figures.fiscal_year_text(int(value))
    return figures.month_text(value) if by is By.MONTH else value or figures.NOTHING


def _line(title: str, summary: Summary) -> str:
    estimated = _("(見積を含む)") if summary.runs_estimated else ""
    line = _(
        "{title}: {items} 件、導入前 {before} − 導入後 {after} → 削減 {hours}{estimated}、"
        "率 {rate}、{yen}、本番の実行 {runs} 回"
    ).format(
        title=title,
        items=figures.count(summary.items),
        before=figures.hours_or_dash(summary.before_minutes),
        after=figures.hours_or_dash(summary.after_minutes),
        hours=hours(summary.saved_minutes),
        estimated=estimated,
        rate=figures.percent(summary.rate),
        yen=yen(summary.yen),
        runs=figures.count(summary.runs),
    )
    return line + (_("、申告 {stated} 件").format(stated=summary.stated) if summary.stated else "")


def _money(totals: LedgerTotals) -> list[str]:
    """Costs and targets, where there are some."""
    found = totals.overview
    lines = []
    if found.cost.total:
        ratio = figures.NOTHING if found.total.yen is None else str(found.benefit_of_cost.rounded())
        net = None if found.total.yen is None else found.total.yen - found.cost.total
        lines.append(
            _("費用: 導入 {initial}、経常 {running}。差引 {net}、費用対効果 {ratio}").format(
                initial=yen(found.cost.initial), running=yen(found.cost.running), net=yen(net), ratio=ratio
            )
        )
    lines += [
        _("KPI「{name}」: {verdict}").format(name=progress.kpi.name, verdict=progress.verdict)
        for progress in found.kpis
    ]
    return lines


def _kinds(totals: LedgerTotals) -> list[str]:
    """Items by kind of the jobs whose baseline tells kinds apart."""
    return [
        _("「{job}」({department})の種類: {kinds}").format(
            job=line.job,
            department=line.department,
            kinds=figures.kinds_text({kind: total.items for kind, total in line.kinds.items()}),
        )
        for line in totals.overview.jobs
        if line.kinds
    ]


def _notes(totals: LedgerTotals) -> tuple[str, ...]:
    """What must be known of the totals: hours without yen, hours without a time before, what may be there twice."""
    found = totals.overview
    years = found.by(By.YEAR)
    unrated = notes.unrated_note(found.total)
    return (*notes.years_without_yen(years), *([unrated] if unrated else []), *overlap_notes(found.totals))


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


def show_verification(printed_hash: str) -> int:
    """Say whether the ledger is as it was written; raises :class:`InputError` naming the first damage."""
    open_workspace(current_workspace())
    found = verify_ledger(printed_hash or GENESIS)
    if found is not None:
        raise damaged(found)
    click.echo(_("台帳に書き換えはありません。"))
    return 0
