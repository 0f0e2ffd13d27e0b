"""``dxrobot ledger import`` and ``whatif``."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import click

from dxrobot.app.ledger_import import import_file
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.i18n import _
from dxrobot.ledger import figures
from dxrobot.ledger.summary import json_number
from dxrobot.ledger.whatif import Case, Forecast, forecast


def import_and_show(path: Path) -> int:
    """Take ``path`` into the ledger and say what it was taken for."""
    workspace = current_workspace()
    open_workspace(workspace)
    done = import_file(workspace, path)
    click.echo(_("{kind}として {rows} 行を取り込みました。").format(kind=done.kind.label, rows=done.rows))
    if done.kept_at is not None:
        click.echo(_("台帳の記帳ではないので、{path} に置きました。").format(path=done.kept_at))
    for warning in done.warnings:
        click.echo(_("注意: {warning}").format(warning=warning))
    return 0


def show_forecast(case: Case, *, json_output: bool) -> int:
    """Say whether the case is worth automating."""
    found = forecast(case)
    if json_output:
        print_json(_as_json(found))
        return 0
    for line in _lines(found):
        click.echo(line)
    return 0


def _lines(found: Forecast) -> list[str]:
    case = found.case
    least = found.break_even_items_a_month
    return [
        _("1か月: 手作業 {before}、自動化後 {after}、差引 {net}").format(
            before=figures.hours(case.minutes_per_item * case.items_a_month),
            after=figures.hours(case.minutes_per_item * case.items_a_month - found.net_minutes_a_month),
            net=figures.hours(found.net_minutes_a_month),
        ),
        _("1か月の差引: {yen}(経常 {running} を引いた後)").format(
            yen=_yen(found.net_yen_a_month), running=_yen(case.running_yen_a_month)
        ),
        _("初めの費用: {yen}(導入 {initial} + 開発 {hours} × {unit})").format(
            yen=_yen(found.first_cost_yen),
            initial=_yen(case.initial_yen),
            hours=figures.hours(case.build_hours * 60),
            unit=_yen(case.yen_per_hour),
        ),
        _("{months} か月使ったときの差引: {yen}").format(months=case.term_months, yen=_yen(found.net_yen_in_term)),
        _("損をしない件数: {items}").format(
            items=_("何件でも得にならない")
            if least is None
            else _("1か月 {count} 件から").format(count=figures.count(least))
        ),
        _("回収: {payback}").format(payback=found.payback),
        _("結論: {advice}。{reason}").format(advice=found.advice.label, reason=found.reason),
    ]


def _yen(amount: Decimal) -> str:
    return figures.yen(int(amount.to_integral_value(ROUND_HALF_UP)))


def _as_json(found: Forecast) -> dict[str, Any]:
    return {
        "saved_minutes_per_item": json_number(found.saved_minutes_per_item),
        "net_minutes_a_month": json_number(found.net_minutes_a_month),
        "net_yen_a_month": json_number(found.net_yen_a_month),
        "first_cost_yen": json_number(found.first_cost_yen),
        "net_yen_in_term": json_number(found.net_yen_in_term),
        "break_even_items_a_month": found.break_even_items_a_month,
        "payback_months": found.payback.months,
        "advice": found.advice.value,
        "reason": found.reason,
    }
