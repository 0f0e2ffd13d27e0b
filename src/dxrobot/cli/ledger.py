"""``dxrobot ledger``."""

from __future__ import annotations

import click

from dxrobot.app.ledger import LedgerTotals, ledger_totals, verify_ledger
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.i18n import _
from dxrobot.ledger import figures, notes
from dxrobot.ledger.chain import GENESIS
from dxrobot.ledger.figures import yen
from dxrobot.ledger.group_lines import GroupLine, group_lines
from dxrobot.ledger.overlaps import overlap_notes, repeated_notes
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
    for line in group_lines(totals.overview, by, totals.groups):
        click.echo(_line(_title(by, line.value), line.summary) + _cost_of(line))
    for told in (*_money(totals), *_people(totals), *_kinds(totals), *_notes(totals)):
        click.echo(told)
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
        items=figures.count_or_dash(summary.items_or_none),
        before=figures.hours_or_dash(summary.before_minutes),
        after=figures.hours_or_dash(summary.after_minutes),
        hours=figures.hours_or_dash(summary.net_minutes),
        estimated=estimated,
        rate=figures.percent(summary.rate),
        yen=yen(summary.yen),
        runs=figures.count(summary.runs),
    )
    if summary.stated:
        line += _("、申告 {stated} 件").format(stated=figures.count(summary.stated))
    if summary.untold:
        line += _("、測定不能 {count} 件").format(count=figures.count(summary.unmeasurable))
    return line


def _cost_of(line: GroupLine) -> str:
    """What the group cost, and when it has earned that back, where it cost anything."""
    ratio = None if line.benefit_of_cost is None else line.benefit_of_cost.value
    found = ""
    if line.cost is not None and line.cost.total:
        found += _("、費用 {cost}、費用対効果 {ratio}").format(
            cost=yen(line.cost.total), ratio=figures.NOTHING if ratio is None else figures.hundredths(ratio)
        )
    return found + (_("、回収 {payback}").format(payback=line.payback) if line.payback else "")


def _people(totals: LedgerTotals) -> list[str]:
    """The hours of each fiscal year for the people there are."""
    return [
        _("{year}: 職員1人あたり {hours} 時間、人に直すと {persons} 人({staff} 人、1人 年{each} 時間)").format(
            year=figures.fiscal_year_text(line.year),
            hours=line.workforce.hours_an_employee(line.summary.saved_minutes).rounded(),
            persons=line.workforce.persons(line.summary.saved_minutes).rounded(),
            staff=figures.count(line.workforce.employees),
            each=figures.hundredths(line.workforce.hours_a_person).removesuffix(".00"),
        )
        for line in totals.overview.years
        if line.workforce is not None
    ]


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
    """What must be known of the totals: hours without yen, how sure the hours are, what may be there twice."""
    found = totals.overview
    twice = (*overlap_notes(found.totals), *repeated_notes(found.references))
    return (*notes.years_without_yen(found.by(By.YEAR)), *notes.hours_notes(found.total), *twice)


def show_verification(printed_hash: str) -> int:
    """Say whether the ledger is as it was written; raises :class:`InputError` naming the first damage."""
    open_workspace(current_workspace())
    found = verify_ledger(printed_hash or GENESIS)
    if found is not None:
        raise damaged(found)
    click.echo(_("台帳に書き換えはありません。"))
    return 0
