"""The items of a run in the store: laid down when a loop begins, found again by their keys when a run is resumed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from dxrobot.i18n import _
from dxrobot.items import IntentState, ItemState
from dxrobot.store.models import Intent, Item, Run


@dataclass(frozen=True, slots=True)
class NewItem:
    """One item of a loop as the input holds it now; ``content`` is a hash that changes when the record is corrected."""

    key: str
    source: str
    content: str = ""
    kind: str = ""
    """Which kind of record it is; empty where the scenario tells none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands in its run: its number, and the state in which it was settled for good, if it was."""

    ordinal: int
    settled: ItemState | None = None


def place_items(run: Run, loop: str, items: Sequence[NewItem], again: Container[str] = ()) -> list[Place]:
    """Write the items of ``loop`` down, or find them again; those with a key in ``again`` are open whatever they were.

    Items that an earlier attempt wrote down and that are gone from the input are settled: as skipped, or as unknown
    when their entry is in doubt.
    """
    with transaction.atomic():
        known = _Known(run.items.filter(loop=loop).order_by("ordinal"))
        rows = [known.take(item) for item in items]
        waiting = known.waiting_by_source()
        rows = [row or known.take_waiting(waiting, item) for row, item in zip(rows, items, strict=True)]
        _settle_vanished(run, known.left())
        highest = run.items.aggregate(highest=Max("ordinal"))["highest"] or 0
        fresh = [item for row, item in zip(rows, items, strict=True) if row is None]
        made = iter(_make(run, loop, fresh, highest))
        return [
            _reopened(row, item, again) if row else Place(next(made).ordinal)
            for row, item in zip(rows, items, strict=True)
        ]


class _Known:
    """The rows of earlier attempts that no item of now has been matched with."""

    def __init__(self, rows: Iterable[Item]) -> None:
        self._by_key: defaultdict[str, deque[Item]] = defaultdict(deque)
        for row in rows:
            self._by_key[row.key].append(row)

    def take(self, item: NewItem) -> Item | None:
        """The row with the item's key; the second one for a second item with this key."""
        rows = self._by_key.get(item.key)
        return rows.popleft() if rows else None

    def waiting_by_source(self) -> dict[str, Item]:
        """Rows left over that waited for a person: their keys may have been known only for the time being."""
        return {row.source: row for row in self.left() if row.source and row.state == ItemState.WAITING_REVIEW}

    def take_waiting(self, waiting: dict[str, Item], item: NewItem) -> Item | None:
        """The waiting row from the same place of the input."""
        row = waiting.pop(item.source, None)
        if row is not None:
            self._by_key[row.key].remove(row)
        return row

    def left(self) -> list[Item]:
        """What has not been taken."""
        return [row for rows in self._by_key.values() for row in rows]


_NEVER_AGAIN = (ItemState.DONE, ItemState.SKIPPED, ItemState.UNKNOWN)


def _make(run: Run, loop: str, items: Iterable[NewItem], highest: int) -> list[Item]:
    return Item.objects.bulk_create(
        Item(
            run=run,
            loop=loop,
            ordinal=ordinal,
            key=item.key,
            source=item.source,
            content=item.content,
            kind=item.kind,
            state=ItemState.PENDING,
            attempt=run.attempt,
        )
        for ordinal, item in enumerate(items, start=highest + 1)
    )


def _reopened(row: Item, item: NewItem, again: Container[str]) -> Place:
    """The place of a row of an earlier attempt: settled, or open again with the item's content of now."""
    same = row.content == item.content
    stays = row.state == ItemState.DONE or (row.state in (ItemState.SKIPPED, ItemState.BUSINESS_ERROR) and same)
    if stays and item.key not in again:
        return Place(row.ordinal, ItemState(row.state))
    row.key, row.source, row.content, row.kind = item.key, item.source, item.content, item.kind
    row.state, row.reason = ItemState.PENDING, ""
    row.save(update_fields=["key", "source", "content", "kind", "state", "reason"])
    return Place(row.ordinal)


def _settle_vanished(run: Run, rows: Iterable[Item]) -> None:
    for row in rows:
        if row.state in _NEVER_AGAIN:
            continue
        in_doubt = Intent.objects.filter(run=run, item_key=row.key, state=IntentState.SUBMITTING)
        row.state = ItemState.UNKNOWN if in_doubt.exists() else ItemState.SKIPPED
        row.reason = _("再開したとき、入力からなくなっていました。")
        row.content = ""
        row.save(update_fields=["state", "reason", "content"])
