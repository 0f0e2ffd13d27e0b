"""The items of a run one by one, each settled in the journal whatever happens to the others."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loguru import logger

from dxrobot.actions.base import RunContext
from dxrobot.errors import BusinessError, NeedsReview, NotOnScreen, TargetError
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.masking import redactor
from dxrobot.runner.desks import Desks
from dxrobot.runner.entry import Outcome
from dxrobot.runner.halt import Halt
from dxrobot.runner.work import WorkItem, content_of, work_items
from dxrobot.scenario.model import ForEach
from dxrobot.store.placing import NewItem

# Waits before a system error is tried again, in seconds.
BACK_OFF_S = (1.0, 4.0)


class Batch:
    """Works through the items of one ``for_each``; ``loop`` is its place in the scenario."""

    def __init__(
        self, step: ForEach, loop: str, halt: Halt, context: RunContext, desks: Desks, salt: bytes, limit: int = 0
    ) -> None:
        self._step = step
        self._loop = loop
        self._halt = halt
        self._context = context
        self._desks = desks
        self._salt = salt
        self._limit = limit
        """So many open items are worked on; 0 means all."""
        self._worked_on = 0

    def run(self, values: Sequence[Any], variables: Mapping[str, Any], work: Callable[[WorkItem], Outcome]) -> None:
        """Give every value its key and have each item worked on that an earlier attempt of the run has not settled.

        Raises :class:`RunStopped` and :class:`RunCancelled` between two items.
        """
        items = work_items(self._step, values, variables)
        places = self._context.journal.place_items([self._new(item) for item in items], self._loop)
        left_over = 0
        self._context.progress.report("items", 0, len(items))
        for done, (item, place) in enumerate(zip(items, places, strict=True), start=1):
            if place.settled is None and self._limit and self._worked_on == self._limit:
                left_over += 1
            elif place.settled is None:
                self._halt.before_item()
                outcome = self._settle(replace(item, ordinal=place.ordinal), work)
                self._worked_on += outcome.state is not ItemState.SKIPPED
                self._halt.after_item(outcome.state, outcome.reason)
            self._context.progress.report("items", done, len(items))
        if left_over:
            self._context.tally.warnings.append(
                _("{limit} 件までの指定のため、残り {count} 件は処理していません。").format(
                    limit=self._limit, count=left_over
                )
            )

    def _new(self, item: WorkItem) -> NewItem:
        """The item as the journal keeps it; also what is wrong with it counts as its content."""
        content = f"{content_of(item.value)}\n{item.outcome.reason if item.outcome else ''}"
        digest = hmac.new(self._salt, content.encode(), hashlib.sha256).hexdigest()
        return NewItem(item.key, item.source, digest, item.kind)

    def _settle(self, item: WorkItem, work: Callable[[WorkItem], Outcome]) -> Outcome:
        """Work on one item and write down how it ended."""
        started = time.perf_counter()
        outcome = item.outcome or self._attempts(item, work)
        outcome = replace(outcome, reason=redactor.scrub(outcome.reason))  # a screen may have been searched for a name
        seconds = time.perf_counter() - started
        self._context.journal.settle_item(item.ordinal, outcome.state, outcome.reason, seconds)
        logger.info("item {} {}: {} {}", item.ordinal, item.key, outcome.state.value, outcome.reason)
        return outcome

    def _attempts(self, item: WorkItem, work: Callable[[WorkItem], Outcome]) -> Outcome:
        """Carry out the steps of one item, again after a system error, never after a business error."""
        failure = TargetError("")
        for wait_s in (*BACK_OFF_S, None):
            try:
                return work(item)
            except NeedsReview as error:
                return Outcome(ItemState.WAITING_REVIEW, error.message)
            except BusinessError as error:
                return Outcome(ItemState.BUSINESS_ERROR, str(error))
            except TargetError as error:
                seen_before = isinstance(error, NotOnScreen) and isinstance(failure, NotOnScreen)
                failure = error
            self._desks.close_all()
            if seen_before:
                break  # a screen that has changed stays so
            if wait_s is not None:
                time.sleep(wait_s)
        unseen = self._context.journal.is_in_doubt(item.key)
        return Outcome(ItemState.SYSTEM_ERROR, _unseen(str(failure)) if unseen else str(failure))


def _unseen(reason: str) -> str:
    """That the record was sent and could not be looked for: whoever enters it by hand may enter it twice."""
    return _(
        "送信した後に、登録されたかを確かめられませんでした。対象システムを見るまで、手で入力しないでください。{reason}"
    ).format(reason=reason)
