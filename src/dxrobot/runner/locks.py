"""The locks of one run: waited for before their first use, given back when the run ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from dxrobot.errors import RunCancelled
from dxrobot.i18n import _
from dxrobot.runner.halt import RunStopped
from dxrobot.store.locks import give_locks_back, take_lock
from dxrobot.store.models import Run

_LOOK_EVERY_S = 0.3


class Locks:
    """What one run holds; leaving the block gives it back.

    Nobody who holds a lock of a later kind waits for one of an earlier kind, and locks of one kind are taken in the
    order of their names: two runs can never wait for each other.
    """

    def __init__(
        self,
        run: Run,
        limit_s: float,
        *,
        say: Callable[[str], None] = lambda _sentence: None,
        asked_to_stop: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run = run
        self._limit_s = limit_s
        self._say = say
        self._asked_to_stop = asked_to_stop
        self._clock = clock
        self._held: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        give_locks_back(self._run)

    def hold(self, names: Iterable[str]) -> None:
        """Hold all of ``names``, waiting as long as other runs have them.

        Raises :class:`RunStopped` after the longest wait and :class:`RunCancelled` when the run is to stop.
        """
        for name in sorted(set(names) - self._held):
            self._wait_for(name)
            self._held.add(name)

    def _wait_for(self, name: str) -> None:
        began, told = self._clock(), False
        while holder := take_lock(name, self._run):
            used_by = {"run": holder, "lock": name}
            if not told:
                self._say(_("実行 {run} が「{lock}」を使っています。終わるのを待ちます。").format(**used_by))
                told = True
            if self._asked_to_stop():
                raise RunCancelled(_("中止の指示を受けたため、待つのをやめました。再開すると続きます。"))
            if self._clock() - began > self._limit_s:
                message = _("実行 {run} が「{lock}」を使い終わらないため、止めました。あとで再開してください。")
                raise RunStopped(message.format(**used_by))
            time.sleep(_LOOK_EVERY_S)
