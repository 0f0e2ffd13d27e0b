"""A worker and a dispatcher on threads of a process whose main thread does something else (``dxrobot serve``)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.db import connections
from loguru import logger

from dxrobot.app.dispatching import WorkspaceDispatcher
from dxrobot.app.working import Post, WorkerAtWork
from dxrobot.config import Workspace
from dxrobot.errors import DxrobotError
from dxrobot.i18n import _
from dxrobot.store.setup import storing


class Together:
    """Both at work on an open workspace, from the beginning of its block to its end.

    No signal handler is installed: whoever begins it hears the signals, and calls :meth:`drain`.
    """

    def __init__(self, workspace: Workspace, post: Post, tell: Callable[[str], None]) -> None:
        """``tell`` hears, on any thread, why the worker could not begin or go on; the dispatcher goes on then.

        Raises :class:`DefinitionError` for a calendar or settings with mistakes.
        """
        self._tell = tell
        self._worker = WorkerAtWork(workspace, post)
        self._dispatcher = WorkspaceDispatcher(workspace)
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._dispatcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._dispatcher.end()
        if self._worker.taking:  # asked a second time it would not wait for what is in hand
            self._worker.drain()
        self._thread.join()

    @property
    def working(self) -> bool:
        """Whether the worker is at work; False also while it finishes what it has in hand."""
        return self._thread.is_alive() and self._worker.taking

    @property
    def over(self) -> bool:
        """Whether the worker has finished what it had in hand: leaving the block waits for that."""
        return not self._thread.is_alive()

    def drain(self) -> None:
        """Have the worker take nothing new; asked a second time, have what is in hand stop after its item."""
        self._worker.drain()

    def _work(self) -> None:
        try:
            with storing():
                self._worker.work()
        except DxrobotError as error:
            logger.opt(exception=error).error("the worker ends")
            self._tell(str(error))
        except Exception as error:  # the last boundary of this thread
            logger.opt(exception=error).critical("the worker ends")
            self._tell(_("ワーカーが予期しない誤りで止まりました。ログ(dxrobot.log)を確かめてください。"))
        finally:
            connections.close_all()  # of this thread
