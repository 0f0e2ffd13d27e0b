"""What the journal knows of a record: looked at without reserving anything."""

from __future__ import annotations

from dxrobot.items import IntentState
from dxrobot.store.claims import IntentKey
from dxrobot.store.models import Intent


def standing(key: IntentKey) -> tuple[IntentState, str] | None:
    """How far the entry of the record has come, and the digest of its values; None if nobody has begun it."""
    row = Intent.objects.filter(mode=key.mode, operation=key.operation, item_key=key.item_key, step=key.step).first()
    return (IntentState(row.state), row.values_digest) if row else None
