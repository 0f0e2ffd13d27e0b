"""Ending a run between two items: somebody asked for it, its time is over, or going on would do harm."""

from __future__ import annotations

import time
from collections.abc import Callable

from dxrobot.errors import DxrobotError, RunCancelled
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.runner.stop_rule import StopRule
from dxrobot.scenario.model import Limits


class RunStopped(DxrobotError):
    """A rule ended the run; the remaining items stay pending."""


class Halt:
    """Asked before and after every item of one run, in all of its loops."""

    def __init__(
        self, limits: Limits, asked_to_stop: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rule = StopRule(limits)
        self._asked_to_stop = asked_to_stop
        self._clock = clock
        self._started = clock()

    def before_item(self) -> None:
        """Raises :class:`RunCancelled` or :class:`RunStopped` when no further item may be begun."""
        if self._asked_to_stop():
            raise RunCancelled(
                _("中止の指示を受けたため、処理中の件を終えてから止めました。残りは再開すると続きます。")
            )
        _stop(self._rule.time_passed(self._clock() - self._started))

    def after_item(self, state: ItemState, reason: str) -> None:
        """Raises :class:`RunStopped` when the items that failed forbid to go on."""
        _stop(self._rule.item_ended(state, reason))


def _stop(why: str) -> None:
    if why:
        raise RunStopped(why)
