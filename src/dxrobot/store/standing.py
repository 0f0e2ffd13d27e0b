"""What the journal knows of a record: looked at without reserving anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.items import IntentState
from dxrobot.store.claims import IntentKey
from dxrobot.store.models import Intent


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """How far the entry of a record has come."""

    state: IntentState
    values_digest: str
    outputs: Mapping[str, Any]
    """What its operation returned, by name, as far as it was kept."""


def standing(key: IntentKey) -> KnownRecord | None:
    """What is known of the record; None if nobody has begun its entry."""
    row = Intent.objects.filter(mode=key.mode, operation=key.operation, item_key=key.item_key, step=key.step).first()
    return KnownRecord(IntentState(row.state), row.values_digest, row.outputs or {}) if row else None
