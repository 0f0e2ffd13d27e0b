"""``dxrobot run``."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import click

from dxrobot.actions.progress import Progress
from dxrobot.app.run_result import DRY_WORKBOOK, RunResult
from dxrobot.app.running import Again, resume_run, run_scenario
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.input_pairs import input_pairs
from dxrobot.cli.output import QUIET, current_workspace, print_json, progress_bars
from dxrobot.cli.run_choices import RunChoices
from dxrobot.cli.state_words import state_labels
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import ItemState, Mode, RunStatus
from dxrobot.ledger.figures import hours
from dxrobot.ledger.notes import mode_label
from dxrobot.runner.options import RunOptions

_ITEMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be run, as it was typed."""

    scenario: str
    inputs: Sequence[str]
    resume: str = ""
    """The run to continue instead of starting a new one."""
    again: Sequence[str] = ()
    """Keys of items to enter although they are done."""
    reason: str = ""
    by: str = ""

    def required_again(self) -> Again | None:
        """The items to enter again; raises :class:`InputError` when nobody says why."""
        if not self.again:
            return None
        if not self.reason.strip():
            raise InputError(_("--again には、--reason で理由を付けてください。"))
        return Again(tuple(self.again), self.by.strip() or getpass.getuser(), self.reason.strip())


def run_and_show(wanted: Wanted, choices: RunChoices, *, json_output: bool) -> int:
    """Run a scenario of the current workspace, or continue a run, and say how it ended."""
    workspace = current_workspace()
    open_workspace(workspace)
    options = choices.options()
    if options.trace:
        click.echo(_("注意: 録画(trace.zip)には個人情報がそのまま残ります。確かめ終わったら消してください。"), err=True)
    with nullcontext(QUIET) if options.pace.asks else progress_bars() as progress:
        result = _result(workspace, wanted, choices, progress, options)
    if json_output:
        print_json(result.as_json())
    else:
        _show(result)
    return int(result.exit_status)


def _result(
    workspace: Workspace, wanted: Wanted, choices: RunChoices, progress: Progress, options: RunOptions
) -> RunResult:
    inputs, again = input_pairs(wanted.inputs), wanted.required_again()
    if wanted.resume:
        if choices.mode is not Mode.TRIAL:
            raise InputError(
                _("--resume には --production も --dry-run も付けられません。"), _("始めたときと同じ種類で続きます。")
            )
        return resume_run(workspace, wanted.resume, wanted.scenario, inputs, progress, options, again)
    if not wanted.scenario:
        raise InputError(_("シナリオの名前がありません。"), _("例: dxrobot run シナリオ -i 名前=値"))
    return run_scenario(workspace, wanted.scenario, inputs, choices.mode, progress, options, again)


def _show(result: RunResult) -> None:
    click.echo(_("実行 {run}({mode})").format(run=result.run, mode=mode_label(result.mode)))
    labels = state_labels()
    if result.mode is Mode.DRY:
        labels[ItemState.PENDING] = _("登録せずに確かめた件と未処理")
    for state, label in labels.items():
        if result.items[state]:
            click.echo(f"  {label}: {result.items[state]}")
    _show_left(result)
    for page in result.tally.pages:
        if page.error:
            click.echo(_("  読めないページ {file} の {page} ページ: {error}").format(**_page(page)))
    if result.message:
        click.echo(result.message, err=True)
    click.echo(_("  削減時間: {hours}").format(hours=hours(result.entry.saved_minutes)))
    click.echo(_("  記録と登録簿: {folder}").format(folder=result.evidence))
    if result.mode is Mode.DRY:
        click.echo(_("  入力する内容の表: {path}").format(path=result.evidence / DRY_WORKBOOK))
    elif result.status in (RunStatus.STOPPED, RunStatus.CANCELLED, RunStatus.FAILED) or result.open_again:
        hint = _(
            "  続きは、dxrobot run --resume {run} で再開できます。定義を直したときは、同じ命令で新しく実行します。"
        )
        click.echo(hint.format(run=result.run))
    if result.items[ItemState.WAITING_REVIEW]:
        for register in result.tally.files_written:
            click.echo(
                _(
                    "  「確認」シートに値と名前を書いて保存し、-i answers={register} を付けて再実行してください。"
                ).format(register=register)
            )


def _show_left(result: RunResult) -> None:
    """The items that did not come through, each with its reason; those that nobody worked on are only counted."""
    worked_on = [item for item in result.left if item.reason]
    for item in worked_on[:_ITEMS_SHOWN]:
        click.echo(_("  {source} {key}: {reason}").format(source=item.source, key=item.key, reason=item.reason))
    if len(worked_on) > _ITEMS_SHOWN:
        click.echo(_("  ほか {count} 件").format(count=len(worked_on) - _ITEMS_SHOWN))
    if untouched := len(result.left) - len(worked_on):
        click.echo(_("  ほか {count} 件は処理していません").format(count=untouched))


def _page(page: object) -> dict[str, object]:
    return {name: getattr(page, name) for name in ("file", "page", "error")}
