"""Kept totals of confirmed items by kind, beside the totals of the ledger and brought up to date with them."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from dxrobot.ledger.posting import Group, KindGroup, KindSum, KindTotals
from dxrobot.store.adding import add_to_rows
from dxrobot.store.models import LedgerKindTotal

_GROUP = tuple(field.name for field in fields(Group))
_SCALE = 10_000


def read_kind_totals() -> dict[KindGroup, KindSum]:
    """All kept totals by kind, in the order in which they first appeared; those that were taken back are left out."""
    rows = LedgerKindTotal.objects.order_by("pk").values_list(*_GROUP, "kind", "items", "gross_minutes")
    split = len(_GROUP)
    return {
        KindGroup(Group(*row[:split]), row[split]): KindSum(row[split + 1], Decimal(row[split + 2]) / _SCALE)
        for row in rows.iterator()
        if row[split + 1]
    }


def add_to_kind_totals(totals: KindTotals) -> None:
    """Add ``totals`` to the kept ones, in the caller's transaction, which holds the head of the chain."""
    rows = (
        (*(getattr(place.group, name) for name in _GROUP), place.kind, total.items, int(total.gross_minutes * _SCALE))
        for place, total in totals.items()
    )
    add_to_rows(LedgerKindTotal, (*_GROUP, "kind"), ("items", "gross_minutes"), rows)


def replace_kind_totals(totals: KindTotals) -> None:
    """Keep ``totals`` in the place of all others, in the caller's transaction."""
    LedgerKindTotal.objects.all().delete()
    add_to_kind_totals(totals)
