"""``dxrobot doctor``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from dxrobot.cli.output import print_json
from dxrobot.config import CONFIG_FILE, find_workspace
from dxrobot.doctor.checklist import checks
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _


def show_doctor(*, json_output: bool) -> int:
    """Show every check of this machine, and of the workspace when standing in one."""
    here = Path.cwd()
    standing = any((folder / CONFIG_FILE).is_file() for folder in (here, *here.parents))
    found = checks(find_workspace(here) if standing else None)
    if json_output:
        print_json([asdict(check) for check in found])
    else:
        for check in found:
            click.echo(f"{'○' if check.ok else '×'} {check.name}: {check.detail}")
            if not check.ok:
                click.echo(_("   直し方: {remedy}").format(remedy=check.remedy))
    return int(ExitStatus.SETTLED if all(check.ok for check in found) else ExitStatus.INPUT_WRONG)
