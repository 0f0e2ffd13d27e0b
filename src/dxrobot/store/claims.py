"""The words of the journal: what makes one entry one entry, who holds it, and what was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dxrobot.items import IntentState, Mode
from dxrobot.store.models import EnteredValue, Intent


@dataclass(frozen=True, slots=True)
class IntentKey:
    """What makes one entry one entry, across runs."""

    mode: Mode
    operation: str
    item_key: str
    step: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One value about to be entered and its origin; ``origins`` are JSON objects."""

    parameter: str
    title: str
    value: str
    sensitive: str
    origins: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """An intent as this run found it. ``ours`` is false while another run, or an earlier one, holds it."""

    id: int
    item_key: str
    state: IntentState
    ours: bool
    attempt: int
    values_digest: str
    holder: str
    """Name of the run that holds the intent."""
    submitted_at: datetime | None
    reentry: bool = False
    """Whether the record was entered before and is entered again because a person said so."""
    earlier_stands: bool = False
    """Whether the earlier record stood in the target at this entry: then a probe that finds one proves nothing."""


def claim_of(intent: Intent, *, ours: bool, reentry: bool) -> Claim:
    """``intent`` as a run found it."""
    return Claim(
        id=intent.pk,
        item_key=intent.item_key,
        state=IntentState(intent.state),
        ours=ours,
        attempt=intent.attempt,
        values_digest=intent.values_digest,
        holder=intent.run.name,
        submitted_at=intent.submitted_at,
        reentry=reentry,
        earlier_stands=intent.earlier_stands,
    )


def value_row(claim: Claim, entered: Entered) -> EnteredValue:
    """The row of one value entered under ``claim``."""
    return EnteredValue(
        intent_id=claim.id,
        attempt=claim.attempt,
        parameter=entered.parameter,
        title=entered.title,
        value=entered.value,
        sensitive=entered.sensitive,
        origins=list(entered.origins),
    )
