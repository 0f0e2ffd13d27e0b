"""``dxrobot dispatcher``: looking after schedules until a signal."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import click

from dxrobot.app.dispatching import WorkspaceDispatcher
from dxrobot.app.patience import open_when_it_is_there
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def dispatch_and_show(*, once: bool, json_output: bool) -> int:
    """Look after the schedules once, or until a signal."""
    workspace = current_workspace()
    if once:
        open_workspace(workspace)
        _look_once(WorkspaceDispatcher(workspace), json_output=json_output)
        return int(ExitStatus.SETTLED)
    tell = partial(click.echo, err=True)
    with _signal_heard() as over:
        if open_when_it_is_there(workspace, tell, over):
            _look_until(over, WorkspaceDispatcher(workspace), tell)
    return int(ExitStatus.SETTLED)


def _look_once(at_work: WorkspaceDispatcher, *, json_output: bool) -> None:
    placed = at_work.dispatcher.look_or_raise()
    at_work.end()
    if json_output:
        print_json({"placed": placed})
    else:
        click.echo(_("実行依頼を {count} 件出しました。").format(count=placed))


def _look_until(over: threading.Event, at_work: WorkspaceDispatcher, tell: Callable[[str], None]) -> None:
    at_work.start()
    tell(_("スケジュールの見張りを始めました。止めるときは Ctrl+C を押してください。"))
    while not over.wait(0.5):  # a wait without end would hear no signal on Windows
        pass
    at_work.end()


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
