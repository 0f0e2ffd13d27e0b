"""``dxrobot look``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from dxrobot.app.looking import look
from dxrobot.cli.input_pairs import input_pairs
from dxrobot.cli.output import current_workspace
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _

_TRUTHS: dict[str, object] = {"true": True, "false": False}
"""What a check box is given, as robots and scenarios write it."""


def look_and_show(place: str, screen: str, inputs: Sequence[str], *, headed: bool, probe: bool) -> int:
    """Show what a page offers; 2 when the robot did not come as far as it was meant to."""
    values = {name: _TRUTHS.get(given[-1], given[-1]) for name, given in input_pairs(inputs).items()}
    seen = look(current_workspace(), place, screen, values, headed=headed, wait=_wait, probe=probe)
    click.echo(f"# {seen.address}")
    click.echo(seen.text)
    if seen.missing:
        click.echo(_("# ロボット定義にあって、いまの画面で見つからないもの(1つに決まらないもの):"))
        for line in seen.missing:
            click.echo(f"#   {line}")
    if seen.added:
        click.echo(_("# いまの画面で必須なのに、ロボット定義にない項目:"))
        for line in seen.added:
            click.echo(f"#   {line}")
    if seen.trouble:
        click.echo(_("途中で止まりました: {trouble}").format(trouble=seen.trouble), err=True)
        click.echo(_("上に示したのは、止まったところの画面です。"), err=True)
    return int(ExitStatus.INPUT_WRONG if seen.trouble else ExitStatus.SETTLED)


def _wait() -> None:
    click.prompt(
        _("ブラウザーで目的の画面まで進め、ここで Enter を押してください"),
        default="",
        show_default=False,
        prompt_suffix="",
        err=True,
    )
