"""The states of an item, of a run and of an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum


class Mode(StrEnum):
    """What a run may do outside: nothing, enter into the test system, or enter and count."""

    DRY = "dry"
    TRIAL = "trial"
    PRODUCTION = "production"


class ItemState(StrEnum):
    """Where one item stands (design: Contract)."""

    PENDING = "pending"
    DONE = "done"
    BUSINESS_ERROR = "business_error"
    SYSTEM_ERROR = "system_error"
    UNKNOWN = "unknown"
    WAITING_REVIEW = "waiting_review"
    SKIPPED = "skipped"


class RunStatus(StrEnum):
    """How a run stands or ended (design: Contract)."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    FAILED = "failed"


class OrderState(StrEnum):
    """How an order (実行依頼) stands."""

    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"
    """Its run has ended, whichever way; the run tells how."""
    CANCELLED = "cancelled"
    MISSED = "missed"
    """Its moment passed before it could begin."""
    REFUSED = "refused"
    """It could not be begun: what it asks for is wrong."""


class IntentState(StrEnum):
    """How far the entry of one record has come."""

    RESERVED = "reserved"
    SUBMITTING = "submitting"
    DONE = "done"
    UNKNOWN = "unknown"


def count_states(states: Iterable[ItemState]) -> dict[str, int]:
    """How many items stand in each state, every state named."""
    counted = Counter(states)
    return {state.value: counted[state] for state in ItemState}
