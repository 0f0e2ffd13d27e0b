"""``dxrobot serve``: the console, with schedules and a worker in the same process."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.config import find_workspace
from dxrobot.console.configure import configure_console
from dxrobot.console.names import allowed_hosts
from dxrobot.errors import ExitStatus


def serve_console(host: str, port: int | None, *, work: bool) -> int:
    """Show the console until a signal."""
    workspace = find_workspace(Path.cwd())
    wanted = workspace.settings.console
    host = host or wanted.host
    configure_console(wanted, allowed_hosts(wanted, host), workspace.private / "console_key")
    from dxrobot.console.server import serve

    serve(workspace, host, port or wanted.port, lambda words: click.echo(words, err=True), work=work)
    return int(ExitStatus.SETTLED)
