"""``dxrobot worker`` and ``dxrobot workers``."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import click
from django.utils import timezone

from dxrobot.app.dispatching import WorkspaceDispatcher
from dxrobot.app.patience import open_when_it_is_there
from dxrobot.app.worker_standing import WorkerStanding, standing_workers
from dxrobot.app.working import Post, WorkerAtWork
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.config import Workspace
from dxrobot.errors import ExitStatus
from dxrobot.i18n import _
from dxrobot.queue.engine import DEFAULT_QUEUE
from dxrobot.settings import EngineKind
from dxrobot.store.processes import host
from dxrobot.store.setup import storing

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def work_and_show(queues: str, name: str, *, at_once: int, warm: int, until_empty: bool, no_schedules: bool) -> int:
    """Work as a worker until a signal, or until no order is left; on one machine, look after the schedules too."""
    workspace = current_workspace()
    wanted = tuple(dict.fromkeys(filter(None, (queue.strip() for queue in queues.split(",")))))
    post = Post(name or host(), wanted or (DEFAULT_QUEUE, host()), at_once, warm)
    if until_empty:
        open_workspace(workspace)
    else:
        open_when_it_is_there(workspace, partial(click.echo, err=True), threading.Event())
    at_work = WorkerAtWork(workspace, post)
    schedules = workspace.settings.engine.kind is EngineKind.EMBEDDED and not until_empty and not no_schedules
    with _draining(at_work), storing(), _schedules(workspace, wanted=schedules):
        at_work.work(until_empty=until_empty, begun=partial(_tell_begun, post, at_work, schedules=schedules))
    return int(ExitStatus.SETTLED)


def _tell_begun(post: Post, at_work: WorkerAtWork, *, schedules: bool) -> None:
    click.echo(
        _("ワーカー「{name}」を始めました。引き受ける列: {queues}").format(
            name=post.name, queues="、".join(post.queues)
        ),
        err=True,
    )
    if schedules:
        click.echo(_("スケジュールも見張ります。"), err=True)
    if at_work.without_browser:
        click.echo(_("ブラウザーがないため、ブラウザーを使うシナリオは引き受けません。"), err=True)
        click.echo(f"  {at_work.without_browser}", err=True)


@contextmanager
def _draining(at_work: WorkerAtWork) -> Iterator[None]:
    """The first signal lets what runs finish, the second has it stop after the item in hand."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        # On a thread of its own: the main one, which was interrupted, may hold the very lock that draining needs.
        threading.Thread(target=at_work.drain, name="drain").start()

    before = {number: signal.signal(number, heard) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _schedules(workspace: Workspace, *, wanted: bool) -> Iterator[None]:
    """Look after the schedules meanwhile; of several that do, none leads."""
    if not wanted:
        yield
        return
    dispatcher = WorkspaceDispatcher(workspace)
    dispatcher.start()
    try:
        yield
    finally:
        dispatcher.end()


def show_workers(*, json_output: bool) -> int:
    """Every worker and how it stands."""
    open_workspace(current_workspace())
    found = standing_workers()
    if json_output:
        print_json([worker.as_json() for worker in found])
        return int(ExitStatus.SETTLED)
    if not found:
        click.echo(_("ワーカーはまだありません。ロボットPCで dxrobot worker を実行してください。"))
    for worker in found:
        _show(worker)
    return int(ExitStatus.SETTLED)


def _show(worker: WorkerStanding) -> None:
    click.echo(
        f"{worker.name}  {worker.state_label}  dxrobot {worker.version}  {worker.browser or _('ブラウザーなし')}"
    )
    click.echo(_("    列: {queues}(同時に {at_once})").format(queues="、".join(worker.queues), at_once=worker.at_once))
    for number, scenario in worker.at_work:
        click.echo(_("    実行中: {scenario}(実行依頼 {number})").format(scenario=scenario, number=number))
    if worker.error and worker.error_at:
        when = f"{timezone.localtime(worker.error_at):%m-%d %H:%M}"
        click.echo(_("    最後の異常 {when}: {error}").format(when=when, error=worker.error))
