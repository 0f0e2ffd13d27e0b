"""``dxrobot test``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from dxrobot.app.recording import record_site
from dxrobot.app.testing import CaseResult, run_tests
from dxrobot.cli.input_pairs import input_pairs
from dxrobot.cli.output import current_workspace, print_json, progress_bars
from dxrobot.errors import ExitStatus, InputError
from dxrobot.i18n import _


def test_and_show(names: Sequence[str], *, json_output: bool) -> int:
    """Run tests of scenarios and say how each case has come out: 0 all as expected, 1 not all."""
    results = run_tests(current_workspace(), names, _say_nothing if json_output else _show)
    if json_output:
        print_json([result.as_json() for result in results])
    else:
        failed = sum(not result.passed for result in results)
        told = _("{count} 個のうち {failed} 個が期待と違いました。") if failed else _("{count} 個とも期待どおりです。")
        click.echo(told.format(count=len(results), failed=failed))
    return int(ExitStatus.SETTLED if all(result.passed for result in results) else ExitStatus.PERSON_NEEDED)


def _say_nothing(_result: CaseResult) -> None:
    """With ``--json`` the object comes at the end."""


def _show(result: CaseResult) -> None:
    mark = "○" if result.passed else "×"
    click.echo(f"{mark} {result.scenario}: {result.title} ({result.seconds:.1f} s)")
    for difference in result.differences:
        click.echo(f"    {difference}")
    if result.evidence:
        click.echo(_("    記録: {folder}").format(folder=result.evidence))


def record_and_show(names: Sequence[str], robot: str, inputs: Sequence[str]) -> int:
    """Record a robot's target system during a trial run of the one scenario that is named."""
    if len(names) != 1:
        raise InputError(_("記録するシナリオを1つだけ書いてください。"))
    with progress_bars() as progress:
        result, path = record_site(current_workspace(), names[0], robot, input_pairs(inputs), progress)
    click.echo(_("記録しました: {path}").format(path=path))
    click.echo(_("画面の内容が入っています。架空のデータだけで記録してください。"))
    if result.message:
        click.echo(result.message, err=True)
    return int(result.exit_status)
