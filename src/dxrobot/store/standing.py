"""What the journal knows of a record: looked at without reserving anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dxrobot.items import IntentState
from dxrobot.store.claims import Entered, IntentKey
from dxrobot.store.models import EnteredValue, Intent


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """How far the entry of a record has come."""

    id: int
    attempt: int
    state: IntentState
    values_digest: str
    outputs: Mapping[str, Any]
    """What its operation returned, by name, as far as it was kept."""


def standing(key: IntentKey) -> KnownRecord | None:
    """What is known of the record; None if nobody has begun its entry."""
    row = Intent.objects.filter(mode=key.mode, operation=key.operation, item_key=key.item_key, step=key.step).first()
    if row is None:
        return None
    return KnownRecord(row.pk, row.attempt, IntentState(row.state), row.values_digest, row.outputs or {})


def differing(intent: int, attempt: int, now: Iterable[Entered]) -> tuple[str, ...] | None:
    """Titles of the values that were entered under ``attempt`` of ``intent`` and are others ``now``.

    A parameter that the operation has got since is no difference; one that it has lost is, if it held something. None
    when nobody can tell any more: what was entered has been deleted.
    """
    rows = list(EnteredValue.objects.filter(intent_id=intent, attempt=attempt).order_by("id"))
    wanted = {entered.parameter: entered.value for entered in now}
    return tuple(row.title for row in rows if row.value != wanted.get(row.parameter, "")) if rows else None
