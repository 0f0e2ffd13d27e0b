"""Deciding what to do with a record that some run has already claimed. Pure: it is told everything, it asks nothing."""

from __future__ import annotations

from enum import StrEnum

from dxrobot.items import IntentState
from dxrobot.store.claims import Claim


class Decision(StrEnum):
    """What the runner does next with one record."""

    ENTER = "enter"
    """Nobody has submitted it: enter it."""
    TAKE_OVER = "take_over"
    """Its run died before submitting, or nothing arrived: enter it under a new attempt number."""
    ALREADY_DONE = "already_done"
    """It stands in the target system."""
    DIFFERS = "differs"
    """It was entered with other values: a person decides."""
    BUSY = "busy"
    """A living run is working on it."""
    PROBE = "probe"
    """Its run died while submitting: look into the target system."""
    UNKNOWN = "unknown"
    """Nobody can tell whether it arrived: a person is asked."""


def decide(claim: Claim, values_digest: str, *, holder_dead: bool, overtaken: bool = False) -> Decision:
    """What to do with a record as it was found in the journal.

    ``overtaken`` says that its holder may live, but has lost the right to send anything.
    """
    if claim.ours:
        return Decision.ENTER
    if claim.state is IntentState.DONE:
        return _found_with(claim, values_digest)
    if claim.state is IntentState.UNKNOWN:
        return Decision.PROBE
    if not (holder_dead or overtaken):
        return Decision.BUSY
    return Decision.TAKE_OVER if claim.state is IntentState.RESERVED else Decision.PROBE


def decide_after_probe(claim: Claim, values_digest: str, *, found: bool, holder_dead: bool, settled: bool) -> Decision:
    """What to do once the target system was looked into.

    ``settled`` says that the site's longest saving time has passed since the record was submitted. A record already
    given up as unknown stays so until it is found or a person decides.
    """
    if found:
        return _found_with(claim, values_digest)
    if claim.state is IntentState.UNKNOWN or not (holder_dead and settled):
        return Decision.UNKNOWN
    return Decision.TAKE_OVER


def _found_with(claim: Claim, values_digest: str) -> Decision:
    """A record in the target system holds the values it was submitted with, whatever a person has settled since."""
    return Decision.ALREADY_DONE if claim.values_digest == values_digest else Decision.DIFFERS
