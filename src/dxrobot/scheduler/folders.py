"""A thread for each folder that is watched: a share that does not answer must not keep schedules from their moments.

What lies in a folder is found by looking, every few seconds; the operating system's word that something has come
(watchdog) only makes the next look an earlier one, since on a share it may never be given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connections
from loguru import logger
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from dxrobot.i18n import _
from dxrobot.schedule.rules import RULE, Folder
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.folder import FolderGone, FolderWatch
from dxrobot.store.clock import store_now
from dxrobot.store.models import Schedule
from dxrobot.store.schedules import set_trouble, watching

LOOK_EVERY_S = 10.0
_SETTLING_S = 1.0


class _Wake(FileSystemEventHandler):
    """Any change in the folder makes the next look an earlier one."""

    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something has come, grown or gone."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._wake.set()


class FolderThread:
    """Looks into the folder of one schedule until it is ended."""

    def __init__(self, desk: Callable[[], Desk], schedule: Schedule, rule: Folder, tell: Callable[[str], None]) -> None:
        self._desk, self._schedule, self._tell = desk, schedule, tell
        self.watch = FolderWatch(schedule, rule, tell)
        self._over, self._wake = threading.Event(), threading.Event()
        self._observer: BaseObserver | None = None
        self._gone = bool(schedule.trouble)
        self._thread = threading.Thread(target=self._work, name=f"folder-{schedule.pk}", daemon=True)
        self._thread.start()

    @property
    def revision(self) -> int:
        """The revision of the schedule that it works by."""
        return self._schedule.revision

    def end(self) -> None:
        """Look no more; a look that hangs on a share is left to itself."""
        self._over.set()
        self._wake.set()
        self._thread.join(timeout=5)

    def _work(self) -> None:
        try:
            while not self._over.is_set():
                self._wake.clear()
                self._look()
                self._wake.wait(_SETTLING_S if self.watch.waits_to_settle else LOOK_EVERY_S)
        finally:
            self._stop_observer()
            connections.close_all()  # of this thread

    def _look(self) -> None:
        try:
            self.watch.look(self._desk(), store_now())
        except FolderGone:
            self._lose()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("folder of schedule {}: {}", self._schedule.pk, type(error).__name__)
            connections.close_all()
        except Exception as error:  # the other folders, and the next look, are none the worse for it
            logger.opt(exception=error).error("folder of schedule {}", self._schedule.pk)
        else:
            self._find()

    def _lose(self) -> None:
        self._stop_observer()
        if self._gone:
            return
        self._gone = True
        words = _("フォルダー {folder} が見えません。共有の状態を確かめてください。戻れば、続きから受け付けます。")
        self._say(words.format(folder=self.watch.folder), trouble=True)

    def _find(self) -> None:
        if self._gone:
            self._gone = False
            words = _("フォルダー {folder} が戻りました。受け付けを続けます。").format(folder=self.watch.folder)
            self._say(words, trouble=False)
        if self._observer is None:
            self._start_observer()

    def _say(self, words: str, *, trouble: bool) -> None:
        if set_trouble(self._schedule, words if trouble else ""):
            self._tell(words)

    def _start_observer(self) -> None:
        observer = Observer()
        try:
            observer.schedule(_Wake(self._wake), str(Path(self.watch.folder)))
            observer.start()
        except OSError as error:  # no more watches to be had: looking is enough
            logger.info("folder of schedule {} is only looked at: {}", self._schedule.pk, error)
            return
        self._observer = observer

    def _stop_observer(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(timeout=5)
            self._observer = None


class Folders:
    """The threads of all folders that schedules watch."""

    def __init__(self, desk: Callable[[], Desk], tell: Callable[[str], None]) -> None:
        self._desk, self._tell = desk, tell
        self._threads: dict[int, FolderThread] = {}

    def follow_schedules(self) -> None:
        """Begin and end threads as people add, change, pause and remove schedules."""
        wanted = {schedule.pk: schedule for schedule in watching()}
        for number, thread in list(self._threads.items()):
            schedule = wanted.get(number)
            if schedule is None or schedule.revision != thread.revision:
                thread.end()
                del self._threads[number]
        for number, schedule in wanted.items():
            rule = RULE.validate_python(schedule.rule)
            if number not in self._threads and isinstance(rule, Folder):
                self._threads[number] = FolderThread(self._desk, schedule, rule, self._tell)

    def end(self) -> None:
        """End all threads."""
        for thread in self._threads.values():
            thread.end()
        self._threads.clear()
