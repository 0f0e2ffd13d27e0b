"""The console at work: one process that shows its pages, looks after the schedules and carries out what is ordered."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import waitress
from django.core.wsgi import get_wsgi_application
from django.template import engines
from loguru import logger
from waitress.server import BaseWSGIServer
from whitenoise import WhiteNoise

from dxrobot.app.dispatching import WorkspaceDispatcher
from dxrobot.app.together import Together
from dxrobot.app.working import Post
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.console import definitions
from dxrobot.console.accounts import today
from dxrobot.console.backing_up import forget_unfinished_copies
from dxrobot.console.calendar_year import fiscal_year_of, months_of
from dxrobot.console.city import city
from dxrobot.console.configure import HERE
from dxrobot.console.here import Here, set_here
from dxrobot.console.models import User
from dxrobot.console.names import EVERY_ADDRESS, LOOPBACK
from dxrobot.console.robots import robots
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.queue.engine import DEFAULT_QUEUE
from dxrobot.settings import EngineKind
from dxrobot.store.processes import host as this_host

_THREADS = 8
_YEAR_S = 365 * 24 * 3600
_MEGABYTE = 1024 * 1024
Say = Callable[[str], None]


def serve(workspace: Workspace, host: str, port: int, say: Say, *, work: bool = True) -> None:
    """Show the console at ``host`` and ``port`` until a signal; ``work``: carry out orders and schedules as well.

    Raises :class:`InputError` when the address cannot be had.
    """
    open_workspace(workspace)
    here = Here(workspace)
    set_here(here)
    forget_unfinished_copies()
    server = _listening(workspace, host, port)
    threading.Thread(target=_warm, name="console-warm", daemon=True).start()
    shown = "localhost" if host in (*EVERY_ADDRESS, *LOOPBACK) else host
    say(_("コンソールを始めました: http://{host}:{port}/").format(host=shown, port=port))
    if not User.objects.exists():
        _tell_code(here, say)
    if host not in LOOPBACK and not workspace.settings.console.https:
        say(_("注意: 通信が暗号化されません。HTTPS のサーバーの後ろに置き、[console] https = true としてください。"))
    say(_("止めるときは Ctrl+C を押してください。"))
    embedded = workspace.settings.engine.kind is EngineKind.EMBEDDED
    with _everything(workspace) if work and embedded else _schedules(workspace), _ended_by_signal():
        server.run()


def _warm() -> None:
    """Read what the first pages need, so that nobody who asks for one has to wait for it."""
    definitions.scenarios()
    with suppress(DxrobotError):  # told where it is asked for
        months_of(fiscal_year_of(today()), city().opening)
    robots()
    engines["jinja2"].get_template("today.html.j2")


def _tell_code(here: Here, say: Say) -> None:
    words = _("はじめの設定のコード: {code}").format(code=here.code)
    logger.info(words)
    say(words)


def _listening(workspace: Workspace, host: str, port: int) -> BaseWSGIServer:
    pages = WhiteNoise(get_wsgi_application(), root=HERE / "static", prefix="static/", max_age=_YEAR_S)
    behind = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    try:
        return waitress.create_server(
            pages,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
            max_request_body_size=workspace.settings.console.upload_mb * _MEGABYTE,
            **(behind if workspace.settings.console.https else {}),
        )
    except OSError as error:
        raise InputError(
            _("{host} の {port} 番では待ち受けられません: {reason}").format(
                host=host, port=port, reason=error.strerror or error
            ),
            _("ほかのコンソールが動いていないか確かめるか、--port でほかの番号を指定してください。"),
        ) from error


@contextmanager
def _schedules(workspace: Workspace) -> Iterator[None]:
    dispatcher = WorkspaceDispatcher(workspace)
    dispatcher.start()
    try:
        yield
    finally:
        dispatcher.end()


@contextmanager
def _everything(workspace: Workspace) -> Iterator[None]:
    """Orders and schedules on threads; at the end what runs is stopped after the item in hand."""
    post = Post(this_host(), (DEFAULT_QUEUE, this_host()), warm=1)
    with Together(workspace, post, logger.error) as together:
        try:
            yield
        finally:
            together.drain()
            together.drain()


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """A signal ends the server's loop, as waitress expects it: by an exception in the main thread."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    before = signal.signal(signal.SIGTERM, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
