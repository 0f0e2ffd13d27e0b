"""The items of a run one by one, each settled in the journal whatever happens to the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from loguru import logger

from dxrobot.actions.base import RunContext
from dxrobot.errors import BusinessError, DxrobotError, NeedsReview, TargetError
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.runner.desks import Desks
from dxrobot.runner.entry import Outcome
from dxrobot.runner.work import WorkItem, work_items
from dxrobot.scenario.model import ForEach, Limits

# Waits before a system error is tried again, in seconds.
BACK_OFF_S = (1.0, 4.0)


class RunStopped(DxrobotError):
    """The stop rule ended the run; the remaining items stay pending."""


class Batch:
    """Works through the items of one ``for_each``."""

    def __init__(self, step: ForEach, limits: Limits, context: RunContext, desks: Desks) -> None:
        self._step = step
        self._limits = limits
        self._context = context
        self._desks = desks

    def run(self, values: Sequence[Any], variables: Mapping[str, Any], work: Callable[[WorkItem], Outcome]) -> None:
        """Give every value its key and have each item worked on; raises :class:`RunStopped`."""
        items = work_items(self._step, values, variables)
        for item in items:
            self._context.journal.add_item(item.ordinal, item.key, item.source)
        failures = 0
        for done, item in enumerate(items, start=1):
            outcome = self._settle(item, work)
            self._context.progress.report("items", done, len(items))
            failures = failures + 1 if outcome.state is ItemState.SYSTEM_ERROR else 0
            if failures >= self._limits.system_errors_in_a_row:
                raise RunStopped(
                    _("対象システムの異常が {count} 件続いたため、止めました。最後の異常: {reason}").format(
                        count=failures, reason=outcome.reason
                    )
                )

    def _settle(self, item: WorkItem, work: Callable[[WorkItem], Outcome]) -> Outcome:
        """Work on one item and write down how it ended."""
        started = time.perf_counter()
        outcome = item.outcome or self._attempts(item, work)
        seconds = time.perf_counter() - started
        self._context.journal.settle_item(item.ordinal, outcome.state, outcome.reason, seconds)
        logger.info("item {} {}: {} {}", item.ordinal, item.key, outcome.state.value, outcome.reason)
        return outcome

    def _attempts(self, item: WorkItem, work: Callable[[WorkItem], Outcome]) -> Outcome:
        """Carry out the steps of one item, again after a system error, never after a business error."""
        for wait_s in (*BACK_OFF_S, None):
            try:
                return work(item)
            except NeedsReview as error:
                return Outcome(ItemState.WAITING_REVIEW, error.message)
            except BusinessError as error:
                return Outcome(ItemState.BUSINESS_ERROR, error.message)
            except TargetError as error:
                failure = error
            self._desks.close_all()
            if wait_s is not None:
                time.sleep(wait_s)
        return Outcome(ItemState.SYSTEM_ERROR, failure.message)
