"""What people decided about single items of a run, with their names and reasons."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dxrobot.items import IntentState, ItemState
from dxrobot.store.models import Intent, Item, Ruling, Run
from dxrobot.store.run_rows import is_over


class RulingKind(StrEnum):
    """What a person can decide."""

    AGAIN = "again"
    """Enter the record once more, though it stands there."""
    THERE = "there"
    """The record in doubt is in the target system."""
    NOT_THERE = "not_there"
    """The record in doubt is not in the target system: it may be entered."""


def keep_rulings(run: Run, item_keys: Iterable[str], kind: RulingKind, *, by: str, reason: str) -> None:
    """Write down one decision about several items of ``run``."""
    Ruling.objects.bulk_create(
        Ruling(run=run, item_key=key, kind=kind, decided_by=by, reason=reason, decided_at=timezone.now())
        for key in item_keys
    )


def keys_to_enter_again(run: Run) -> dict[str, int]:
    """The items that people have had entered again in ``run``, with the number of the newest such ruling."""
    rows = Ruling.objects.filter(run=run, kind=RulingKind.AGAIN).order_by("id")
    return dict(rows.values_list("item_key", "id"))


def in_doubt(run: Run, item_key: str) -> QuerySet[Item]:
    """The items of ``run`` with this key that a person may close: nobody knows whether their record was entered.

    Given up as unknown, or submitted and then not to be looked for because the target or its screens failed.
    """
    sent = _doubtful(run, item_key).filter(state=IntentState.SUBMITTING).exists()
    states = [ItemState.UNKNOWN, ItemState.SYSTEM_ERROR] if sent else [ItemState.UNKNOWN]
    return run.items.filter(key=item_key, state__in=states)


def _doubtful(run: Run, item_key: str) -> QuerySet[Intent]:
    """The entries of the item that are in doubt, also one that an earlier run of the scenario has sent."""
    of_item = Intent.objects.filter(item_key=item_key, run__mode=run.mode, run__scenario=run.scenario)
    sent = of_item.filter(state=IntentState.SUBMITTING).select_related("run")
    over = [intent.pk for intent in sent if intent.run_id == run.pk or is_over(intent.run)]
    return of_item.filter(Q(state=IntentState.UNKNOWN) | Q(pk__in=over))


def settle_unknown(run: Run, item_key: str, kind: RulingKind, *, by: str, reason: str) -> bool:
    """Close an item in doubt as a person found it; False if it is not in doubt.

    There: its entries are confirmed and the item is done, to be counted. Not there: its entries are free again, under
    a new attempt number, so that nobody who still holds them can submit, and the item is pending.
    """
    with transaction.atomic():
        items = in_doubt(run, item_key).select_for_update()
        same = {"run__mode": run.mode, "run__scenario": run.scenario}
        # By number: what is in doubt is settled by the first change and would not be found again.
        intents = Intent.objects.filter(pk__in=[intent.pk for intent in _doubtful(run, item_key)])
        if not items.exists():
            return False
        keep_rulings(run, [item_key], kind, by=by, reason=reason)
        if kind is RulingKind.THERE:
            intents.update(state=IntentState.DONE, settled_at=timezone.now(), run=run)
            # An earlier run that gave the same record up must not count it as well.
            Item.objects.filter(key=item_key, **same).exclude(run=run).update(counted=True)
            items.update(state=ItemState.DONE, reason=reason, attempt=run.attempt)
        else:
            free = {"state": IntentState.RESERVED, "submitted_at": None, "attempt": F("attempt") + 1}
            intents.update(**free)
            items.update(state=ItemState.PENDING, reason=reason, attempt=run.attempt)
    return True
