"""A worker: takes orders from the engine and has each carried out in a child process, until it is drained."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from loguru import logger
from packaging.version import Version

from dxrobot import __version__
from dxrobot.app.orders import engine_of
from dxrobot.app.seeing_to import Supervision
from dxrobot.app.taking_back import Watch
from dxrobot.app.workspaces import salt_of
from dxrobot.browser.find import browser_version, find_browser
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.queue.children import Children
from dxrobot.queue.engine import BROWSER
from dxrobot.store import workers
from dxrobot.store.models import Worker
from dxrobot.store.orders import Lease
from dxrobot.store.processes import boot_id, host, started_of
from dxrobot.store.taking import Taker
from dxrobot.store.workers import WorkerState

_BEAT_EVERY_S = 3.0
_MARK_LENGTH = 16
_HEAD_START_S = 0.3
"""So long the next child is not loaded yet: that would take the processor from the one that begins."""
_STORE_EVERY_S = 2.0
"""Pause before a store that was lost is tried again."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where and how a worker works."""

    name: str
    queues: tuple[str, ...]
    at_once: int = 1
    warm: int = 0
    """So many children are kept loaded and waiting."""


class WorkerAtWork:
    """One worker, from its first heartbeat to its last; to its engine a ``Shift``."""

    def __init__(self, workspace: Workspace, post: Post) -> None:
        self._post = post
        self._engine = engine_of(workspace)
        self._ending, self._cancelling, self._over = threading.Event(), threading.Event(), threading.Event()
        self._outdated = False
        self._browser, self.without_browser = _browser_here(workspace)
        """What the browser here calls itself; why there is none that runs."""
        self._salt_mark = hashlib.sha256(salt_of(workspace)).hexdigest()[:_MARK_LENGTH]
        self._watch = Watch(self._engine)
        self._children = Children(workspace.root, post.warm)
        self._taker = Taker(
            worker=post.name,
            host=host(),
            queues=post.queues,
            abilities=frozenset({BROWSER} if self._browser else ()),
            limits=workspace.settings.engine.at_once,
        )

    @property
    def taker(self) -> Taker:
        """Who takes the orders, and which."""
        return self._taker

    @property
    def at_once(self) -> int:
        """How many orders it carries out at once."""
        return self._post.at_once

    @property
    def taking(self) -> bool:
        """Whether it takes further orders; False for good once it is to end."""
        return not self._ending.is_set()

    @property
    def holding(self) -> bool:
        """Whether a newer version at work elsewhere keeps it from taking any."""
        return self._outdated

    def wait(self, seconds: float) -> None:
        """Wait so long, or until it is to end."""
        self._ending.wait(seconds)

    def lost_store(self, error: Exception) -> None:
        """Take notice that the store does not answer; nothing is lost, it is tried again after a while."""
        logger.warning("worker {}: the store does not answer: {}", self._post.name, error)
        connections.close_all()
        self._ending.wait(_STORE_EVERY_S)

    def drain(self) -> None:
        """Take nothing new; asked a second time, have what is in hand stop after its item."""
        if self._ending.is_set():
            self._cancelling.set()
        self._ending.set()

    def work(self, *, until_empty: bool = False, begun: Callable[[], None] = lambda: None) -> None:
        """Work until it is drained, or no order is left; ``begun`` is called once it is known as a worker.

        Raises :class:`InputError` when it must not begin: a newer version is at work, or one of its name.
        """
        self._sign_on_when_it_can()
        if self.taking:
            begun()
        beating = threading.Thread(target=self._beat, name="worker-beat", daemon=True)
        beating.start()
        try:
            self._engine.work(self, until_empty=until_empty)
        finally:
            self._ending.set()
            self._over.set()
            self._children.close()
            beating.join()
            with contextlib.suppress(DatabaseError, InterfaceError):
                workers.sign_off(self._post.name, os.getpid())

    def carry_out(self, lease: Lease) -> None:
        """Carry an order out in a child of its own, to whichever end."""
        child = self._children.take()
        try:
            child.tell(order=lease.order, attempt=lease.attempt)
            if self._post.warm:
                child.ended_within(_HEAD_START_S)
                self._children.refill()
            Supervision(child, lease, self._cancelling.is_set).see_to_end()
        finally:
            child.end()

    def _sign_on_when_it_can(self) -> None:
        while self.taking:
            try:
                self._sign_on()
                return
            except (OperationalError, InterfaceError) as error:
                self.lost_store(error)

    def _sign_on(self) -> None:
        if newer := self._newer_elsewhere():
            raise InputError(
                _("この機械の dxrobot({own})は、動いているワーカー「{name}」の版より古いものです。").format(
                    own=__version__, name=newer
                ),
                _("この機械の dxrobot を新しくしてから始めてください。"),
            )
        pid = os.getpid()
        workers.sign_on(
            Worker(
                name=self._post.name,
                host=host(),
                boot_id=boot_id(),
                pid=pid,
                created=started_of(pid),
                version=__version__,
                browser=self._browser,
                salt_mark=self._salt_mark,
                queues=list(self._post.queues),
                at_once=self._post.at_once,
                state=WorkerState.WORKING,
            )
        )

    def _newer_elsewhere(self) -> str:
        """The name of a living worker with a newer version; empty when there is none."""
        others = workers.living_versions(self._post.name)
        return next((name for name, version in others if Version(version) > Version(__version__)), "")

    def _beat(self) -> None:
        """Tell of itself, and look after what the dead have left, until the work is over."""
        last = time.monotonic()
        try:
            while not self._over.wait(_BEAT_EVERY_S):
                with contextlib.suppress(DatabaseError, InterfaceError):
                    self._outdated = bool(self._newer_elsewhere())
                    workers.beat(self._post.name, os.getpid(), self._state())
                    self._watch.look_after(silent_s=time.monotonic() - last)
                    last = time.monotonic()
                    continue
                connections.close_all()
        finally:
            connections.close_all()  # of this thread

    def _state(self) -> WorkerState:
        if self._ending.is_set():
            return WorkerState.DRAINING
        return WorkerState.OUTDATED if self._outdated else WorkerState.WORKING


def _browser_here(workspace: Workspace) -> tuple[str, str]:
    """What the browser of this machine calls itself; where there is none that runs, empty with the reason."""
    try:
        return browser_version(find_browser(workspace.settings.browser.executable)), ""
    except InputError as error:
        logger.warning("no browser here: {}", error)
        return "", str(error)
