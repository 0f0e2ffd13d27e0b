"""``dxrobot run``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import click

from dxrobot.app.run_result import RunResult
from dxrobot.app.running import run_scenario
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import QUIET, current_workspace, print_json, progress_bars
from dxrobot.cli.run_choices import RunChoices
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.ledger.figures import hours
from dxrobot.ledger.notes import mode_label

_ITEMS_SHOWN = 20


def run_and_show(name: str, inputs: Sequence[str], choices: RunChoices, *, json_output: bool) -> int:
    """Run a scenario of the current workspace and say how it ended."""
    workspace = current_workspace()
    open_workspace(workspace)
    options = choices.options()
    if options.trace:
        click.echo(_("注意: 録画(trace.zip)には個人情報がそのまま残ります。確かめ終わったら消してください。"), err=True)
    with nullcontext(QUIET) if options.pace.asks else progress_bars() as progress:
        result = run_scenario(workspace, name, _pairs(inputs), choices.mode, progress, options)
    if json_output:
        print_json(result.as_json())
    else:
        _show(result)
    return int(result.exit_status)


def _pairs(inputs: Sequence[str]) -> dict[str, list[str]]:
    """``name=value`` options by name; one name may stand several times."""
    pairs: dict[str, list[str]] = {}
    for written in inputs:
        name, equals, value = written.partition("=")
        if not equals:
            raise InputError(
                _("-i {written} は「名前=値」の形ではありません。").format(written=written),
                _("例: -i scans=scans/今日.pdf"),
            )
        pairs.setdefault(name, []).append(value)
    return pairs


def state_labels() -> dict[ItemState, str]:
    """The states of items in the words of the design."""
    return {
        ItemState.DONE: _("登録"),
        ItemState.SKIPPED: _("登録済みのため省略"),
        ItemState.WAITING_REVIEW: _("職員の確認待ち"),
        ItemState.BUSINESS_ERROR: _("内容の誤り(職員へ)"),
        ItemState.SYSTEM_ERROR: _("システムの異常"),
        ItemState.UNKNOWN: _("登録されたか不明(職員へ)"),
        ItemState.PENDING: _("未処理"),
    }


def _show(result: RunResult) -> None:
    click.echo(_("実行 {run}({mode})").format(run=result.run, mode=mode_label(result.mode)))
    for state, label in state_labels().items():
        if result.items[state]:
            click.echo(f"  {label}: {result.items[state]}")
    for item in result.left[:_ITEMS_SHOWN]:
        click.echo(_("  {source} {key}: {reason}").format(source=item.source, key=item.key, reason=item.reason or "—"))
    if len(result.left) > _ITEMS_SHOWN:
        click.echo(_("  ほか {count} 件").format(count=len(result.left) - _ITEMS_SHOWN))
    for page in result.tally.pages:
        if page.error:
            click.echo(_("  読めないページ {file} の {page} ページ: {error}").format(**_page(page)))
    if result.message:
        click.echo(result.message, err=True)
    click.echo(_("  削減時間: {hours}").format(hours=hours(result.entry.saved_minutes)))
    click.echo(_("  記録と登録簿: {folder}").format(folder=result.evidence))
    if result.items[ItemState.WAITING_REVIEW]:
        for register in result.tally.files_written:
            click.echo(
                _(
                    "  「確認」シートに値と名前を書いて保存し、-i answers={register} を付けて再実行してください。"
                ).format(register=register)
            )


def _page(page: object) -> dict[str, object]:
    return {name: getattr(page, name) for name in ("file", "page", "error")}
