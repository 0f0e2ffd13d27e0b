"""The heartbeat of a run, on a thread of its own: that it is at work, and at what; and it hears of a stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.db import DatabaseError
from loguru import logger

from dxrobot.actions.progress import Progress
from dxrobot.i18n import _
from dxrobot.store.beside import Beside
from dxrobot.store.models import Run
from dxrobot.store.run_rows import beat

_EVERY_S = 2.0
_NEWS_EVERY_S = 1.0
"""News of what is being done is written at once, but never more often than so."""


@dataclass(frozen=True, slots=True)
class _Doing:
    """What the run is at, as it was last told; replaced as a whole, since another thread reads it."""

    words: str = ""
    done: int = 0
    total: int = 0
    """How much there is of what the step itself counts (pages); 0 while it counts nothing."""
    expected: int | None = None
    """How many items the loop in hand has."""

    def in_words(self) -> str:
        if not self.total:
            return self.words
        return _("{step}({done}/{total})").format(step=self.words, done=self.done, total=self.total)


class Pulse(Beside):
    """Beats as long as its block is not left; ``asked_to_stop`` once somebody has cancelled the run."""

    def __init__(self, run: Run, every_s: float = _EVERY_S, news_every_s: float = _NEWS_EVERY_S) -> None:
        super().__init__("pulse", news_every_s)
        self._run = run
        self._beat_every_s = every_s
        self._beaten = time.monotonic()
        self._doing = self._told = _Doing()
        self.asked_to_stop = False

    def telling(self, progress: Progress) -> Progress:
        """``progress``, with the beats telling of it too; only values are set here, so that no step waits for it."""

        def report(kind: str, done: int, total: int) -> None:
            if kind == "items":
                self._doing = replace(self._doing, expected=total)
            else:
                self._doing = replace(self._doing, done=done, total=total)
            progress.report(kind, done, total)

        def say(sentence: str) -> None:
            self._begin(sentence)
            progress.say(sentence)

        def step(words: str) -> None:
            self._begin(words)
            progress.step(words)

        return Progress(report, say, step)

    def _begin(self, words: str) -> None:
        self._doing = _Doing(words, expected=self._doing.expected)

    def once(self) -> bool:
        """A beat where one is due or there is news. One that the database refuses ends no run: its writes will tell."""
        doing = self._doing
        if doing == self._told and time.monotonic() - self._beaten < self._beat_every_s:
            return True
        self._beaten = time.monotonic()
        try:
            self.asked_to_stop = beat(self._run, doing.in_words(), doing.expected)
            self._told = doing
        except DatabaseError as error:
            logger.warning("run {}: no heartbeat: {}", self._run.name, type(error).__name__)
        return True
