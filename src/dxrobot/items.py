"""The states of an item and of a run."""

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
