"""``dxrobot demo``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.app.demo import DemoResult, run_demo
from dxrobot.cli.output import progress_bars
from dxrobot.cli.state_words import state_labels
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.ledger.figures import hours, minutes_text, yen


def run_and_show_demo(folder: Path, *, headed: bool, quick: bool) -> int:
    """Run the demo and sum it up in Japanese; 0 only if everything is held right against the truth."""
    click.echo(_("見本の業務を、スキャンから台帳まで通しで実行します。"))
    click.echo(_("確認の場面では、同梱した答え(samples/demo/answers.json)を使って、職員の役を dxrobot が演じます。"))

    def started(address: str) -> None:
        click.echo(_("見本の「子育て支援システム」を起動しました: {address}").format(address=address))

    with progress_bars() as progress:
        result = run_demo(folder, progress, headed=headed, quick=quick, started=started)
    _show(result)
    return int(ExitStatus.SETTLED if result.verdict.passed and not result.run.exit_status else _failure(result))


def _failure(result: DemoResult) -> ExitStatus:
    for place in result.verdict.wrongly_accepted:
        click.echo(_("確認なしで採用した値が、正解と違います: {place}").format(place=place), err=True)
    if result.run.message:
        click.echo(result.run.message, err=True)
    return result.run.exit_status or ExitStatus.PERSON_NEEDED


def _show(result: DemoResult) -> None:
    run, verdict, tally = result.run, result.verdict, result.run.tally
    pages, done = len(tally.pages), run.items["done"]
    entering = max(0.0, float(run.entry.robot_seconds) - tally.reading_seconds)
    lines = [
        _("■ 結果(実行 {run})").format(run=run.run),
        _("  読み取り  {files} ファイル {pages} ページ、1ページ {seconds:.1f} 秒").format(
            files=len(tally.files), pages=pages, seconds=tally.reading_seconds / max(1, pages)
        ),
        _("  項目      {fields} 項目 = 確認なしで採用 {accepted} + 職員に確認 {asked}(うち訂正 {corrected})").format(
            fields=verdict.fields, accepted=verdict.accepted, asked=tally.asked, corrected=tally.corrected
        ),
        "  " + _("登録") + "      " + _states(result),
        _(
            "  照合      対象システムの {expected} 件中 {right} 件が正解と一致、二重 {twice} 件、それ以外 {others} 件"
        ).format(expected=verdict.expected, right=verdict.right, twice=verdict.twice, others=verdict.others),
    ]
    if done:
        lines.insert(4, _("            1件 {seconds:.1f} 秒").format(seconds=entering / done))
    lines += _hours(result)
    lines.append(_("■ できたファイル"))
    lines += [f"  {path}" for path in (*result.files, run.evidence)]
    click.echo("\n".join(lines))


def _states(result: DemoResult) -> str:
    counts = [(label, result.run.items[state]) for state, label in state_labels().items()]
    told = _("、").join(f"{label} {count} 件" for label, count in counts if count)
    return told + _("(この実行の前から {count} 件)").format(count=result.records_before)


def _hours(result: DemoResult) -> list[str]:
    entry = result.run.entry
    return [
        _("  削減時間  {hours}、{yen}").format(hours=hours(entry.saved_minutes), yen=yen(entry.saved_yen)),
        _("            = 基準時間 {gross}({each} × {items} 件) − 職員の手間 {human}(見積)").format(
            gross=minutes_text(entry.gross_minutes),
            each=minutes_text(entry.baseline.minutes_per_item),
            items=entry.items_confirmed,
            human=minutes_text(entry.human.total),
        ),
        _("            ロボットの稼働 {seconds:.0f} 秒(職員の時間ではないので、足しも引きもしません)").format(
            seconds=entry.robot_seconds
        ),
    ]
