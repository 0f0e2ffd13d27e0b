"""``dxrobot dispatcher``: looking after schedules until a signal."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from dxrobot.app.dispatching import WorkspaceDispatcher
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def dispatch_and_show(*, once: bool, json_output: bool) -> int:
    """Look after the schedules once, or until a signal."""
    workspace = current_workspace()
    open_workspace(workspace)
    at_work = WorkspaceDispatcher(workspace)
    if once:
        placed = at_work.dispatcher.look_or_raise()
        at_work.end()
        if json_output:
            print_json({"placed": placed})
        else:
            click.echo(_("実行依頼を {count} 件出しました。").format(count=placed))
        return int(ExitStatus.SETTLED)
    with _signal_heard() as over:
        at_work.start()
        click.echo(_("スケジュールの見張りを始めました。止めるときは Ctrl+C を押してください。"), err=True)
        while not over.wait(0.5):  # a wait without end would hear no signal on Windows
            pass
        at_work.end()
    return int(ExitStatus.SETTLED)


@contextmanager
def _signal_heard() -> Iterator[threading.Event]:
    over = threading.Event()

    def heard(_number: int, _frame: FrameType | None) -> None:
        over.set()

    before = {number: signal.signal(number, heard) for number in _SIGNALS}
    try:
        yield over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
