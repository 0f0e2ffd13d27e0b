"""What has become of every item of a run, with the values that were entered for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dxrobot.store.models import EnteredValue, Item


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """One item of a run."""

    key: str
    state: str
    reason: str
    entered: Mapping[str, str] = field(default_factory=dict)
    """Values by parameter of the operations; of a value entered twice, the last."""


def outcomes(run: str) -> list[ItemOutcome]:
    """Every item of the run called ``run``, in its order."""
    entered: dict[str, dict[str, str]] = {}
    for value in EnteredValue.objects.filter(intent__run__name=run).select_related("intent").order_by("id"):
        entered.setdefault(value.intent.item_key, {})[value.parameter] = value.value
    return [
        ItemOutcome(item.key, item.state, item.reason, entered.get(item.key, {}))
        for item in Item.objects.filter(run__name=run).order_by("ordinal")
    ]
