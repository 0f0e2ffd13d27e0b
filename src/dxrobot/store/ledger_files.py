"""Imported files in the store: all their rows become entries, or none, and the same content never twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from dxrobot.ledger.correction import Chained, Correction
from dxrobot.ledger.stated import StatedEntry
from dxrobot.store.ledger_rows import NewRow, append_all, read_entry
from dxrobot.store.models import LedgerFile, LedgerRow


def imported_before(digest: str) -> str:
    """The name and day under which the same content was taken in before; nothing when it was not."""
    found = LedgerFile.objects.filter(digest=digest).first()
    return f"{found.name} {timezone.localtime(found.imported_at):%Y-%m-%d %H:%M}" if found else ""


def append_file(digest: str, name: str, kind: str, entries: Sequence[Chained]) -> None:
    """Add the entries of one file; the database refuses the same content a second time."""
    with transaction.atomic():
        file = LedgerFile.objects.create(digest=digest, name=name[:255], kind=kind, imported_at=timezone.now())
        append_all([NewRow(entry, file=file) for entry in entries])


def standing_statements() -> Iterator[tuple[int, StatedEntry]]:
    """Every statement that no correction has replaced, with its place in the chain."""
    rows = LedgerRow.objects.filter(file__isnull=False).order_by("sequence").values_list("sequence", "payload")
    replaced = set(LedgerRow.objects.filter(corrects__isnull=False).values_list("corrects", flat=True))
    for sequence, payload in rows.iterator():
        if sequence in replaced:
            continue
        entry = read_entry(sequence, payload)
        standing = entry.after if isinstance(entry, Correction) else entry
        if isinstance(standing, StatedEntry):
            yield sequence, standing
