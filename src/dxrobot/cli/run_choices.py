"""What the person who types ``dxrobot run`` chooses by its options."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import click

from dxrobot.actions.pace import Choice, Pace, StepAhead
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.runner.options import RunOptions


@dataclass(frozen=True, slots=True)
class RunChoices:
    """The options as they were given."""

    production: bool = False
    dry_run: bool = False
    limit: int | None = None
    headed: bool = False
    step: bool = False
    trace: bool = False

    @property
    def mode(self) -> Mode:
        """A dry run stays one with ``--production``, which then says where it works."""
        if self.dry_run:
            return Mode.DRY
        return Mode.PRODUCTION if self.production else Mode.TRIAL

    def options(self) -> RunOptions:
        """The same for the runner; raises :class:`InputError` for options that do not go together."""
        if self.trace and self.production:
            raise InputError(
                _("--trace は本番(--production)では使えません。録画には個人情報がそのまま残ります。"),
                _("--production を外し、試行で確かめてください。"),
            )
        if self.step and not sys.stdin.isatty():
            raise InputError(
                _("--step は、答えを打てる端末でだけ使えます。"), _("端末から直接実行するか、--step を外してください。")
            )
        return RunOptions(
            on_production=self.production,
            limit=self.limit or 0,
            headed=self.headed or (self.step and _has_display()),
            trace=self.trace,
            pace=Pace(ask) if self.step else Pace(),
        )


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ask(step: StepAhead) -> Choice:
    """Show what comes next and wait for the person's key."""
    target = f" — {step.target}" if step.target else ""
    click.echo(f"\n[{step.place}] {step.title}{target}")
    if step.sentence:
        click.echo(f"  {step.sentence}")
    for name, value in step.values:
        click.echo(f"  {name}: {value}")
    keys = {"": Choice.GO, "s": Choice.SKIP, "q": Choice.CANCEL}
    while True:
        answer = click.prompt(
            _("Enter: 進む / s: この件を飛ばす / q: 中止"), default="", show_default=False, prompt_suffix=" > "
        )
        if (choice := keys.get(answer.strip().lower())) is not None:
            return choice
