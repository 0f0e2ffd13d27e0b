"""Files that are put into the folder of a schedule: taken once they have settled, or put aside with the reason.

What is taken is moved into ``受付済``, in the transaction that places its order, and the order is given its new place;
what cannot be used is moved into ``隔離`` beside a text with the reason. A file that stands in ``受付済`` without a
record, because somebody's power failed in between, is found there and taken after all.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedRandom, BufferedReader
from pathlib import Path

from django.db import transaction

from dxrobot.i18n import _
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.arrivals import HEAD, is_unfinished, why_bad
from dxrobot.schedule.due import Fate, Verdict
from dxrobot.schedule.rules import Folder
from dxrobot.scheduler.desk import Desk
from dxrobot.scheduler.placing import place_orders
from dxrobot.store.arrivals import earlier_arrival, is_known_path, keep_arrival
from dxrobot.store.models import Arrival, Schedule
from dxrobot.store.schedules import free_moment

TAKEN, ASIDE = "受付済", "隔離"
SETTLE_S = 3.0
"""So long size and time of change must stay as they are."""
PATIENCE_S = 600.0
"""A file that cannot be opened for longer is told about."""


class FolderGone(Exception):
    """The folder cannot be reached; what lies in it is not lost."""


@dataclass(slots=True)
class _Seen:
    """A file as it was last looked at."""

    size: int
    changed: int
    since: float
    """When it was first seen like this, by the steady clock."""
    told: bool = False
    """Whether people were told that it cannot be opened."""


@dataclass(slots=True)
class FolderWatch:
    """One look after another at the folder of one schedule."""

    schedule: Schedule
    rule: Folder
    tell: Callable[[str], None]
    """Tells people what they should look after."""
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        """The folder."""
        return Path(self.rule.path)

    @property
    def waits_to_settle(self) -> bool:
        """Whether something lies there that may only need a moment."""
        return bool(self._seen)

    def look(self, desk: Desk, now: datetime) -> int:
        """Take what has settled; how many orders were placed. Raises :class:`FolderGone` when nobody can look."""
        try:
            if not self.folder.is_dir():
                raise FolderGone
            found = [*_files(self.folder), *self._left_behind()]
        except OSError as error:
            raise FolderGone from error
        here = set(map(str, found))
        self._seen = {name: seen for name, seen in self._seen.items() if name in here}
        return sum(self._try(desk, path, now) for path in found)

    def _left_behind(self) -> list[Path]:
        """Files that were moved and never written down."""
        there = [path for path in _files(self.folder / TAKEN) if str(path) not in self._known]
        left = [path for path in there if not is_known_path(self.schedule, str(path))]
        self._known.update(str(path) for path in there if path not in left)
        return left

    def _try(self, desk: Desk, path: Path, now: datetime) -> bool:
        """Take one file if it has settled; a file that is gone again, or moved by another dispatcher, is none."""
        try:
            return self._settled(path) and self._take(desk, path, now)
        except FileNotFoundError:
            return False
        except OSError as error:
            self._tell_locked(path, error)
            return False

    def _settled(self, path: Path) -> bool:
        status = path.stat()
        seen = self._seen.get(str(path))
        if seen is None or (seen.size, seen.changed) != (status.st_size, status.st_mtime_ns):
            self._seen[str(path)] = _Seen(status.st_size, status.st_mtime_ns, self.clock())
            return False
        return self.clock() - seen.since >= SETTLE_S

    def _tell_locked(self, path: Path, error: OSError) -> None:
        """A file that cannot be opened for long may be one that a person forgot to close."""
        seen = self._seen[str(path)]
        if self.clock() - seen.since > PATIENCE_S and not seen.told:
            seen.told = True
            self.tell(
                _(
                    "フォルダー {folder} の「{name}」を開けません({reason})。開いている人がいれば閉じてください。"
                ).format(folder=self.folder, name=path.name, reason=error.strerror)
            )

    def _take(self, desk: Desk, path: Path, now: datetime) -> bool:
        with _opened(path) as file:
            head = file.read(HEAD)
            size = os.fstat(file.fileno()).st_size
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        reason = why_bad(path.name, size, head, self.rule.suffixes)
        earlier = None if reason else earlier_arrival(self.schedule, digest)
        if earlier is not None and earlier.path == str(path):
            return False
        if earlier is not None:
            reason = self._twice(earlier)
        if reason:
            self._put_aside(path, digest, reason, now)
            return False
        return self._accept(desk, path, digest, now)

    def _twice(self, earlier: Arrival) -> str:
        return _(
            "同じ内容のファイルを {when} に受け付けています({name})。もう一度処理するときは、"
            "dxrobot schedule run-now {schedule} -i {input}=ファイル で動かしてください。"
        ).format(
            when=f"{earlier.arrived_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
            name=earlier.name,
            schedule=self.schedule.name,
            input=self.schedule.file_input,
        )

    def _accept(self, desk: Desk, path: Path, digest: str, now: datetime) -> bool:
        target = path if path.parent.name == TAKEN else _free_place(self.folder / TAKEN, path.name, now)
        prepared = desk.prepare(self.schedule)
        with transaction.atomic():
            if not keep_arrival(self.schedule, digest, path.name, str(target), now):
                return False  # another dispatcher has just taken the same content: the next look finds it so
            verdict = Verdict(free_moment(self.schedule.name, now), Fate.RUN)
            inputs = {self.schedule.file_input: [str(target)]}
            place_orders(desk, self.schedule, prepared, [verdict], now, inputs=inputs)
            if target != path:
                target.parent.mkdir(exist_ok=True)
                path.rename(target)
        return True

    def _put_aside(self, path: Path, digest: str, reason: str, now: datetime) -> None:
        target = _free_place(self.folder / ASIDE, path.name, now)
        target.parent.mkdir(exist_ok=True)
        words = _("{name}\n{when} に受け付けませんでした。\n理由: {reason}\n").format(
            name=path.name, when=f"{now.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}", reason=reason
        )
        beside = target.with_name(f"{target.name}.理由.txt")
        beside.write_text(words, encoding="utf-8-sig")
        try:
            path.rename(target)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        keep_arrival(self.schedule, digest, path.name, str(target), now, reason)
        self.tell(
            _("フォルダー {folder} の「{name}」を受け付けず、「{aside}」に移しました。{reason}").format(
                folder=self.folder, name=path.name, aside=ASIDE, reason=reason
            )
        )


def _opened(path: Path) -> BufferedReader | BufferedRandom:
    """The file, for writing too: on Windows that fails while another program has it open."""
    try:
        return path.open("r+b")
    except PermissionError:
        if path.stat().st_mode & stat.S_IWRITE:
            raise
        return path.open("rb")


def _files(folder: Path) -> Iterator[Path]:
    """The files that lie in ``folder`` itself, in the order of their names; links are none."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    yield from (folder / name for name in names if not is_unfinished(name))


def _free_place(folder: Path, name: str, now: datetime) -> Path:
    """A name in ``folder`` that nothing has: when it came, and what it was called."""
    stamp = f"{now.astimezone(JAPAN):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return folder / f"{stamp}_{name}"
