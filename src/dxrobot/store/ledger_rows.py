"""The ledger in the store: entries only ever added, each chained to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction

from dxrobot.items import ItemState
from dxrobot.ledger.chain import GENESIS, Link, forge
from dxrobot.ledger.correction import Chained
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.entry_table import Numbered
from dxrobot.ledger.payload import canonical, parse
from dxrobot.ledger.posting import Totals, post
from dxrobot.store.models import Item, LedgerRow, Run


def count_items(run: Run, entry_for: Callable[[int], LedgerEntry]) -> LedgerEntry:
    """Count the items of ``run`` that are done and that no entry has counted, and add the entry made for so many.

    Both happen or neither: an attempt cut off in between leaves its items to the next one.
    """
    with transaction.atomic():
        uncounted = Item.objects.filter(run=run, state=ItemState.DONE, counted=False)
        entry = entry_for(uncounted.update(counted=True))
        append(run, entry)
    return entry


def entries_before(run: Run) -> int:
    """How many entries earlier attempts of ``run`` have."""
    return LedgerRow.objects.filter(run=run, attempt__lt=run.attempt).count()


def append(run: Run, entry: LedgerEntry) -> None:
    """Add the one entry of this attempt of ``run`` to the chain; the database refuses a second one and a fork."""
    with transaction.atomic():
        last = LedgerRow.objects.order_by("-sequence").first()
        link = forge(canonical(entry), _link(last) if last else None)
        LedgerRow.objects.create(
            sequence=link.sequence,
            run=run,
            attempt=run.attempt,
            payload=link.payload,
            previous_hash=link.previous_hash,
            hash=link.hash,
        )


def links() -> Iterator[Link]:
    """The chain as it is kept, oldest first."""
    for row in LedgerRow.objects.order_by("sequence").iterator():
        yield _link(row)


def entries() -> Iterator[Chained]:
    """Every entry, oldest first."""
    return (parse(link.payload) for link in links())


def newest(count: int) -> list[Numbered]:
    """The newest entries, at most ``count``, oldest of them first."""
    rows = LedgerRow.objects.order_by("-sequence").values_list("sequence", "payload")[:count]
    return [Numbered(sequence, parse(payload)) for sequence, payload in reversed(rows)]


def length() -> int:
    """How many entries there are."""
    return LedgerRow.objects.count()


def totals() -> Totals:
    """The totals of all entries."""
    return post(entries())


def last_hash() -> str:
    """The hash of the newest entry, to be printed: only against it a ledger cut short can be told."""
    last = LedgerRow.objects.order_by("-sequence").first()
    return last.hash if last else GENESIS


def _link(row: LedgerRow) -> Link:
    return Link(row.sequence, row.payload, row.previous_hash, row.hash)
